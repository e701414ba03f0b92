package dev.killswitch.plan;

import dev.killswitch.plan.Budgets.Budget;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is left of one budget while one plan is made. A thing takes one slot, however much is done to it, and how often. */
final class Slots {
    private final String key;
    private final Budget budget;
    private final Set<String> things;
    private boolean isTold;

    Slots(String key, Budget budget, History history) {
        this.key = key;
        this.budget = budget;
        this.things = new HashSet<>(history.taken(key));
        this.isTold = !history.taken(toldKey(key)).isEmpty();
    }

    /** What remembers, as a budget of one, that somebody was told that this one is used up. */
    static String toldKey(String key) {
        return "told/" + key;
    }

    /** That nobody was told within the window, {@code alert} being the one that tells; empty where somebody was. */
    Optional<Claim> tell(String alert) {
        if (isTold) {
            return Optional.empty();
        }
        isTold = true;
        return Optional.of(new Claim.Reserve(toldKey(key), Set.of(new Claim.Slot(alert, alert)), 1, budget.per()));
    }

    boolean hasFor(String thing) {
        return things.contains(thing) || things.size() < budget.targets();
    }

    void take(String thing) {
        things.add(thing);
    }

    /** That it is still so when {@code steps} are recorded: two plans that race for the last slot cannot both have it. */
    Optional<Claim> claim(Stream<Step> steps) {
        return claim(key, steps, budget.targets(), budget);
    }

    /** That the things of {@code steps} are among {@code max} at most; none where there is no step. */
    static Optional<Claim> claim(String key, Stream<Step> steps, int max, Budget budget) {
        Set<Claim.Slot> slots = steps.map(
                        step -> new Claim.Slot(step.id(), step.reference().name()))
                .collect(Collectors.toSet());
        return slots.isEmpty() ? Optional.empty() : Optional.of(new Claim.Reserve(key, slots, max, budget.per()));
    }

    Verdict full() {
        return Guard.BUDGET.says(key + " has taken " + things.size() + " of " + budget.targets() + " things within "
                + Sentences.time(budget.per()) + ": a person decides, or raises the budget");
    }
}
