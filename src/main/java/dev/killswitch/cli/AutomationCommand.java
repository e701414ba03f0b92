package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets automation do more or less. */
@Command
final class AutomationCommand implements Callable<Integer> {
    private final Switch to;

    @Option(
            names = "--connection",
            paramLabel = "<name>",
            description = "Only on this cluster or account; without it, everywhere.")
    @Nullable
    String connection;

    @Option(names = "--reason", paramLabel = "<text>", description = "Why, for those who read the record.")
    @Nullable
    String reason;

    @Mixin
    final Access access;

    AutomationCommand(Machine machine, Switch to) {
        this.to = to;
        this.access = new Access(machine, to.role);
    }

    /** Where automation can be switched to. */
    enum Switch {
        ARM("arm", "armed", "operator", "Let rules act. An operator's."),
        OBSERVE(
                "observe",
                "observing",
                "responder",
                "Let rules only say what they would do. Any responder's where that is less than now."),
        PAUSE("pause", "paused", "responder", "Stop rules from doing anything, at once. Any responder's.");

        private final String word;
        private final String mode;
        private final String role;
        private final String meaning;

        Switch(String word, String mode, String role, String meaning) {
            this.word = word;
            this.mode = mode;
            this.role = role;
            this.meaning = meaning;
        }

        String word() {
            return word;
        }
    }

    static CommandLine of(Machine machine, Switch to) {
        var line = new CommandLine(new AutomationCommand(machine, to));
        line.getCommandSpec().usageMessage().description(to.meaning);
        return line;
    }

    @Override
    public Integer call() {
        return access.run(session -> {
            ObjectNode body = Session.object().put("mode", to.mode);
            if (connection != null) {
                body.put("connection", connection);
            }
            if (reason != null) {
                body.put("reason", reason);
            }
            JsonNode now = session.post("v1/automation", body);
            if (session.wantsJson()) {
                session.screen().json(now);
            } else {
                session.screen().say("automation", says(now));
            }
            return Exit.DONE;
        });
    }

    /** The mode of everything, and of each connection what holds there. */
    static String says(JsonNode automation) {
        var says = new StringBuilder(Json.word(automation, "mode")).append(" for everything");
        Json.list(automation, "connections")
                .forEach(one -> says.append("; ")
                        .append(Json.word(one, "connection"))
                        .append(" ")
                        .append(Json.word(one, "effective"))
                        .append(own(one)));
        return says.toString();
    }

    /** A connection that could do more by itself: what holds is everything's. */
    private static String own(JsonNode connection) {
        String own = Json.word(connection, "mode");
        return own.equals(Json.word(connection, "effective")) ? "" : " (its own: " + own + ")";
    }
}
