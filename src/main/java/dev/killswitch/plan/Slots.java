package dev.killswitch.plan;

import dev.killswitch.plan.Budgets.Budget;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What is left of one budget while one plan is made. A thing takes one slot, however much is done to it. */
final class Slots {
    private final String key;
    private final Budget budget;
    private final int taken;
    private final Set<String> things = new HashSet<>();

    Slots(String key, Budget budget, History history) {
        this.key = key;
        this.budget = budget;
        this.taken = history.budgets().getOrDefault(key, 0);
    }

    boolean hasFor(String thing) {
        return things.contains(thing) || taken + things.size() < budget.targets();
    }

    void take(String thing) {
        things.add(thing);
    }

    /** That it is still so when the plan is recorded: two plans that race for the last slot cannot both have it. */
    Optional<Claim> claim() {
        return things.isEmpty()
                ? Optional.empty()
                : Optional.of(new Claim.Reserve(key, things.size(), budget.targets(), budget.per()));
    }

    Verdict full() {
        return Guard.BUDGET.says(key + " has taken " + (taken + things.size()) + " of " + budget.targets()
                + " things within " + Sentences.time(budget.per()) + ": a person decides, or raises the budget");
    }
}
