package dev.killswitch.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A token bucket for one source: what comes over it is kept unread. Thread-safe. */
final class RateLimit {
    private final double perNano;
    private final double full;
    private final Clock clock;
    private double tokens;
    private Instant last;

    /**
     * Allows {@code count} deliveries in each {@code per} on average, and as many at once.
     */
    RateLimit(int count, Duration per, Clock clock) {
        this.perNano = (double) count / per.toNanos();
        this.full = count;
        this.tokens = count;
        this.clock = clock;
        this.last = clock.instant();
    }

    /** Whether one more may pass now. A clock that runs backwards gives nothing and takes nothing. */
    synchronized boolean takes() {
        Instant now = clock.instant();
        Duration passed = Duration.between(last, now);
        if (passed.isPositive()) {
            tokens = Math.min(full, tokens + passed.toNanos() * perNano);
            last = now;
        }
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }
}
