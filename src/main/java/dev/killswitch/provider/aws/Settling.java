package dev.killswitch.provider.aws;

import dev.killswitch.action.Proof;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers since when each containment reads back as in place. IAM answers consistently at once and enforces some
 * seconds later, so that a read-back alone proves nothing yet. After a restart, counting starts anew. Thread-safe.
 */
final class Settling {
    /** The oldest go; one of them that is asked for again only waits once more. */
    private static final int REMEMBERED_MAX = 10_000;

    private final Duration needed;
    private final Clock clock;
    private final Map<String, Instant> since = new LinkedHashMap<>();

    Settling(Duration needed, Clock clock) {
        this.needed = needed;
        this.clock = clock;
    }

    /** It has been written, or was seen in place: starts counting, where that has not begun. */
    synchronized Instant begun(String what) {
        Instant begun = since.computeIfAbsent(what, _ -> clock.instant());
        if (since.size() > REMEMBERED_MAX) {
            since.remove(since.keySet().iterator().next());
        }
        return begun;
    }

    synchronized void ended(String what) {
        since.remove(what);
    }

    /** How long to wait still; empty once IAM is taken to enforce it. */
    Optional<Proof> pending(Instant begun) {
        Duration left = Duration.between(clock.instant(), begun.plus(needed));
        return left.isPositive() ? Optional.of(new Proof.Pending(left)) : Optional.empty();
    }

    Duration needed() {
        return needed;
    }
}
