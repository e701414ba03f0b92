package dev.killswitch.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.killswitch.action.Outcome;
import dev.killswitch.engine.Previews.Preview;
import dev.killswitch.engine.StepRunner;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.PlannedStep;
import dev.killswitch.plan.Step;
import dev.killswitch.plan.Verdict;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A step, as answers show it.
 *
 * @param containment null where no guard let it go on: then it never comes to stand
 * @param inspected of a preview alone
 * @param why it did not do what it was for, of an order that is not on record and so cannot be asked later
 */
record StepView(
        String step,
        String action,
        TargetView target,
        String stage,
        String verdict,
        List<GuardView> guards,
        String state,
        @Nullable String containment,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable InspectedView inspected,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String why) {
    StepView {
        guards = List.copyOf(guards);
    }

    /** What one guard says. */
    record GuardView(String guard, String says) {
        static Optional<GuardView> of(Verdict verdict) {
            return switch (verdict) {
                case Verdict.Act _ -> Optional.empty();
                case Verdict.PersonMay may -> Optional.of(new GuardView(may.guard(), may.says()));
                case Verdict.Never never -> Optional.of(new GuardView(never.guard(), never.says()));
            };
        }
    }

    /** As it is planned: nothing has been done yet. */
    static StepView of(PlannedStep planned) {
        String state = planned.goesOn() ? "intended" : "refused";
        return of(planned, TargetView.of(planned.step().reference()), state, null);
    }

    /** As it ended without a record; {@code ended} is null where it has not. */
    static StepView of(PlannedStep planned, StepRunner.@Nullable Ended ended) {
        if (ended == null) {
            return of(planned);
        }
        TargetView target = ended.attempt() == null
                ? TargetView.of(planned.step().reference())
                : TargetView.of(ended.attempt().target());
        String state = switch (ended.outcome()) {
            case Outcome.Done _, Outcome.AlreadyDone _ -> "applied";
            case Outcome.Changed _, Outcome.Busy _ -> "failed";
            case Outcome.Gone _ -> "gone";
            case Outcome.Refused _ -> "refused";
            case Outcome.Unknown _ -> "unknown";
        };
        return of(planned, target, state, null).because(ended.trouble().orElse(null));
    }

    private StepView because(@Nullable String trouble) {
        return new StepView(step, action, target, stage, verdict, guards, state, containment, inspected, trouble);
    }

    /** As the record has it. */
    static StepView of(StepState state) {
        TargetView target = state.started() == null
                ? TargetView.of(state.planned().step().reference())
                : TargetView.of(state.started().target());
        return of(state.planned(), target, Words.of(state.state()), null);
    }

    /** As it would be. */
    static StepView of(Preview preview) {
        PlannedStep planned = preview.planned();
        TargetView target =
                preview.target() == null ? TargetView.of(planned.step().reference()) : TargetView.of(preview.target());
        return of(planned, target, planned.goesOn() ? "intended" : "refused", InspectedView.of(preview));
    }

    private static StepView of(
            PlannedStep planned, TargetView target, String state, @Nullable InspectedView inspected) {
        Step step = planned.step();
        return new StepView(
                step.id(),
                step.action(),
                target,
                Words.of(step.course().stage()),
                verdict(planned.verdict()),
                planned.objections().stream()
                        .map(GuardView::of)
                        .flatMap(Optional::stream)
                        .toList(),
                state,
                planned.goesOn() && inspected == null ? step.containment() : null,
                inspected,
                null);
    }

    private static String verdict(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Act _ -> "act";
            case Verdict.PersonMay _ -> "person";
            case Verdict.Never _ -> "never";
        };
    }
}
