package dev.killswitch.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.killswitch.action.Outcome;
import dev.killswitch.engine.Outcomes;
import dev.killswitch.engine.Previews.Preview;
import dev.killswitch.engine.StepRunner;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.PlannedStep;
import dev.killswitch.plan.Step;
import dev.killswitch.plan.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A step, as answers show it.
 *
 * @param verdict the strictest of what was said, before or on the live thing; {@code never} in a preview that found
 *     nothing to act on
 * @param containment null where it never came to stand, and will not
 * @param inspected of a preview alone
 * @param why it did not do what it was for, or would not
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

    /** As it is planned: nothing has been done yet. */
    static StepView of(PlannedStep planned) {
        return planned(planned).view(planned.goesOn() ? "intended" : "refused", planned.goesOn());
    }

    /** As it ended without a record; {@code ended} is null where it has not. */
    static StepView of(PlannedStep planned, StepRunner.@Nullable Ended ended) {
        if (ended == null) {
            return of(planned);
        }
        TargetView target = ended.attempt() == null
                ? TargetView.of(planned.step().reference())
                : TargetView.of(ended.attempt().target());
        return new Draft(planned, target, ended.outcome(), null).ended(stateAfter(ended.outcome()));
    }

    /** As the record has it. */
    static StepView of(StepState state) {
        TargetView target = state.started() == null
                ? TargetView.of(state.planned().step().reference())
                : TargetView.of(state.started().target());
        var draft = new Draft(state.planned(), target, state.outcome(), null);
        String said = Words.of(state.state());
        return state.outcome() == null ? draft.view(said, state.planned().goesOn()) : draft.ended(said);
    }

    /** As it would be. */
    static StepView of(Preview preview) {
        PlannedStep planned = preview.planned();
        TargetView target =
                preview.target() == null ? TargetView.of(planned.step().reference()) : TargetView.of(preview.target());
        var draft = new Draft(planned, target, preview.trouble(), InspectedView.of(preview));
        String state =
                !planned.goesOn() ? "refused" : preview.trouble() == null ? "intended" : stateAfter(preview.trouble());
        return draft.view(state, false);
    }

    private static Draft planned(PlannedStep planned) {
        return new Draft(planned, TargetView.of(planned.step().reference()), null, null);
    }

    private static String stateAfter(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _, Outcome.AlreadyDone _ -> "applied";
            case Outcome.Changed _, Outcome.Busy _ -> "failed";
            case Outcome.Gone _ -> "gone";
            case Outcome.Refused _ -> "refused";
            case Outcome.Unknown _ -> "unknown";
        };
    }

    /**
     * What is known of it.
     *
     * @param outcome how it ended, or would; null where neither is known
     */
    private record Draft(
            PlannedStep planned,
            TargetView target,
            @Nullable Outcome outcome,
            @Nullable InspectedView inspected) {
        StepView ended(String state) {
            return view(state, planned.goesOn() && outcome != null && outcome.mayHold());
        }

        StepView view(String state, boolean hasContainment) {
            Step step = planned.step();
            return new StepView(
                    step.id(),
                    step.action(),
                    target,
                    Words.of(step.course().stage()),
                    verdict(),
                    guards(),
                    state,
                    hasContainment ? step.containment() : null,
                    inspected,
                    outcome == null ? null : Outcomes.trouble(outcome).orElse(null));
        }

        private List<GuardView> guards() {
            Stream<GuardView> named = planned.objections().stream()
                    .map(objection -> GuardView.of(objection, planned.step().authority()))
                    .flatMap(Optional::stream);
            return Stream.concat(named, stopped().stream()).toList();
        }

        /** The guard that said no on the live thing. */
        private Optional<GuardView> stopped() {
            return outcome instanceof Outcome.Refused refused && refused.guard() != null
                    ? Optional.of(GuardView.of(refused.guard(), refused.why()))
                    : Optional.empty();
        }

        private String verdict() {
            return switch (planned.verdict()) {
                case Verdict.Act _ ->
                    stopped().map(GuardView::verdict).orElse(inspected != null && outcome != null ? "never" : "act");
                case Verdict.PersonMay _ -> "person";
                case Verdict.Never _ -> "never";
            };
        }
    }
}
