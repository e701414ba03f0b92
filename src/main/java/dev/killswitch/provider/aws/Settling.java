package dev.killswitch.provider.aws;

import dev.killswitch.action.Proof;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers since when each containment reads back as in place. IAM answers consistently at once and enforces some
 * seconds later, so that a read-back alone proves nothing yet. After a restart, counting starts anew. Thread-safe.
 */
final class Settling {
    /** The oldest go; one of them that is asked for again only waits once more. */
    private static final int REMEMBERED_MAX = 10_000;

    /** Where the estimate of IAM comes from. */
    private static final String OF_IAM = "measured on AWS were 3 to 4 s, and no time is promised";

    /** Where that of EC2 comes from. */
    static final String OF_EC2 = "usual on AWS are some seconds, and no time is promised";

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

    /**
     * What is to be said of {@code what}, which reads back as in place: nothing before AWS is taken to enforce it. When it was
     * confirmed, or seen in place after a restart, and since when it is taken to be in force are two times, and the second an
     * estimate, whose {@code source} is said.
     */
    Proof proof(String what, String how, String source, Survivors survivors) {
        Instant begun = begun(what);
        Instant effective = begun.plus(needed);
        Duration left = Duration.between(clock.instant(), effective);
        return left.isPositive()
                ? new Proof.Pending(left)
                : survivors.proof(
                        how + "; acknowledged by " + second(begun) + ", effective by " + second(effective)
                                + ", an estimate by settling (" + needed.toSeconds() + " s); " + source,
                        begun);
    }

    /** The same of IAM. */
    Proof proof(String what, String how, Survivors survivors) {
        return proof(what, how, OF_IAM, survivors);
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    Duration needed() {
        return needed;
    }
}
