package dev.killswitch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final FakeClock clock = new FakeClock(Instant.parse("2030-01-01T00:00:00Z"));
    private final RateLimit rate = new RateLimit(3, Duration.ofMinutes(1), clock);

    @Test
    void asManyAsAllowed_passAtOnce_andNoMore() {
        assertThat(taken(10)).isEqualTo(3);
    }

    @Test
    void timeThatPasses_givesBack_butNeverMoreThanFull() {
        taken(3);
        clock.advance(Duration.ofSeconds(20));
        assertThat(taken(10)).isEqualTo(1);
        clock.advance(Duration.ofHours(5));
        assertThat(taken(10)).isEqualTo(3);
    }

    @Test
    void clockThatRunsBackwards_givesNothing() {
        taken(3);
        clock.advance(Duration.ofHours(-1));
        assertThat(rate.takes()).isFalse();
    }

    private int taken(int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += rate.takes() ? 1 : 0;
        }
        return taken;
    }
}
