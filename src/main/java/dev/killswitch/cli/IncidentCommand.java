package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One incident: where it stands, what was done, and when what happened. */
@Command(name = "incident", description = "Show one incident: its state, its steps, its timeline.")
final class IncidentCommand implements Callable<Integer> {
    @Parameters(paramLabel = "<incident>", description = "Its id, i-….")
    @Nullable
    String id;

    @Mixin
    final Access access;

    IncidentCommand(Machine machine) {
        this.access = new Access(machine, "responder");
    }

    @Override
    public Integer call() {
        return access.run(session -> {
            String path = "v1/incidents/" + Session.encoded(Objects.requireNonNull(id));
            JsonNode incident = session.get(path);
            JsonNode timeline = session.get(path + "/timeline");
            if (session.wantsJson()) {
                ObjectNode both = Session.object();
                both.set("incident", incident);
                both.set("timeline", timeline);
                session.screen().json(both);
            } else {
                show(session, incident, timeline);
            }
            return Exit.DONE;
        });
    }

    private static void show(Session session, JsonNode incident, JsonNode timeline) {
        Screen screen = session.screen();
        screen.say(
                "incident",
                Json.word(incident, "incident")
                        + Json.text(incident, "state")
                                .map(state -> "   " + state)
                                .orElse("")
                        + Since.of(incident, "opened", session.machine().clock())
                                .map(opened -> "   opened " + opened)
                                .orElse(""));
        for (StepSeen step : StepSeen.of(incident)) {
            screen.say("step", step.what() + "   " + step.says() + since(incident, step));
            step.guards().forEach(guard -> screen.say("", "guard " + guard));
            step.containment().ifPresent(containment -> screen.say("", "containment " + containment));
            containment(incident, step)
                    .ifPresent(one ->
                            Json.texts(one.path("release"), "byHand").forEach(line -> screen.say("by hand", line)));
        }
        List<JsonNode> rows = Json.list(timeline, "rows");
        screen.say("timeline", rows.isEmpty() ? "nothing yet" : rows.size() + " entries");
        for (JsonNode row : rows) {
            screen.say("  " + Json.word(row, "at") + "  L#" + Json.word(row, "ledger") + "  " + who(row) + "  "
                    + Json.word(row, "what"));
        }
        JsonNode builtOn = timeline.path("builtOn");
        Optional<String> root = Json.text(builtOn, "root");
        root.ifPresent(hash -> screen.say("ledger", Json.word(builtOn, "size") + " entries, root " + hash));
        screen.say("why", "ks why " + Json.word(incident, "incident"));
    }

    private static Optional<JsonNode> containment(JsonNode incident, StepSeen step) {
        return Json.list(incident, "containments").stream()
                .filter(one -> step.containment()
                        .filter(Json.word(one, "containment")::equals)
                        .isPresent())
                .findFirst();
    }

    /** What became of the containment since, where it does not stand any more, or is lost. */
    private static String since(JsonNode incident, StepSeen step) {
        return containment(incident, step)
                .map(one -> switch (Json.word(one, "state")) {
                    case "released" ->
                        "; since RELEASED"
                                + Json.text(one.path("release"), "became")
                                        .map(became -> ": " + became)
                                        .orElse("");
                    case "ended" -> "; since ended";
                    case "drifted" -> "; since NO LONGER IN FORCE";
                    default -> "";
                })
                .orElse("");
    }

    private static String who(JsonNode row) {
        JsonNode who = row.path("who");
        return Json.text(who, "rule")
                .map(rule -> "rule " + rule)
                .or(() -> Json.text(who, "source").map(source -> "source " + source))
                .or(() -> Json.text(who, "role"))
                .orElse("-");
    }
}
