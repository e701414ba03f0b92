package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.config.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** On the range. */
class RevokeTokenTest extends RevokeTokenContract {
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");

    @Override
    Grounds open() {
        return new RangeGrounds();
    }

    @Test
    void tokensInHand_areFewAndForgotten() {
        var hand = new TokensInHand(((InstantSource) () -> now).withZone(ZoneOffset.UTC));
        for (int token = 0; token < 300; token++) {
            hand.take("t-" + token, Secret.of("x"));
        }
        assertThat(hand.of("t-99")).isEmpty();
        assertThat(hand.of("t-100")).isPresent();
        hand.resolved("t-299", "uid", "why");
        assertThat(hand.note("uid")).isEqualTo("why");
        now = now.plus(TokensInHand.KEPT).plus(Duration.ofSeconds(1));
        assertThat(hand.of("t-299")).isEmpty();
        assertThat(hand.ofObject("uid")).isEmpty();
        assertThat(hand.note("uid")).isEmpty();
    }
}
