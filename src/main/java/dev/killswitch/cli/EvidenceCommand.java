package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What was collected of what was contained: a list of it, or the pieces themselves, checked one by one. */
@Command(
        name = "evidence",
        description =
                "List what was collected of an incident's targets; with --out save it, checked against the ledger's digests.")
final class EvidenceCommand implements Callable<Integer> {
    @Parameters(paramLabel = "<incident>", description = "An incident, i-…, or one containment of it, c-….")
    @Nullable
    String id;

    @Option(
            names = "--out",
            paramLabel = "<directory>",
            description =
                    "Save each piece there: an empty directory, or one to be made. A responder's or a reviewer's.")
    @Nullable
    Path out;

    @Mixin
    final Access access;

    EvidenceCommand(Machine machine) {
        this.access = new Access(machine, "responder");
    }

    @Override
    public Integer call() {
        return access.run(session -> {
            String incident = incident(session);
            List<JsonNode> all =
                    Json.list(session.get("v1/incidents/" + Session.encoded(incident) + "/evidence"), "items").stream()
                            .filter(one -> isAskedFor(one))
                            .toList();
            if (out != null) {
                return new EvidenceSaved(session, out).save(incident, all);
            }
            if (session.wantsJson()) {
                ObjectNode found = Session.object().put("incident", incident);
                found.putArray("items").addAll(all);
                session.screen().json(found);
            } else {
                show(session, incident, all);
            }
            return Exit.DONE;
        });
    }

    private boolean isOfAContainment() {
        return Objects.requireNonNull(id).startsWith("c-");
    }

    private boolean isAskedFor(JsonNode evidence) {
        return !isOfAContainment() || Json.word(evidence, "containment").equals(id);
    }

    private String incident(Session session) throws Stop {
        String asked = Objects.requireNonNull(id);
        return isOfAContainment()
                ? Json.word(session.get("v1/containments/" + Session.encoded(asked)), "incident")
                : asked;
    }

    private static void show(Session session, String incident, List<JsonNode> all) {
        Screen screen = session.screen();
        if (all.isEmpty()) {
            screen.say("evidence", "none was collected for " + incident);
            return;
        }
        for (JsonNode one : all) {
            JsonNode target = one.path("target");
            screen.say(
                    "evidence",
                    Json.word(one, "containment") + "   " + Json.word(target, "id") + " on "
                            + Json.word(target, "connection") + "   collected "
                            + Since.of(one, "collected", session.machine().clock())
                                    .orElse("?")
                            + "   L#" + Json.word(one, "ledger"));
            Json.list(one, "pieces").forEach(piece -> screen.say("", line(piece)));
            Json.list(one, "absent")
                    .forEach(piece ->
                            screen.say("", "without " + Json.word(piece, "name") + ": " + Json.word(piece, "why")));
        }
        screen.say("save it", "ks evidence " + incident + " --out <directory>");
    }

    private static String line(JsonNode piece) {
        return Json.word(piece, "name") + "   " + Json.word(piece, "size") + " bytes"
                + (Json.word(piece, "extent").equals("cut") ? ", its beginning" : "") + "   "
                + Json.word(piece, "digest") + (piece.path("kept").asBoolean() ? "" : "   NOT KEPT ANY MORE");
    }
}
