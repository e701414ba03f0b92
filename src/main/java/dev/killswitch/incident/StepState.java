package dev.killswitch.incident;

import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Rung;
import dev.killswitch.plan.PlannedStep;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the record says of one step.
 *
 * @param started null until its intent to write was recorded; the last look's where there were several
 * @param outcome null until it ended
 * @param proof the newest; null until somebody looked
 * @param ledger indexes of its entries, in order
 */
public record StepState(
        PlannedStep planned,
        State state,
        Instant intended,
        Event.@Nullable StepStarted started,
        @Nullable Instant ended,
        @Nullable Outcome outcome,
        @Nullable Proof proof,
        List<Long> ledger) {
    public StepState {
        ledger = List.copyOf(ledger);
    }

    /** As told to people. */
    public enum State {
        INTENDED,
        APPLIED,
        PROVEN,
        PROVEN_FOR_NEW,
        PARTIAL,
        UNPROVEN,
        FAILED,
        REFUSED,
        GONE,
        UNKNOWN
    }

    public String id() {
        return planned.step().id();
    }

    /** Whether somebody still has to end it. */
    public boolean isOpen() {
        return state == State.INTENDED;
    }

    /** The stronger action that its answer named and that its course says is taken; empty where it did not fall short so. */
    public Optional<Rung> owed() {
        Rung named = proof instanceof Proof.Partial partial
                ? partial.stronger()
                : outcome instanceof Outcome.Refused refused ? refused.stronger() : null;
        return Optional.ofNullable(named)
                .filter(rung -> planned.step().course().otherwise().contains(rung.action()));
    }

    /** Whether it may be in force, and nobody has seen yet whether it is. */
    public boolean isUnseen() {
        boolean mayHold = state == State.APPLIED || state == State.UNKNOWN;
        return mayHold && started != null && (proof == null || proof instanceof Proof.Pending);
    }
}
