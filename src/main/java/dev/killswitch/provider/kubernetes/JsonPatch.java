package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** Builds one JSON patch: its tests are the precondition, and it applies whole or not at all. */
final class JsonPatch {
    private final ArrayNode operations = KubernetesCalls.JSON.createArrayNode();

    JsonPatch testText(String path, String value) {
        operation("test", path).put("value", value);
        return this;
    }

    /** An empty map is never stored, so it is tested as absent. */
    JsonPatch testMap(String path, Map<String, String> value) {
        return value.isEmpty() ? testAbsent(path) : set("test", path, value);
    }

    JsonPatch testAbsent(String path) {
        operation("test", path).putNull("value");
        return this;
    }

    JsonPatch test(String path, JsonNode value) {
        operation("test", path).set("value", value);
        return this;
    }

    JsonPatch add(String path, JsonNode value) {
        operation("add", path).set("value", value);
        return this;
    }

    JsonPatch addText(String path, String value) {
        operation("add", path).put("value", value);
        return this;
    }

    JsonPatch addMap(String path, Map<String, String> value) {
        return set("add", path, value);
    }

    JsonPatch replace(String path, JsonNode value) {
        operation("replace", path).set("value", value);
        return this;
    }

    JsonPatch remove(String path) {
        operation("remove", path);
        return this;
    }

    ArrayNode operations() {
        return operations;
    }

    private JsonPatch set(String op, String path, Map<String, String> value) {
        operation(op, path).set("value", KubernetesCalls.JSON.valueToTree(new TreeMap<>(value)));
        return this;
    }

    private ObjectNode operation(String op, String path) {
        return operations.addObject().put("op", op).put("path", path);
    }
}
