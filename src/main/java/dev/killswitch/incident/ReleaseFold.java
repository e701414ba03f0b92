package dev.killswitch.incident;

import dev.killswitch.action.Released;
import dev.killswitch.incident.Event.ReleaseAsked;
import dev.killswitch.incident.Release.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts of one release. */
final class ReleaseFold {
    private final ReleaseAsked asked;
    private final ContainmentFold containment;
    private final List<String> approvals = new ArrayList<>();
    private State state;
    private @Nullable Released released;

    ReleaseFold(ReleaseAsked asked, ContainmentFold containment) {
        this.asked = asked;
        this.containment = containment;
        this.state = switch (asked.needs()) {
            case NOTHING -> State.RUNNING;
            case SECOND_PERSON -> State.NEEDS_SECOND_PERSON;
            case WAITS -> State.WAITS;
        };
    }

    ContainmentFold containment() {
        return containment;
    }

    void approved(String person) {
        approvals.add(person);
        running();
    }

    /** It goes on; one that has ended stays so. */
    void running() {
        if (state != State.RELEASED && state != State.ENDED) {
            state = State.RUNNING;
        }
    }

    void ended(Event.ReleaseEnded event) {
        released = event.released();
        state = stateAfter(released);
        containment.released(released);
    }

    private static State stateAfter(@Nullable Released released) {
        if (released == null) {
            return State.RELEASED;
        }
        return switch (released) {
            case Released.Restored _, Released.Replaced _, Released.Gone _ -> State.RELEASED;
            case Released.Drifted _, Released.ByHand _, Released.Impossible _ -> State.ENDED;
            case Released.Retry _ -> State.FAILED;
        };
    }

    Release state() {
        return new Release(
                asked.release(),
                asked.containment(),
                state,
                asked.at(),
                asked.person(),
                approvals,
                asked.waitsUntil(),
                released);
    }
}
