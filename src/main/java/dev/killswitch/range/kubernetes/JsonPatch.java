package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** RFC 6902 as the API server applies it: {@code test}, {@code add}, {@code remove}, {@code replace}; whole or not at all. */
final class JsonPatch {
    private JsonPatch() {}

    /** A patched copy. An operation that cannot be done, and a test that fails, is a {@link Failure} of 422. */
    static ObjectNode applied(ObjectNode object, JsonNode operations) {
        if (!(operations instanceof ArrayNode)) {
            throw Failure.of(400, "a JSON patch must be a list of operations");
        }
        ObjectNode copy = object.deepCopy();
        for (JsonNode operation : operations) {
            one(copy, operation);
        }
        return copy;
    }

    private static void one(ObjectNode root, JsonNode operation) {
        String pointer = operation.path("path").asText();
        List<String> steps = Stream.of(pointer.split("/", -1))
                .skip(1)
                .map(step -> step.replace("~1", "/").replace("~0", "~"))
                .toList();
        if (steps.isEmpty()) {
            throw Failure.of(422, "a patch of the whole object is not known here");
        }
        String last = steps.getLast();
        JsonNode parent = parent(root, steps.subList(0, steps.size() - 1));
        JsonNode value = operation.has("value") ? operation.get("value") : NullNode.instance;
        switch (operation.path("op").asText()) {
            case "test" -> test(parent, last, value, pointer);
            case "add" -> add(parent, last, value, pointer);
            case "remove" -> remove(existing(parent, last, pointer), parent, last);
            case "replace" -> replace(existing(parent, last, pointer), parent, last, value);
            default -> throw Failure.of(400, "the operation must be test, add, remove or replace");
        }
    }

    private static @Nullable JsonNode parent(ObjectNode root, List<String> steps) {
        JsonNode at = root;
        for (String step : steps) {
            at = at == null ? null : child(at, step);
        }
        return at;
    }

    private static @Nullable JsonNode child(JsonNode parent, String step) {
        return parent instanceof ArrayNode list ? list.get(index(step, list.size() - 1)) : parent.get(step);
    }

    private static int index(String step, int max) {
        if (!step.matches("0|[1-9][0-9]{0,6}") || Integer.parseInt(step) > max) {
            throw Failure.of(422, "the list has no place " + step);
        }
        return Integer.parseInt(step);
    }

    /** What is absent counts as null. */
    private static void test(@Nullable JsonNode parent, String last, JsonNode value, String pointer) {
        JsonNode now = parent == null ? null : child(parent, last);
        if (!(now == null ? NullNode.instance : now).equals(value)) {
            throw Failure.of(422, "testing value " + pointer + " failed");
        }
    }

    private static void add(@Nullable JsonNode parent, String last, JsonNode value, String pointer) {
        if (parent instanceof ArrayNode list) {
            list.insert(last.equals("-") ? list.size() : index(last, list.size()), value);
        } else if (parent instanceof ObjectNode object) {
            object.set(last, value);
        } else {
            throw Failure.of(422, "add operation does not apply: doc is missing path " + pointer);
        }
    }

    private static JsonNode existing(@Nullable JsonNode parent, String last, String pointer) {
        JsonNode now = parent == null ? null : child(parent, last);
        if (now == null) {
            throw Failure.of(422, "operation does not apply: doc is missing path " + pointer);
        }
        return now;
    }

    private static void remove(JsonNode existing, @Nullable JsonNode parent, String last) {
        if (parent instanceof ArrayNode list) {
            list.remove(index(last, list.size() - 1));
        } else if (parent instanceof ObjectNode object && !existing.isMissingNode()) {
            object.remove(last);
        }
    }

    private static void replace(JsonNode existing, @Nullable JsonNode parent, String last, JsonNode value) {
        if (parent instanceof ArrayNode list) {
            list.set(index(last, list.size() - 1), value);
        } else if (parent instanceof ObjectNode object && !existing.isMissingNode()) {
            object.set(last, value);
        }
    }
}
