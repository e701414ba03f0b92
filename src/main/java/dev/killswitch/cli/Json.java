package dev.killswitch.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads answers leniently: fields may be added, and what is missing is said to be so rather than thrown about. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** An object; empty for what is none. */
    static Optional<JsonNode> read(String body) {
        try {
            return Optional.ofNullable(MAPPER.readTree(body)).filter(JsonNode::isObject);
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    /** The text or number at {@code name}; empty where it is absent or null. */
    static Optional<String> text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
    }

    /** The same, or a question mark. */
    static String word(JsonNode node, String name) {
        return text(node, name).orElse("?");
    }

    /** What a list at {@code name} has; nothing where there is none. */
    static List<JsonNode> list(JsonNode node, String name) {
        return StreamSupport.stream(node.path(name).spliterator(), false).toList();
    }

    /** The texts of a list. */
    static List<String> texts(JsonNode node, String name) {
        return list(node, name).stream().map(JsonNode::asText).toList();
    }
}
