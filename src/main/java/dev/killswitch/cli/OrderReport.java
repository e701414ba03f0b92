package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells of an order, in one screen. */
final class OrderReport {
    /** More steps than that do not fit a screen; all of them are in the incident. */
    private static final int SHOWN_MAX = 12;

    private final Session session;
    private final Screen screen;

    OrderReport(Session session) {
        this.session = session;
        this.screen = session.screen();
    }

    /** What each step would do, and what speaks against it. */
    void preview(String about, List<StepSeen> steps) {
        screen.say("preview", about + "; nothing is written");
        for (StepSeen step : steps.stream().limit(SHOWN_MAX).toList()) {
            screen.say(step.goesOn() ? "would" : "would NOT", step.what());
            against(step);
            JsonNode inspected = step.json().path("inspected");
            if (Json.text(inspected, "undo").isPresent()) {
                screen.say("", facts(inspected));
                inspected.path("notes").forEach(note -> screen.say("", "note: " + note.asText()));
                stronger(inspected, "true", "if refused or partial, takes: ");
                stronger(inspected, "false", "if refused or partial, may name: ");
            }
        }
        more(steps);
    }

    private void stronger(JsonNode inspected, String taken, String words) {
        String actions = Json.list(inspected, "stronger").stream()
                .filter(one -> Json.text(one, "taken").filter(taken::equals).isPresent())
                .map(one -> Json.word(one, "action"))
                .collect(Collectors.joining(", "));
        if (!actions.isEmpty()) {
            screen.say("", words + actions);
        }
    }

    /** What spoke against it, which was done all the same or not; and what would make it go on. */
    private void against(StepSeen step) {
        List<String> guards = step.guards();
        step.why().filter(why -> !guards.contains(why)).ifPresent(why -> screen.say("", "because: " + why));
        String before = step.state().equals("refused") ? "guard " : "in spite of ";
        guards.forEach(guard -> screen.say("", before + guard));
        Asides.of(step).forEach(line -> screen.say("", line));
    }

    private static String facts(JsonNode inspected) {
        var facts = new StringBuilder();
        Json.text(inspected, "alreadySo")
                .ifPresent(so -> facts.append("already so: ")
                        .append(so.equals("true") ? "yes" : "no")
                        .append("; "));
        Json.text(inspected, "undo")
                .ifPresent(undo -> facts.append("undo: ").append(undo).append("; "));
        inspected
                .path("blast")
                .properties()
                .forEach(one -> facts.append(one.getKey())
                        .append(": ")
                        .append(one.getValue().asText())
                        .append("; "));
        return facts + "permissions: " + Json.text(inspected, "permissions").orElse("unknown");
    }

    /** That the server took it, and whether that is on record. */
    void given(JsonNode answer) {
        if (isUnrecorded(answer)) {
            String why = Json.text(answer, "why").map(text -> ": " + text).orElse("");
            String loud = "NOT RECORDED (recorded: false): it acted, and the record cannot be written yet" + why;
            if (session.wantsJson()) {
                screen.note(loud);
            } else {
                screen.shout(loud);
            }
        }
        if (!session.wantsJson()) {
            screen.say("order", Json.word(answer, "order") + "   incident " + Json.word(answer, "incident"));
        }
    }

    /** Whether the server acted without a record of it. */
    static boolean isUnrecorded(JsonNode answer) {
        return Json.text(answer, "recorded").filter("false"::equals).isPresent();
    }

    /** How each step ended, applied and proven apart. */
    void ended(String incident, List<StepSeen> steps) {
        for (StepSeen step : steps.stream().limit(SHOWN_MAX).toList()) {
            screen.say("step", step.what());
            if (step.isDone() || step.state().equals("intended") || step.state().equals("partial")) {
                screen.say("", step.says());
            } else {
                screen.shout(" ".repeat(12) + step.says());
            }
            against(step);
            step.containment().ifPresent(this::containment);
        }
        more(steps);
        if (steps.stream().anyMatch(StepSeen::goesOn)) {
            screen.say("later", "it goes on; look again with: ks incident " + incident);
        }
        screen.say("why", "ks why " + incident);
    }

    /** What was seen of it, and how it is opened again. */
    private void containment(String id) {
        Optional<JsonNode> found = session.lookIfFine("v1/containments/" + Session.encoded(id));
        if (found.isEmpty()) {
            screen.say("", "containment " + id);
            return;
        }
        proof(found.get().path("proof"));
        String undo = Json.word(found.get(), "undo");
        switch (Json.word(found.get(), "state")) {
            case "standing", "due", "drifted" ->
                screen.say(
                        "",
                        undo.equals("none")
                                ? "containment " + id + " (cannot be undone)"
                                : "to open it again (undo: " + undo + "): ks release " + id);
            default -> screen.say("", "containment " + id);
        }
    }

    private void proof(JsonNode proof) {
        Json.text(proof, "how").ifPresent(how -> screen.say("", "seen: " + how));
        Json.text(proof, "why").ifPresent(why -> screen.say("", "because: " + why));
        Json.texts(proof, "stillWorks").forEach(rest -> screen.say("", "still works: " + rest));
        Json.text(proof, "survives")
                .ifPresent(rest -> screen.say(
                        "",
                        "lives on: " + rest
                                + Json.text(proof, "until")
                                        .map(until -> ", until " + until)
                                        .orElse("")));
    }

    private void more(List<StepSeen> steps) {
        if (steps.size() > SHOWN_MAX) {
            screen.say("", "and " + (steps.size() - SHOWN_MAX) + " steps more");
        }
    }
}
