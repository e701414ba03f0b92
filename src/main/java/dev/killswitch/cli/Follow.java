package dev.killswitch.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Looks at an incident until the steps of an order have ended, or the patience of whoever waits has. */
final class Follow {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Half of what a person notices; a server answers a thousand times as many. */
    private static final Duration EVERY = Duration.ofMillis(250);

    private final Session session;
    private final String incident;
    private List<StepSeen> seen;

    /** {@code ordered} are the steps as the order's answer had them. */
    Follow(Session session, String incident, List<StepSeen> ordered) {
        this.session = session;
        this.incident = incident;
        this.seen = ordered;
    }

    /** The steps as last seen. With {@code fansOut}, those that the first ones add are waited for too. */
    List<StepSeen> untilEnded(Fan fan) throws Stop {
        var clock = session.machine().clock();
        Instant end = clock.instant().plus(PATIENCE);
        // What the first step adds is entered after that step's end: one more look after the last end sees it.
        int looksAfterEnd = fan == Fan.OUT ? 2 : 0;
        while ((goesOn() || looksAfterEnd > 0) && clock.instant().isBefore(end)) {
            session.machine().pause().of(EVERY);
            int before = seen.size();
            look();
            looksAfterEnd = goesOn() || seen.size() > before ? looksAfterEnd : looksAfterEnd - 1;
        }
        return seen;
    }

    /** Whether steps may add others. */
    enum Fan {
        NONE,
        OUT
    }

    private boolean goesOn() {
        return seen.stream().anyMatch(StepSeen::goesOn);
    }

    /** The incident may be older than the order: what stands before the order's first step there is not of it. */
    private void look() throws Stop {
        if (seen.isEmpty()) {
            return;
        }
        List<StepSeen> all = StepSeen.of(session.get("v1/incidents/" + Session.encoded(incident)));
        String first = seen.getFirst().id();
        List<StepSeen> ours =
                all.stream().dropWhile(step -> !step.id().equals(first)).toList();
        if (!ours.isEmpty()) {
            seen = ours;
        }
    }
}
