package dev.killswitch.provider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The trust policy of a role, with and without the statement of ours by which nobody may assume it. */
final class TrustDocument {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String STATEMENT = "Statement";
    private static final String SID = "Sid";
    private static final String OURS = "Killswitch";

    private TrustDocument() {}

    /** AWS takes letters and digits alone. */
    static String sid(String containment) {
        return OURS + containment.replaceAll("[^A-Za-z0-9]", "");
    }

    /** Each way of assuming a role; who holds a session already needs none of them. */
    private static ObjectNode statement(String sid) {
        ObjectNode statement =
                JSON.createObjectNode().put(SID, sid).put("Effect", "Deny").put("Principal", "*");
        statement
                .putArray("Action")
                .add("sts:AssumeRole")
                .add("sts:AssumeRoleWithSAML")
                .add("sts:AssumeRoleWithWebIdentity");
        return statement;
    }

    private static List<JsonNode> statements(JsonNode document) {
        JsonNode said = document.path(STATEMENT);
        return said.isObject()
                ? List.of(said)
                : StreamSupport.stream(said.spliterator(), false).toList();
    }

    static int size(JsonNode document) {
        return statements(document).size();
    }

    /** The name of the statement of ours that stands in it, whole; empty where none does. */
    static Optional<String> standing(JsonNode document) {
        return statements(document).stream()
                .map(one -> one.path(SID).asText())
                .filter(sid -> sid.startsWith(OURS) && isWhole(document, sid))
                .findFirst();
    }

    private static boolean isWhole(JsonNode document, String sid) {
        return named(document, sid).equals(List.of(statement(sid)));
    }

    private static List<JsonNode> named(JsonNode document, String sid) {
        return statements(document).stream()
                .filter(one -> one.path(SID).asText().equals(sid))
                .toList();
    }

    /** With the statement of that name at its end, in place of what has the name: AWS takes a name once. */
    static ObjectNode closed(JsonNode document, String sid) {
        return with(document, others(document, sid), Optional.of(statement(sid)));
    }

    /** Without what has that name; where nothing has, as it is, value for value. */
    static JsonNode opened(JsonNode document, String sid) {
        return named(document, sid).isEmpty() ? document : with(document, others(document, sid), Optional.empty());
    }

    private static List<JsonNode> others(JsonNode document, String sid) {
        return statements(document).stream()
                .filter(one -> !one.path(SID).asText().equals(sid))
                .toList();
    }

    private static ObjectNode with(JsonNode document, List<JsonNode> statements, Optional<ObjectNode> more) {
        ObjectNode made = document.isObject() ? (ObjectNode) document.deepCopy() : JSON.createObjectNode();
        ArrayNode all = JSON.createArrayNode();
        statements.forEach(all::add);
        more.ifPresent(all::add);
        made.set(STATEMENT, all);
        return made;
    }

    /** Whether it is what {@code was} says, and our statement: at its end, or wherever AWS or somebody put it. */
    static boolean isClosed(JsonNode document, Befores.OfTrust was) {
        return isWhole(document, was.sid())
                && with(document, others(document, was.sid()), Optional.empty())
                        .equals(with(was.document(), others(was.document(), was.sid()), Optional.empty()));
    }

    /** In words for people: what stands there is somebody else's text. */
    static String shown(JsonNode document, JsonNode was) {
        List<JsonNode> known = statements(was);
        List<JsonNode> now = statements(document);
        long strange = now.stream()
                .filter(one -> !known.contains(one))
                .filter(one ->
                        standing(with(document, List.of(one), Optional.empty())).isEmpty())
                .count();
        return "a trust policy of " + now.size() + " statements, " + strange + " of them unknown to us, "
                + (standing(document).isPresent() ? "ours among them" : "ours not among them");
    }
}
