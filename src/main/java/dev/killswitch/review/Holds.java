package dev.killswitch.review;

import dev.killswitch.action.Outcome;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Guard;
import dev.killswitch.plan.Step;
import dev.killswitch.plan.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The guards that held a step, by name in its plan or on the live thing.
 *
 * @param all none where no guard did
 */
record Holds(List<Hold> all) {
    /** More than those tell nobody anything. */
    private static final int TOLD_MAX = 3;

    Holds {
        all = List.copyOf(all);
    }

    /** One guard and its sentence. */
    record Hold(String guard, String says) {}

    static Holds of(StepState step) {
        Step.Authority authority = step.planned().step().authority();
        var holds = new ArrayList<Hold>();
        for (Verdict objection : step.planned().objections()) {
            if (!objection.allows(authority)) {
                switch (objection) {
                    case Verdict.Act _ -> {}
                    case Verdict.PersonMay may -> holds.add(new Hold(may.guard(), may.says()));
                    case Verdict.Never never -> holds.add(new Hold(never.guard(), never.says()));
                }
            }
        }
        if (step.outcome() instanceof Outcome.Refused refused && refused.guard() != null) {
            holds.add(new Hold(refused.guard(), refused.why()));
        }
        return new Holds(holds);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** {@code held by guard budget}. */
    Sentence named() {
        List<Sentence> names = all.stream()
                .map(hold -> Sentence.of("{}", hold.guard()))
                .distinct()
                .toList();
        return Sentence.of(
                "held by {} {}",
                Sentence.words(names.size() == 1 ? "guard" : "guards"),
                AlertTeller.listed(names, TOLD_MAX));
    }

    /** {@code guard budget held it: …}. */
    Sentence told() {
        return AlertTeller.listed(
                all.stream()
                        .map(hold -> Sentence.of("guard {} held it: {}", hold.guard(), hold.says()))
                        .distinct()
                        .toList(),
                TOLD_MAX);
    }

    /** What a person has to add to the command that does the same; empty where nobody may. */
    Optional<String> options(Step.Authority authority) {
        var names = new TreeSet<String>();
        boolean counted = false;
        if (authority instanceof Step.Authority.Person person) {
            names.addAll(person.overrides());
        }
        for (Hold hold : all) {
            Optional<Guard> guard = Guard.of(hold.guard());
            if (guard.isPresent()) {
                switch (guard.get().bends()) {
                    case FOR_NOBODY, BY_CONFIGURATION -> {
                        return Optional.empty();
                    }
                    case BY_NAME -> names.add(hold.guard());
                    case BY_COUNT -> counted = true;
                    case FOR_PERSONS -> {}
                }
            }
        }
        String named = names.isEmpty() ? "" : " --override " + String.join(",", names);
        return Optional.of(named + (counted || !names.isEmpty() ? " --confirm 1" : ""));
    }
}
