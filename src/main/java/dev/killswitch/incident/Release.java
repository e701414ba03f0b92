package dev.killswitch.incident;

import dev.killswitch.action.Released;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The undoing of one containment.
 *
 * @param person who asked; null where its time was up
 * @param approvals the persons that approved
 * @param waitsUntil when somebody alone may go on
 * @param released what became of it; null until it ended, and where others hold the effect still
 */
public record Release(
        String id,
        String containment,
        State state,
        Instant asked,
        @Nullable String person,
        List<String> approvals,
        @Nullable Instant waitsUntil,
        @Nullable Released released) {
    public Release {
        approvals = List.copyOf(approvals);
    }

    /** As told to people. */
    public enum State {
        RUNNING,
        NEEDS_SECOND_PERSON,
        WAITS,
        /** Put back, replaced, gone; or nothing written since others hold the same effect still. */
        RELEASED,
        /** Drifted, by hand, impossible: a person has to. */
        ENDED,
        /** Could not be done now; it may be asked again. */
        FAILED
    }
}
