package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Opens a door again, or says whose word that still needs. */
@Command(
        name = "release",
        description =
                "Undo a containment exactly. What a rule closed, one responder opens; what a person closed, a second "
                        + "person opens, or the same one soon after.")
final class Release implements Callable<Integer> {
    private static final Set<String> STANDING = Set.of("standing", "due", "drifted");

    @Parameters(
            paramLabel = "<containment>",
            description = "Its id, c-...; or an incident's, i-...: all that stands of it, what was closed last first.")
    @Nullable
    String id;

    @Option(names = "--reason", paramLabel = "<text>", description = "Why, for those who read the record.")
    @Nullable
    String reason;

    @Mixin
    final Access access;

    Release(Machine machine) {
        this.access = new Access(machine, "responder");
    }

    @Override
    public Integer call() {
        return access.run(session -> {
            String named = Objects.requireNonNull(id);
            if (!named.startsWith("c-") && !named.startsWith("i-")) {
                throw new Stop(
                        Exit.USAGE,
                        "expected a containment, c-…, or an incident, i-…, and found '" + named
                                + "'; which it has is said by: ks why " + named);
            }
            var report = new ReleaseReport(session);
            return named.startsWith("i-") ? all(session, report, named) : report.told(one(session, report, named));
        });
    }

    private ReleaseReport.Ended one(Session session, ReleaseReport report, String containment) throws Stop {
        ObjectNode body = Session.object();
        if (reason != null) {
            body.put("reason", reason);
        }
        JsonNode answer = session.post("v1/containments/" + Session.encoded(containment) + "/release", body);
        return report.end(answer, containment);
    }

    /** Each by itself: one that is held or refused keeps no other closed. */
    private Exit all(Session session, ReleaseReport report, String incident) throws Stop {
        List<String> standing = standing(session.get("v1/incidents/" + Session.encoded(incident)));
        if (standing.isEmpty()) {
            throw new Stop(Exit.NOT_DONE, "nothing of " + incident + " stands: there is nothing to release");
        }
        if (!session.wantsJson()) {
            session.screen().say("releasing", standing.size() + " of " + incident + ": " + String.join(" ", standing));
        }
        var ended = new ArrayList<ReleaseReport.Ended>();
        var exit = Exit.DONE;
        for (String containment : standing) {
            try {
                ReleaseReport.Ended one = one(session, report, containment);
                ended.add(one);
                exit = report.exit(one) == Exit.DONE ? exit : Exit.NOT_DONE;
            } catch (Stop stop) {
                session.screen().fail(stop);
                exit = stop.exit();
            }
        }
        report.told(ended);
        return exit;
    }

    /** As they came to stand, from the last to the first: what was shut first opens last. */
    private static List<String> standing(JsonNode incident) {
        return Json.list(incident, "containments").stream()
                .filter(one -> STANDING.contains(Json.word(one, "state")))
                .map(one -> Json.word(one, "containment"))
                .toList()
                .reversed();
    }
}
