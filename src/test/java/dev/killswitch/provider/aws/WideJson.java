package dev.killswitch.provider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** JSON as people write it: what fits on a line stands on one. */
final class WideJson {
    private static final int WIDTH = 120;
    private static final String STEP = "  ";

    private WideJson() {}

    static String of(JsonNode node) {
        return of(node, "") + "\n";
    }

    /** The first line without its indentation, the others behind {@code indent}. */
    static String of(JsonNode node, String indent) {
        return written(node, indent, indent.length());
    }

    private static String written(JsonNode node, String indent, int column) {
        String flat = flat(node);
        if (!isStructure(node) && column + flat.length() + 1 <= WIDTH) {
            return flat;
        }
        String inner = indent + STEP;
        if (node.isObject()) {
            List<String> fields = new ArrayList<>();
            node.properties().forEach(field -> {
                String key = "\"" + field.getKey() + "\": ";
                fields.add(inner + key + written(field.getValue(), inner, inner.length() + key.length()));
            });
            return "{\n" + String.join(",\n", fields) + "\n" + indent + "}";
        }
        if (node.isArray() && !node.isEmpty() && node.get(0).isTextual()) {
            return "[\n" + filled(node, inner) + "\n" + indent + "]";
        }
        List<String> items = new ArrayList<>();
        node.forEach(item -> items.add(inner + written(item, inner, inner.length())));
        return "[\n" + String.join(",\n", items) + "\n" + indent + "]";
    }

    /** What is looked at part by part, however short it is. */
    private static boolean isStructure(JsonNode node) {
        return node.has("Statement")
                || node.has("Effect")
                || (node.isArray() && node.path(0).has("Effect"));
    }

    private static String filled(JsonNode texts, String indent) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder(indent);
        for (int i = 0; i < texts.size(); i++) {
            String word = texts.get(i) + (i < texts.size() - 1 ? "," : "");
            if (line.length() > indent.length() && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
            }
            line.append(line.length() > indent.length() ? " " : "").append(word);
        }
        lines.add(line.toString());
        return String.join("\n", lines);
    }

    private static String flat(JsonNode node) {
        if (node.isObject()) {
            List<String> fields = new ArrayList<>();
            node.properties().forEach(field -> fields.add("\"" + field.getKey() + "\": " + flat(field.getValue())));
            return "{" + String.join(", ", fields) + "}";
        }
        if (node.isArray()) {
            List<String> items = new ArrayList<>();
            node.forEach(item -> items.add(flat(item)));
            return "[" + String.join(", ", items) + "]";
        }
        return node.toString();
    }
}
