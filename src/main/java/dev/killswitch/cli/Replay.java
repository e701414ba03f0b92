package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Has a kept delivery read again. */
@Command(name = "replay", description = "Read a kept delivery again, after a mend. An operator's.")
final class Replay implements Callable<Integer> {
    @Parameters(paramLabel = "<delivery>", description = "Its id, d-....")
    @Nullable
    String id;

    @Mixin
    final Access access;

    Replay(Machine machine) {
        this.access = new Access(machine, "operator");
    }

    @Override
    public Integer call() {
        return access.run(session -> {
            JsonNode answer = session.post(
                    "v1/deliveries/" + Session.encoded(Objects.requireNonNull(id)) + "/replay", Session.object());
            if (session.wantsJson()) {
                session.screen().json(answer);
            } else {
                show(session.screen(), answer);
            }
            return Exit.DONE;
        });
    }

    private static void show(Screen screen, JsonNode answer) {
        Json.text(answer, "ignored").ifPresent(why -> screen.say("ignored", why));
        for (JsonNode alert : Json.list(answer, "alerts")) {
            screen.say("alert", Json.word(alert, "alert") + "   finding " + Json.word(alert, "finding"));
            screen.say("", Json.word(alert, "decision") + ": " + Json.word(alert, "why"));
            List<JsonNode> matches = Json.list(alert, "matches");
            if (!matches.isEmpty()) {
                screen.say(
                        "",
                        "rules "
                                + matches.stream()
                                        .map(match -> Json.word(match, "rule"))
                                        .collect(Collectors.joining(", ")));
            }
            StepSeen.of(alert).forEach(step -> screen.say("", step.what() + "   " + step.says()));
            Json.text(alert, "incident").ifPresent(incident -> screen.say("", "ks incident " + incident));
        }
    }
}
