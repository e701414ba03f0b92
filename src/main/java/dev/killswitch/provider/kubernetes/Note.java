package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Call;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * What we leave among the annotations of a thing, for whoever meets it: who holds it, and how it is let go. A release
 * works from the record and never from a note, which anybody may write.
 */
final class Note {
    /** The name of a rule, which its author chose. */
    private static final int BY_BYTES_MAX = 100;

    private static final String ANNOTATIONS = "/metadata/annotations";

    private Note() {}

    /** Whether {@code object} has any annotation: an empty map is never stored. */
    static boolean isAnnotated(JsonNode object) {
        return !object.at(ANNOTATIONS).isEmpty();
    }

    static void leave(JsonPatch patch, String name, Call call, boolean isAnnotated) {
        if (isAnnotated) {
            patch.addText(pointer(name), text(call));
        } else {
            patch.testAbsent(ANNOTATIONS).addMap(ANNOTATIONS, Map.of(name, text(call)));
        }
    }

    static void takeAway(JsonPatch patch, JsonNode object, String name) {
        boolean isAlone = object.at(ANNOTATIONS).size() == 1;
        patch.remove(isAlone ? ANNOTATIONS : pointer(name));
    }

    /** Whether the note of that name on {@code object} is that of {@code containment}. */
    static boolean isOf(JsonNode object, String name, String containment) {
        return object.at(pointer(name)).asText().startsWith(containment + " ");
    }

    /** For the object itself, where we create it. */
    static String text(Call call) {
        Call.Mark mark = call.mark();
        return mark.containment() + " holds this" + ending(mark, true);
    }

    /** Which incident, on whose word, since when and until when, where to read why, the way back where there is one, and who to ask. */
    static String ending(Call.Mark mark, boolean isHeld) {
        Call.Told told = mark.told();
        var text = new StringBuilder(", for incident ").append(mark.incident());
        if (!told.by().isBlank()) {
            text.append(", by ").append(Plain.of(told.by(), BY_BYTES_MAX));
        }
        if (told.since() != null && isHeld) {
            text.append(", since ").append(time(told.since()));
        }
        if (told.until() != null && isHeld) {
            text.append(", until ").append(time(told.until()));
        }
        text.append("; why: ks why ").append(mark.containment());
        if (isHeld) {
            text.append("; let it go: ks release ").append(mark.containment());
        }
        if (!told.contact().isBlank()) {
            text.append("; ask: ").append(Plain.of(told.contact()));
        }
        return text.toString();
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String pointer(String name) {
        return ANNOTATIONS + "/" + Marks.pointer(name);
    }
}
