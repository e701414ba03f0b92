package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Call;
import java.util.Map;

/**
 * What we leave among the annotations of a thing, for whoever meets it: who holds it, and how it is let go. A release
 * works from the record and never from a note, which anybody may write.
 */
final class Note {
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
        String containment = call.mark().containment();
        return containment + " holds this, for incident " + call.mark().incident() + "; why: ks why " + containment
                + "; let it go: ks release " + containment;
    }

    private static String pointer(String name) {
        return ANNOTATIONS + "/" + Marks.pointer(name);
    }
}
