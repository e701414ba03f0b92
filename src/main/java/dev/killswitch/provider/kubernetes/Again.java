package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Makes an object again that an action of ours took away, from the before-state of that action. Thread-safe. */
final class Again {
    static final int FORMAT = 1;

    /** For all that a before-state holds beside the object. */
    private static final int ROOM = 512;

    private final KubernetesCalls calls;

    Again(KubernetesCalls calls) {
        this.calls = calls;
    }

    /** Without the object, where it is too large for the record. */
    static ObjectNode before(Call call, ObjectNode kept) {
        ObjectNode before = KubernetesCalls.JSON.createObjectNode().put("mark", Marks.value(call));
        if (kept.toString().getBytes(StandardCharsets.UTF_8).length <= Before.BYTES_MAX - ROOM) {
            before.set("object", kept);
        }
        return before;
    }

    static boolean isWhole(JsonNode before) {
        return before.has("object");
    }

    static JsonNode object(JsonNode before) {
        return before.path("object");
    }

    /** Whether {@code successor} is what was made of {@code before}. */
    static boolean isMade(JsonNode successor, JsonNode before) {
        return Note.isOf(successor, Marks.NOTE, mark(before));
    }

    static String note(Call call, JsonNode before) {
        return mark(before) + " took the one before it away" + Note.ending(call.mark(), false);
    }

    private static String mark(JsonNode before) {
        return before.path("mark").asText();
    }

    Wrote make(Call call, JsonNode before) {
        ObjectNode object = (ObjectNode) object(before).deepCopy();
        object.withObjectProperty("metadata").withObjectProperty("annotations").put(Marks.NOTE, note(call, before));
        return create(call, object, all(call));
    }

    /** Writes nothing: says whether it could be made, or that one of its name is there, which is all one here. */
    Optional<Wrote> rehearse(Call call, JsonNode before) {
        Wrote answer = create(call, object(before), all(call).with("dryRun", "All"));
        return answer instanceof Wrote.Done || answer instanceof Wrote.Conflict
                ? Optional.empty()
                : Optional.of(answer);
    }

    private static ObjectPath all(Call call) {
        Where where = Where.of(call.target());
        return ObjectPath.all(where.kind(), where.namespace());
    }

    private Wrote create(Call call, JsonNode object, ObjectPath path) {
        return calls.create(path, object, Where.of(call.target()).kind().permission("create"), call.deadline());
    }
}
