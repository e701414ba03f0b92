package dev.killswitch.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be said with an order. Nothing of it has to be. */
final class OrderOptions {
    @Option(
            names = "--connection",
            paramLabel = "<name>",
            description = "The cluster or account; not needed where only one fits.")
    @Nullable
    String connection;

    @Option(names = "--reason", paramLabel = "<text>", description = "Why, for those who read the record.")
    @Nullable
    String reason;

    @Option(
            names = "--override",
            paramLabel = "<guard>",
            split = ",",
            description = "Guards to set aside, each by its name.")
    @Nullable
    List<String> override;

    @Option(
            names = "--confirm",
            paramLabel = "<count>",
            description = "How many things it hits, where a guard asks for the exact count.")
    @Nullable
    Integer confirm;

    @Option(
            names = "--ttl",
            paramLabel = "<time>",
            description =
                    "How long it holds, as in 4h or 90m; then somebody is asked. Without it: until it is released.")
    @Nullable
    Duration ttl;

    @Option(
            names = "--idempotency-key",
            paramLabel = "<text>",
            description = "The same key acts once, however often it is sent; a new one each time where you give none.")
    @Nullable
    String key;

    /** Puts all but the connection and the key into an order. */
    void addTo(ObjectNode order) {
        if (reason != null) {
            order.put("reason", reason);
        }
        if (ttl != null) {
            order.put("ttl", ttl.toString());
        }
        if (override != null) {
            ArrayNode guards = order.putArray("override");
            override.forEach(guards::add);
        }
        if (confirm != null) {
            order.put("confirm", confirm);
        }
    }
}
