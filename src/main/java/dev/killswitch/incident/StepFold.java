package dev.killswitch.incident;

import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.plan.PlannedStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one step. Its state follows from them and not from their order: what a person's order did while nothing
 * could be recorded is entered late.
 */
final class StepFold {
    private final PlannedStep planned;
    private final Instant intended;
    private final List<Long> ledger = new ArrayList<>();
    private Event.@Nullable StepStarted started;
    private @Nullable Instant ended;
    private @Nullable Outcome outcome;
    private @Nullable Proof proof;

    StepFold(Event.StepIntended event) {
        planned = event.planned();
        intended = event.at();
    }

    void started(Event.StepStarted event) {
        if (started == null || event.look() >= started.look()) {
            started = event;
        }
    }

    void ended(Event.StepEnded event) {
        ended = event.at();
        outcome = event.outcome();
    }

    void proven(Event.StepProven event) {
        proof = event.proof();
    }

    void at(long index) {
        ledger.add(index);
    }

    PlannedStep planned() {
        return planned;
    }

    String containment() {
        return planned.step().containment();
    }

    Event.@Nullable StepStarted started() {
        return started;
    }

    @Nullable
    Instant endedAt() {
        return ended;
    }

    @Nullable
    Outcome outcome() {
        return outcome;
    }

    @Nullable
    Proof proof() {
        return proof;
    }

    StepState state() {
        return new StepState(planned, stateOf(), intended, started, ended, outcome, proof, ledger);
    }

    private StepState.State stateOf() {
        if (outcome == null) {
            return planned.goesOn() ? StepState.State.INTENDED : StepState.State.REFUSED;
        }
        return switch (outcome) {
            case Outcome.Done _, Outcome.AlreadyDone _ -> seen(StepState.State.APPLIED);
            case Outcome.Unknown _ -> seen(StepState.State.UNKNOWN);
            case Outcome.Changed _, Outcome.Busy _ -> StepState.State.FAILED;
            case Outcome.Refused _ -> StepState.State.REFUSED;
            case Outcome.Gone _ -> StepState.State.GONE;
        };
    }

    /** What looking afterwards made of it. Of a call without an answer, only what was seen to hold says more. */
    private StepState.State seen(StepState.State unseen) {
        if (proof == null) {
            return unseen;
        }
        return switch (proof) {
            case Proof.Proven _ -> StepState.State.PROVEN;
            case Proof.ProvenForNew _ -> StepState.State.PROVEN_FOR_NEW;
            case Proof.Partial _ -> StepState.State.PARTIAL;
            case Proof.Unproven _ ->
                unseen == StepState.State.APPLIED ? StepState.State.UNPROVEN : StepState.State.UNKNOWN;
            case Proof.Pending _ -> unseen;
        };
    }
}
