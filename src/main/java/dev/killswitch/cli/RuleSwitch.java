package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns one rule off or on. */
@Command
final class RuleSwitch implements Callable<Integer> {
    private final Position to;

    @Parameters(paramLabel = "<rule>", description = "Its name.")
    @Nullable
    String rule;

    @Option(names = "--reason", paramLabel = "<text>", description = "Why, for those who read the record.")
    @Nullable
    String reason;

    @Mixin
    final Access access;

    private RuleSwitch(Machine machine, Position to) {
        this.to = to;
        this.access = new Access(machine, to.role);
    }

    /** Where its switch can be. */
    enum Position {
        OFF("off", "responder", "Turn one rule off, at once. Any responder's."),
        ON("on", "operator", "Turn it on again. An operator's.");

        private final String word;
        private final String role;
        private final String meaning;

        Position(String word, String role, String meaning) {
            this.word = word;
            this.role = role;
            this.meaning = meaning;
        }

        String word() {
            return word;
        }
    }

    static CommandLine of(Machine machine, Position to) {
        var line = new CommandLine(new RuleSwitch(machine, to));
        line.getCommandSpec().usageMessage().description(to.meaning);
        return line;
    }

    @Override
    public Integer call() {
        return access.run(session -> {
            ObjectNode body = Session.object();
            if (reason != null) {
                body.put("reason", reason);
            }
            String path = "v1/rules/" + Session.encoded(Objects.requireNonNull(rule)) + "/" + to.word;
            JsonNode now = session.post(path, body);
            if (session.wantsJson()) {
                session.screen().json(now);
            } else {
                session.screen().say("rule", RulesList.line(now));
            }
            return Exit.DONE;
        });
    }
}
