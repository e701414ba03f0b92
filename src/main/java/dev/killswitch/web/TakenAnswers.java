package dev.killswitch.web;

import dev.killswitch.alert.Parsed;
import dev.killswitch.engine.Intake;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;

/** What a sender, or whoever replays for it, hears. */
@Singleton
final class TakenAnswers {
    private static final Logger LOG = Logger.getLogger(TakenAnswers.class);

    private final Handshakes handshakes;

    TakenAnswers(CertificateFetcher fetcher) {
        this.handshakes = new Handshakes(fetcher);
    }

    /** Understood, and no alert in it. */
    record Nothing(String ignored) {}

    Response of(String source, Intake.Taken taken) {
        return switch (taken) {
            case Intake.Taken.Recorded recorded -> Answers.text(recorded.status(), recorded.body());
            case Intake.Taken.Nothing nothing -> Answers.json(200, new Nothing(nothing.why()));
            case Intake.Taken.Greeted greeted -> greeted(source, greeted.handshake());
            case Intake.Taken.Unavailable no -> {
                LOG.warnf("source=%s a delivery was turned away: %s", source, no.why());
                yield unavailable("it cannot be taken now: try again");
            }
            case Intake.Taken.NoReplay no -> Answers.problem(Problem.of(Problem.Kind.CONFLICT, no.why()));
        };
    }

    private Response greeted(String source, Parsed.Handshake handshake) {
        return handshakes.greet(source, handshake)
                ? Response.status(handshake.status())
                        .type(handshake.contentType())
                        .entity(handshake.body())
                        .build()
                : unavailable("the subscription could not be confirmed: try again");
    }

    static Response unavailable(String why) {
        return Answers.problem(Problem.of(Problem.Kind.UNAVAILABLE, why));
    }
}
