package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.cli.Server.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sends an order so that it acts once, however often the network loses it. */
final class Orders {
    /** An answer that is lost three times in a row is not lost by chance. */
    private static final int TRIES = 3;

    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final Session session;

    Orders(Session session) {
        this.session = session;
    }

    /** What the server answered; the same {@code key} is sent each time. */
    JsonNode give(ObjectNode order, String key) throws Stop {
        var headers = Map.of("Idempotency-Key", key);
        Reply reply = session.ask("POST", "v1/orders", Session.JSON, order, headers);
        for (int tries = 1; tries < TRIES && reply instanceof Reply.Silent; tries++) {
            session.machine().pause().of(BETWEEN);
            reply = session.ask("POST", "v1/orders", Session.JSON, order, headers);
        }
        return switch (reply) {
            case Reply.Silent silent ->
                throw new Stop(
                        Exit.UNREACHABLE,
                        List.of(
                                "could not reach the server at " + session.base() + ": " + silent.why(),
                                "whether it took the order is not known; to send it again so that it acts once: "
                                        + "--idempotency-key " + key,
                                Access.WHERE_HINT));
            case Reply.Answered answered -> session.json(accepted(answered));
        };
    }

    /** Adds to a guard's no what to type to go on. */
    private Reply.Answered accepted(Reply.Answered answered) throws Stop {
        try {
            return session.accepted(answered);
        } catch (Stop stop) {
            if (answered.status() != 422) {
                throw stop;
            }
            var lines = new ArrayList<>(stop.lines());
            lines.addAll(Asides.of(answered.body()));
            throw new Stop(stop.exit(), lines);
        }
    }
}
