package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has kept deliveries read again. */
@Command(
        name = "replay",
        description =
                "Read a kept delivery again, after a mend; or all unread ones of a source, oldest first. An operator's.")
final class Replay implements Callable<Integer> {
    /** As many as one list has; those that are left are named. */
    private static final int PAGE = 500;

    @Parameters(paramLabel = "<delivery>", arity = "0..1", description = "Its id, d-....")
    @Nullable
    String id;

    @Option(names = "--source", paramLabel = "<name>", description = "All unread deliveries of that source.")
    @Nullable
    String source;

    @Mixin
    final Access access;

    Replay(Machine machine) {
        this.access = new Access(machine, "operator");
    }

    @Override
    public Integer call() {
        return access.run(session -> {
            if ((id == null) == (source == null)) {
                throw new Stop(Exit.USAGE, "expected the id of a delivery, or --source with a name");
            }
            return id == null ? all(session, Objects.requireNonNull(source)) : one(session, id);
        });
    }

    private static Exit one(Session session, String id) throws Stop {
        JsonNode answer = session.post("v1/deliveries/" + Session.encoded(id) + "/replay", Session.object());
        if (session.wantsJson()) {
            session.screen().json(answer);
        } else {
            show(session.screen(), answer);
        }
        return Exit.DONE;
    }

    /** Each by itself: one that cannot be read yet is told, and keeps none behind it. */
    private static Exit all(Session session, String source) throws Stop {
        JsonNode page = session.get("v1/deliveries?state=unread&limit=" + PAGE);
        List<String> unread = Json.list(page, "items").stream()
                .filter(one -> Json.word(one, "source").equals(source))
                .map(one -> Json.word(one, "delivery"))
                .toList()
                .reversed();
        var exit = Exit.DONE;
        for (String one : unread) {
            if (!session.wantsJson()) {
                session.screen().say("delivery", one);
            }
            try {
                one(session, one);
            } catch (Stop stop) {
                session.screen().fail(stop);
                exit = stop.exit();
            }
        }
        session.screen().note("of " + source + " read again: " + unread.size());
        if (Json.text(page, "next").isPresent()) {
            session.screen().note("older ones are left: run it again");
        }
        return exit;
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
