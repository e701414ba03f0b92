package dev.killswitch.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Notices a wall clock that jumps, by a clock that cannot. While the two disagree nothing may expire: a clock set forward
 * a day would open every door at once. Thread-safe.
 */
final class ClockWatch {
    /** More than any correction that a time daemon makes without a step. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final Clock wall;
    private final LongSupplier nanos;
    private Instant wallStart;
    private long nanosStart;
    private boolean jumped;

    ClockWatch(Clock wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.wallStart = wall.instant();
        this.nanosStart = nanos.getAsLong();
    }

    Clock wall() {
        return wall;
    }

    /** Where the wall clock should be by now, if it is not; told once a jump. */
    synchronized Optional<Instant> jump() {
        Instant expected = wallStart.plusNanos(nanos.getAsLong() - nanosStart);
        boolean isOff = Duration.between(expected, wall.instant()).abs().compareTo(SLACK) > 0;
        boolean isNew = isOff && !jumped;
        jumped = isOff;
        return isNew ? Optional.of(expected) : Optional.empty();
    }

    /** Whether the wall clock is where it should be. */
    synchronized boolean runsStraight() {
        return !jumped;
    }

    /** A person has looked: the wall clock as it is now is right. */
    synchronized void believe() {
        wallStart = wall.instant();
        nanosStart = nanos.getAsLong();
        jumped = false;
    }
}
