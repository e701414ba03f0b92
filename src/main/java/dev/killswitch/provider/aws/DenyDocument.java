package dev.killswitch.provider.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The policy documents that we write: each denies everything, to whom its one condition fits. */
final class DenyDocument {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ISSUED = "aws:TokenIssueTime";
    private static final String BEFORE = "DateLessThan";

    private DenyDocument() {}

    /** To everybody whom the policy is for. */
    static ObjectNode all() {
        ObjectNode document = JSON.createObjectNode().put("Version", "2012-10-17");
        document.putArray("Statement")
                .addObject()
                .put("Effect", "Deny")
                .put("Action", "*")
                .put("Resource", "*");
        return document;
    }

    /** To one session; {@code userId} as AWS compares it: the role's id, a colon, and the session's name. */
    static ObjectNode session(String userId) {
        return conditioned("StringEquals", "aws:userid", userId);
    }

    /** To sessions that were given out before {@code cut}: a lasting key has no such time, and goes on. */
    static ObjectNode before(Instant cut) {
        return conditioned(BEFORE, ISSUED, cut.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static ObjectNode conditioned(String operator, String key, String value) {
        ObjectNode document = all();
        ((ObjectNode) document.at("/Statement/0"))
                .putObject("Condition")
                .putObject(operator)
                .put(key, value);
        return document;
    }

    /** The time of one that {@link #before} made; empty for any other. */
    static Optional<Instant> cut(JsonNode document) {
        String text =
                document.at("/Statement/0/Condition/" + BEFORE + "/" + ISSUED).asText();
        return text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ")
                ? Optional.of(Instant.parse(text)).filter(cut -> before(cut).equals(document))
                : Optional.empty();
    }

    /** What stands there, as JSON; a missing node for what is none, which no document of ours is equal to. */
    static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
