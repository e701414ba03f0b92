package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Label selectors, as objects and as query text, and the field selectors that the API has for the kinds kept here. */
final class Selectors {
    private static final Pattern SET =
            Pattern.compile("\\s*(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern EQUAL = Pattern.compile("\\s*([^=!\\s]+)\\s*(==|=|!=)\\s*([^=\\s]*)\\s*");
    private static final Map<String, String> FIELDS = Map.of(
            "metadata.name", "/metadata/name",
            "metadata.namespace", "/metadata/namespace",
            "spec.nodeName", "/spec/nodeName",
            "spec.serviceAccountName", "/spec/serviceAccountName",
            "status.podIP", "/status/podIP",
            "status.phase", "/status/phase",
            "involvedObject.uid", "/involvedObject/uid",
            "involvedObject.name", "/involvedObject/name",
            "involvedObject.kind", "/involvedObject/kind");

    private Selectors() {}

    /** {@code matchLabels} and {@code matchExpressions}; an empty selector matches everything. */
    static boolean matches(JsonNode selector, JsonNode labels) {
        boolean equal = selector.path("matchLabels")
                .propertyStream()
                .allMatch(one -> one.getValue().equals(labels.path(one.getKey())));
        return equal && selector.path("matchExpressions").valueStream().allMatch(one -> expression(one, labels));
    }

    private static boolean expression(JsonNode expression, JsonNode labels) {
        JsonNode value = labels.path(expression.path("key").asText());
        boolean listed = expression.path("values").valueStream().anyMatch(value::equals);
        return switch (expression.path("operator").asText()) {
            case "In" -> listed;
            case "NotIn" -> !listed;
            case "Exists" -> !value.isMissingNode();
            case "DoesNotExist" -> value.isMissingNode();
            default -> throw Failure.of(422, "the operator must be In, NotIn, Exists or DoesNotExist");
        };
    }

    /** A selector as in {@code ?labelSelector=}. */
    static Predicate<ObjectNode> labels(String query) {
        return Stream.of(query.split(",(?![^(]*\\))", -1))
                .filter(part -> !part.isBlank())
                .map(Selectors::requirement)
                .reduce(_ -> true, Predicate::and, Predicate::and);
    }

    private static Predicate<ObjectNode> requirement(String part) {
        Matcher set = SET.matcher(part);
        if (set.matches()) {
            List<String> values =
                    Stream.of(set.group(3).split(",", -1)).map(String::strip).toList();
            boolean in = set.group(2).equalsIgnoreCase("in");
            return object -> values.contains(label(object, set.group(1))) == in;
        }
        Matcher equal = EQUAL.matcher(part);
        if (equal.matches()) {
            boolean same = !equal.group(2).equals("!=");
            return object -> label(object, equal.group(1)).equals(equal.group(3)) == same;
        }
        String key = part.strip();
        return key.startsWith("!") ? object -> !has(object, key.substring(1)) : object -> has(object, key);
    }

    private static boolean has(ObjectNode object, String key) {
        return object.at("/metadata/labels").has(key);
    }

    private static String label(ObjectNode object, String key) {
        return object.at("/metadata/labels").path(key).asText("\0");
    }

    /** A selector as in {@code ?fieldSelector=}. A field that cannot be selected by is a {@link Failure} of 400. */
    static Predicate<ObjectNode> fields(String query) {
        return Stream.of(query.split(",", -1))
                .filter(part -> !part.isBlank())
                .map(Selectors::field)
                .reduce(_ -> true, Predicate::and, Predicate::and);
    }

    private static Predicate<ObjectNode> field(String part) {
        Matcher equal = EQUAL.matcher(part);
        String pointer = equal.matches() ? FIELDS.get(equal.group(1)) : null;
        if (pointer == null) {
            throw Failure.of(400, "field label not supported; known here: " + String.join(", ", FIELDS.keySet()));
        }
        boolean same = !equal.group(2).equals("!=");
        return object -> object.at(pointer).asText().equals(equal.group(3)) == same;
    }
}
