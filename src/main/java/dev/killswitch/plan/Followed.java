package dev.killswitch.plan;

import dev.killswitch.plan.Step.Authority;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What holds for every step that follows from another one: the same guards, and the budget of all automation. */
final class Followed {
    private final Ground ground;
    private final NameGuards guards;

    Followed(Ground ground) {
        this.ground = ground;
        this.guards = ground.guards();
    }

    /** What a plan of {@code wishes} has to know, each of which is done once under its key. */
    Question question(List<Wish> wishes, Function<Wish, String> onceKey) {
        return new Question(
                null,
                wishes.stream().map(Wish::thingKey).toList(),
                ground.settings().near(),
                Map.of(),
                Map.of(Budgets.OF_AUTOMATION, automation().per()),
                wishes.stream().map(onceKey).toList());
    }

    Slots slots(Situation situation) {
        return new Slots(Budgets.OF_AUTOMATION, automation(), situation.history());
    }

    Draft judged(Wish wish, Situation situation, Slots slots) {
        List<Verdict> objections = new ArrayList<>(guards.judge(wish, situation));
        if (wish.authority() instanceof Authority.Rule) {
            if (objections.isEmpty() && !slots.hasFor(wish.thingKey())) {
                objections.add(slots.full());
            }
            if (objections.isEmpty()) {
                slots.take(wish.thingKey());
            }
        }
        return new Draft(wish, objections, wish.terms().labels());
    }

    /** A rule's budget counts what the rule names; that of automation counts what follows from it too. */
    Optional<Claim> reserve(Authority authority, List<PlannedStep> steps, Slots slots) {
        Stream<Step> going = steps.stream().filter(PlannedStep::goesOn).map(PlannedStep::step);
        return switch (authority) {
            case Authority.Rule _ -> slots.claim(going);
            case Authority.Person person ->
                Slots.claim(
                        Budgets.ofPerson(person.id()),
                        going,
                        Integer.MAX_VALUE,
                        ground.settings().budgets().person());
        };
    }

    private Budgets.Budget automation() {
        return ground.settings().budgets().automation();
    }
}
