package dev.killswitch.incident;

import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Released;
import dev.killswitch.incident.Containment.State;
import dev.killswitch.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts of one containment: its step's, and what came after. */
final class ContainmentFold {
    /** A longer hold is as good as for ever, and keeps the sum within what an {@link Instant} can be. */
    private static final Duration TTL_MAX = Duration.ofDays(365_000);

    private final StepFold step;
    private final List<Long> ledger = new ArrayList<>();

    /** What was seen or done last, once it stood; the newest counts. */
    private State later = State.STANDING;

    private boolean wasDue;
    private int drifts;
    private @Nullable ReleaseFold release;

    ContainmentFold(StepFold step) {
        this.step = step;
    }

    void at(long index) {
        ledger.add(index);
    }

    void due() {
        wasDue = true;
        then(State.DUE);
    }

    void drifted() {
        drifts++;
        then(State.DRIFTED);
    }

    void reapplied(Outcome outcome) {
        switch (outcome) {
            case Outcome.Done _, Outcome.AlreadyDone _ -> then(wasDue ? State.DUE : State.STANDING);
            case Outcome.Gone _ -> then(State.ENDED);
            case Outcome.Changed _, Outcome.Busy _, Outcome.Refused _, Outcome.Unknown _ -> {
                // Still as it was found.
            }
        }
    }

    void asked(ReleaseFold asked) {
        release = asked;
    }

    /**
     * What its release came to. Where only a person can, it is handed over and no longer ours; where nobody can, it stands
     * as it did.
     *
     * @param released null where others hold the same effect still
     */
    void released(@Nullable Released released) {
        if (released == null) {
            then(State.RELEASED);
            return;
        }
        switch (released) {
            case Released.Restored _, Released.Replaced _, Released.Gone _ -> then(State.RELEASED);
            case Released.Drifted _, Released.ByHand _ -> then(State.ENDED);
            case Released.Impossible _, Released.Retry _ -> {
                // Nothing was written.
            }
        }
    }

    private void then(State state) {
        if (later != State.RELEASED && later != State.ENDED) {
            later = state;
        }
    }

    Containment state() {
        Event.StepStarted started = step.started();
        Step intended = step.planned().step();
        State state = stateOf();
        boolean stood = state != State.INTENDED && mayHold();
        Instant since = stood ? step.endedAt() : null;
        return new Containment(
                intended.containment(),
                intended.incident(),
                intended,
                state,
                started == null ? null : started.target(),
                started == null ? null : started.effect(),
                started == null ? null : started.before(),
                started == null ? null : started.undo(),
                step.proof(),
                since,
                until(since, intended.course().ttl()),
                release == null ? null : release.state(),
                drifts,
                ledger);
    }

    private static @Nullable Instant until(@Nullable Instant since, @Nullable Duration ttl) {
        if (since == null || ttl == null) {
            return null;
        }
        return since.plus(ttl.compareTo(TTL_MAX) > 0 ? TTL_MAX : ttl);
    }

    private State stateOf() {
        if (step.outcome() == null) {
            return step.planned().goesOn() ? State.INTENDED : State.ENDED;
        }
        return mayHold() && !leavesNothing() ? later : State.ENDED;
    }

    /**
     * Whether something may be in force. A call without an answer may have been heard, so it stands until somebody
     * releases it; where nothing was recorded before it, there was none.
     */
    private boolean mayHold() {
        Outcome outcome = step.outcome();
        boolean isHeard = step.started() != null || !(outcome instanceof Outcome.Unknown);
        return outcome != null && outcome.mayHold() && isHeard;
    }

    /** What can never be undone has nothing that stands: the pod is dead, the key deleted. */
    private boolean leavesNothing() {
        Event.StepStarted started = step.started();
        return started != null && started.undo() == Undo.NONE;
    }
}
