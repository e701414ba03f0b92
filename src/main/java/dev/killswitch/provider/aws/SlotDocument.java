package dev.killswitch.provider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The prepared service control policy: one statement denies everything to the principals that stand in its condition. It is
 * ours whole; one of another form is somebody else's, and never written.
 */
final class SlotDocument {
    /** Holds the place where nobody is denied: AWS takes no empty list. */
    static final String NOBODY = "arn:aws:iam::000000000000:role/killswitch-nobody";

    /** The most that AWS takes, white space counted. */
    static final int CHARS_MAX = 5_120;

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PRINCIPALS = "/Statement/0/Condition/ArnEquals/aws:PrincipalArn";

    private SlotDocument() {}

    /** Denies these, in their order. */
    static ObjectNode of(List<String> principals) {
        ObjectNode document = JSON.createObjectNode().put("Version", "2012-10-17");
        ArrayNode all = document.putArray("Statement")
                .addObject()
                .put("Sid", "KillswitchSlot")
                .put("Effect", "Deny")
                .put("Action", "*")
                .put("Resource", "*")
                .putObject("Condition")
                .putObject("ArnEquals")
                .putArray("aws:PrincipalArn");
        all.add(NOBODY);
        principals.forEach(all::add);
        return document;
    }

    /** Whom it denies; empty for a document that is not the prepared one. */
    static Optional<List<String>> principals(JsonNode document) {
        JsonNode said = document.at(PRINCIPALS);
        List<String> principals = new ArrayList<>(
                said.isTextual()
                        ? List.of(said.asText())
                        : StreamSupport.stream(said.spliterator(), false)
                                .map(JsonNode::asText)
                                .toList());
        if (!principals.remove(NOBODY)) {
            return Optional.empty();
        }
        ObjectNode prepared = of(principals);
        JsonNode compared = document.deepCopy();
        if (said.isTextual() && compared.at("/Statement/0/Condition/ArnEquals") instanceof ObjectNode condition) {
            condition.putArray("aws:PrincipalArn").add(NOBODY);
        }
        return sorted(prepared).equals(sorted(compared)) ? Optional.of(List.copyOf(principals)) : Optional.empty();
    }

    /** Wherever in its list the placeholder stands. */
    private static JsonNode sorted(JsonNode document) {
        JsonNode copy = document.deepCopy();
        if (copy.at(PRINCIPALS) instanceof ArrayNode list) {
            List<String> all = StreamSupport.stream(list.spliterator(), false)
                    .map(JsonNode::asText)
                    .sorted()
                    .toList();
            list.removeAll();
            all.forEach(list::add);
        }
        return copy;
    }

    /** Why {@code arn} cannot stand in it: AWS reads some of the characters of a path as more than themselves. */
    static Optional<String> refusal(String arn) {
        return arn.matches("[^*?$]*")
                ? Optional.empty()
                : Optional.of(
                        "its path has a character that a condition of AWS reads as a wildcard: others could be meant");
    }
}
