package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.ArrayList;

/** A containment in a line. */
final class ContainmentLine {
    private ContainmentLine() {}

    static String of(JsonNode containment, Clock clock) {
        JsonNode target = containment.path("target");
        var parts = new ArrayList<String>();
        parts.add(Json.word(containment, "containment"));
        parts.add(Json.word(containment, "action") + " " + Json.word(target, "id") + " on "
                + Json.word(target, "connection"));
        parts.add(state(containment));
        Since.of(containment, "since", clock).ifPresent(since -> parts.add("since " + since));
        Since.of(containment, "until", clock).ifPresent(until -> parts.add("until " + until));
        JsonNode by = containment.path("by");
        Json.text(by, "rule").ifPresent(rule -> parts.add("by rule " + rule));
        Json.text(by, "role").ifPresent(role -> parts.add("by a " + role));
        return String.join("   ", parts);
    }

    /** One that never came to stand was none; what came of its step stands in its incident. */
    private static String state(JsonNode containment) {
        String state = Json.word(containment, "state");
        if (state.equals("drifted")) {
            return "drifted: NO LONGER IN FORCE";
        }
        return state.equals("ended") && Json.text(containment, "since").isEmpty()
                ? "nothing was done"
                : state + ", " + Json.text(containment.path("proof"), "is").orElse("not proven yet");
    }
}
