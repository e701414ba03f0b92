package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what a sender brought. */
@Command(
        name = "delivery",
        description = "Show a kept delivery with its body, as far as a screen goes; --json has all of it, in base64.")
final class DeliveryCommand implements Callable<Integer> {
    /** A few screens of it: who needs more wants a file. */
    private static final int SHOWN_MAX = 16 * 1024;

    @Parameters(paramLabel = "<delivery>", description = "Its id, d-....")
    @Nullable
    String id;

    @Mixin
    final Access access;

    DeliveryCommand(Machine machine) {
        this.access = new Access(machine, "responder");
    }

    @Override
    public Integer call() {
        return access.run(session -> {
            JsonNode delivery = session.get("v1/deliveries/" + Session.encoded(Objects.requireNonNull(id)));
            if (session.wantsJson()) {
                session.screen().json(delivery);
            } else {
                session.screen().say(Deliveries.line(delivery, session.machine().clock()));
                show(session.screen(), body(delivery));
            }
            return Exit.DONE;
        });
    }

    private static byte[] body(JsonNode delivery) throws Stop {
        try {
            return Base64.getDecoder().decode(Json.text(delivery, "body").orElse(""));
        } catch (IllegalArgumentException _) {
            throw new Stop(Exit.UNREACHABLE, "expected the body in base64, found something else");
        }
    }

    private static void show(Screen screen, byte[] body) {
        int shown = Math.min(body.length, SHOWN_MAX);
        new String(body, 0, shown, StandardCharsets.UTF_8).lines().forEach(screen::say);
        if (shown < body.length) {
            screen.note((body.length - shown) + " more bytes; all of them: --json");
        }
    }
}
