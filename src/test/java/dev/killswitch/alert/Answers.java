package dev.killswitch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.alert.Parsed.Malformed;

/** What holds for every answer of every reader. */
public final class Answers {
    private Answers() {}

    /** Checks {@code answer}, and gives it back. */
    public static Parsed checked(Parsed answer) {
        switch (answer) {
            case Parsed.Received received -> {
                received.alerts().forEach(Answers::check);
                received.skipped().forEach(Answers::check);
            }
            case Parsed.Handshake handshake -> assertThat(handshake.status()).isBetween(200, 299);
            case Parsed.Ignored ignored -> assertThat(ignored.why()).isNotBlank();
            case Malformed malformed -> check(malformed);
        }
        return answer;
    }

    private static void check(Malformed malformed) {
        assertThat(malformed.where()).matches("(?s)(/.*|byte [0-9]+)");
        assertThat(malformed.why()).isNotBlank();
    }

    private static void check(Alert alert) {
        assertThat(alert.finding()).isNotBlank().hasSizeLessThan(1_200);
        assertThat(alert.type()).isNotBlank().hasSizeLessThan(600);
        assertThat(alert.title()).hasSizeLessThan(600);
        assertThat(alert.entities()).hasSizeLessThanOrEqualTo(1_000).allSatisfy(Answers::check);
    }

    private static void check(Entity entity) {
        assertThat(EntityIds.fits(entity.kind(), entity.id()))
                .as(entity.toString())
                .isTrue();
        assertThat(entity.path()).startsWith("/");
    }
}
