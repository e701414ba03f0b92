package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import java.util.Locale;
import java.util.Optional;

/**
 * How a field was.
 *
 * @param value empty where there was none
 * @param annotated whether the object had any annotation
 * @param mark the containment that the note of ours names
 */
record FieldBefore(Optional<JsonNode> value, boolean annotated, String mark, Undo undo) {
    private static final int FORMAT = 1;

    Before write() {
        ObjectNode json = KubernetesCalls.JSON.createObjectNode();
        value.ifPresent(known -> json.set("value", known));
        json.put("annotated", annotated)
                .put("mark", mark)
                .put("undo", undo.name().toLowerCase(Locale.ROOT));
        return new Before(FORMAT, json.toString());
    }

    static FieldBefore read(Before before) {
        JsonNode json = Befores.read(before, FORMAT);
        return new FieldBefore(
                json.has("value") ? Optional.of(json.path("value")) : Optional.empty(),
                json.path("annotated").asBoolean(),
                json.path("mark").asText(),
                Undo.valueOf(json.path("undo").asText().toUpperCase(Locale.ROOT)));
    }

    /** Whether two values are the same; what is missing is the same as null, which is how a field is left out. */
    static boolean same(JsonNode one, JsonNode other) {
        return isNothing(one) ? isNothing(other) : one.equals(other);
    }

    private static boolean isNothing(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    JsonNode orMissing() {
        return value.orElse(MissingNode.getInstance());
    }
}
