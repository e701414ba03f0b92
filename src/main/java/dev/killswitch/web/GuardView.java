package dev.killswitch.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.killswitch.plan.Guard;
import dev.killswitch.plan.Step;
import dev.killswitch.plan.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one guard says.
 *
 * @param expected what would make it step aside; null where it did
 */
record GuardView(
        String guard,
        String says,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String expected) {
    /** Empty where no guard speaks. */
    static Optional<GuardView> of(Verdict verdict, Step.Authority authority) {
        boolean stepsAside = verdict.allows(authority);
        return switch (verdict) {
            case Verdict.Act _ -> Optional.empty();
            case Verdict.PersonMay may when stepsAside -> Optional.of(new GuardView(may.guard(), may.says(), null));
            case Verdict.PersonMay may -> Optional.of(of(may.guard(), may.says()));
            case Verdict.Never never -> Optional.of(of(never.guard(), never.says()));
        };
    }

    /** One that holds a step. */
    static GuardView of(String guard, String says) {
        return new GuardView(guard, says, asideFor(guard));
    }

    /** The verdict of a step that it holds. */
    String verdict() {
        return Guard.of(guard)
                .map(known -> switch (known.bends()) {
                    case FOR_NOBODY, BY_CONFIGURATION -> "never";
                    case BY_NAME, BY_COUNT, FOR_PERSONS -> "person";
                })
                .orElse("person");
    }

    private static String asideFor(String guard) {
        return Guard.of(guard)
                .map(known -> switch (known.bends()) {
                    case FOR_NOBODY -> "another order: this one holds for everybody";
                    case BY_CONFIGURATION -> "an operator switches it in configuration";
                    case BY_NAME -> "\"" + guard + "\" in override, and the count of things in confirm";
                    case BY_COUNT -> "the count of things in confirm";
                    case FOR_PERSONS -> "\"" + guard + "\" in override";
                })
                .orElse("\"" + guard + "\" in override");
    }
}
