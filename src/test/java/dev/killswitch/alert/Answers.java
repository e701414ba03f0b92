package dev.killswitch.alert;

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
            case Parsed.Handshake handshake -> require(handshake.status() / 100 == 2, handshake);
            case Parsed.Ignored ignored -> require(!ignored.why().isBlank(), ignored);
            case Malformed malformed -> check(malformed);
        }
        return answer;
    }

    private static void check(Malformed malformed) {
        require(malformed.where().startsWith("/") || malformed.where().startsWith("byte "), malformed);
        require(!malformed.why().isBlank(), malformed);
    }

    private static void check(Alert alert) {
        require(!alert.finding().isBlank() && alert.finding().length() < 1_200, alert);
        require(!alert.type().isBlank() && alert.type().length() < 600, alert);
        require(alert.title().length() < 600, alert);
        require(alert.entities().size() <= 1_000, alert);
        alert.entities().forEach(Answers::check);
    }

    private static void check(Entity entity) {
        require(entity.trust() == Entity.Trust.TEXT || EntityIds.fits(entity.kind(), entity.id()), entity);
        require(entity.path().isEmpty() || entity.path().startsWith("/"), entity);
    }

    /** Cheaper than a library's assertion: this runs for every byte of every sample. */
    private static void require(boolean so, Object what) {
        if (!so) {
            throw new AssertionError("not an answer that keeps the promises: " + what);
        }
    }
}
