package dev.killswitch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private final FakeClock wall = new FakeClock(START);
    private long nanos;
    private final ClockWatch watch = new ClockWatch(wall, () -> nanos);

    @Test
    void clockThatRunsAlong_isBelieved() {
        pass(Duration.ofHours(30));
        assertThat(watch.jump()).isEmpty();
        assertThat(watch.runsStraight()).isTrue();
    }

    @Test
    void clockSetForwardADay_isToldOnce_andNotBelieved() {
        pass(Duration.ofMinutes(5));
        wall.advance(Duration.ofDays(1));
        assertThat(watch.jump()).isEqualTo(Optional.of(START.plus(Duration.ofMinutes(5))));
        assertThat(watch.jump()).isEmpty();
        assertThat(watch.runsStraight()).isFalse();
    }

    @Test
    void clockSetRightAgain_isBelievedAgain() {
        wall.advance(Duration.ofDays(1));
        watch.jump();
        wall.advance(Duration.ofDays(-1));
        assertThat(watch.jump()).isEmpty();
        assertThat(watch.runsStraight()).isTrue();
    }

    @Test
    void operatorWhoLooked_makesItRight() {
        wall.advance(Duration.ofDays(1));
        watch.jump();
        watch.believe();
        pass(Duration.ofMinutes(2));
        assertThat(watch.jump()).isEmpty();
        assertThat(watch.runsStraight()).isTrue();
    }

    @Test
    void correctionOfSeconds_isNoJump() {
        wall.advance(Duration.ofSeconds(20));
        assertThat(watch.jump()).isEmpty();
    }

    private void pass(Duration time) {
        wall.advance(time);
        nanos += time.toNanos();
    }
}
