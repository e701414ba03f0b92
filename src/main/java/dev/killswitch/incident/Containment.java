package dev.killswitch.incident;

import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Target;
import dev.killswitch.plan.Step;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The standing effect of a step, until its release.
 *
 * @param target null until the step found it
 * @param before with {@code undo}, null until the step's start
 * @param since when it came to stand
 * @param until when its time is up; null for no end
 * @param release the newest, where one was asked for
 * @param drifts how often it was found undone by somebody else
 * @param ledger indexes of the entries it stands on, in order
 */
public record Containment(
        String id,
        String incident,
        Step step,
        State state,
        @Nullable Target target,
        @Nullable String effect,
        @Nullable Before before,
        @Nullable Undo undo,
        @Nullable Proof proof,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable Release release,
        int drifts,
        List<Long> ledger) {
    /** The states of one that stands: its effect is there, or was and ought to be. */
    public static final Set<State> STANDING = Set.of(State.STANDING, State.DUE, State.DRIFTED);

    public Containment {
        ledger = List.copyOf(ledger);
    }

    public boolean stands() {
        return STANDING.contains(state);
    }

    /** As told to people. */
    public enum State {
        INTENDED,
        STANDING,
        DUE,
        DRIFTED,
        RELEASED,
        /** Never came to stand, or was ended by hand. */
        ENDED
    }
}
