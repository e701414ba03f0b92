package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** A step as the server shows it. */
record StepSeen(JsonNode json) {
    static List<StepSeen> of(JsonNode answer) {
        return Json.list(answer, "steps").stream().map(StepSeen::new).toList();
    }

    String id() {
        return Json.word(json, "step");
    }

    String state() {
        return Json.word(json, "state");
    }

    /** The action and its target. */
    String what() {
        JsonNode target = json.path("target");
        return Json.word(json, "action") + " " + Json.word(target, "id") + " on " + Json.word(target, "connection");
    }

    Optional<String> containment() {
        return Json.text(json, "containment");
    }

    /** Why it did not do what it was for, where the server says so. */
    Optional<String> why() {
        return Json.text(json, "why");
    }

    /** What each guard says. */
    List<String> guards() {
        return Json.list(json, "guards").stream()
                .map(guard -> Json.word(guard, "guard") + ": " + Json.word(guard, "says"))
                .toList();
    }

    /** Whether its state will still change by itself. */
    boolean goesOn() {
        return state().equals("intended") || state().equals("applied");
    }

    /** Whether the door is closed, as far as anybody can tell. */
    boolean isDone() {
        return switch (state()) {
            case "applied", "proven", "proven-for-new", "unproven" -> true;
            default -> false;
        };
    }

    /** Its state in words, with what was done and what was seen of it kept apart. */
    String says() {
        return switch (state()) {
            case "intended" -> "not done yet";
            case "applied" -> "applied; not proven yet";
            case "proven" -> "applied; proven";
            case "proven-for-new" -> "applied; proven for what is new, what was there before may live on";
            case "partial" -> "applied; PARTIAL, some of it still works";
            case "unproven" -> "applied; NOT PROVEN";
            case "failed" -> "FAILED";
            case "refused" -> "REFUSED, nothing was done";
            case "gone" -> "GONE, there was nothing to do it to";
            case "unknown" -> "UNKNOWN, it may or may not have been done";
            default -> state();
        };
    }
}
