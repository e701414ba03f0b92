package dev.killswitch.range.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What policies inside of users and roles deny: those that deny everything, to everybody or on the conditions known here. */
final class Inline {
    private static final JsonMapper JSON = new JsonMapper();

    private Inline() {}

    /** Who is asking: {@code issued} is when a session was given out, and empty for a lasting key. */
    record Asking(String userId, Optional<String> issued) {}

    /** Names and documents, in order; none in what an older range wrote down. */
    static SortedMap<String, String> kept(SortedMap<String, String> policies) {
        return policies == null ? new TreeMap<>() : policies;
    }

    static boolean isDocument(String document) {
        return parsed(document).path("Statement").isArray();
    }

    static boolean denies(Map<String, String> policies, Asking asking) {
        return policies.values().stream()
                .flatMap(document -> parsed(document).path("Statement").valueStream())
                .filter(statement -> statement.path("Effect").asText().equals("Deny")
                        && statement.path("Action").asText().equals("*")
                        && statement.path("Resource").asText().equals("*"))
                .anyMatch(statement ->
                        statement.path("Condition").propertyStream().allMatch(one -> isMet(one, asking)));
    }

    private static boolean isMet(Map.Entry<String, JsonNode> condition, Asking asking) {
        JsonNode keys = condition.getValue();
        return switch (condition.getKey()) {
            case "StringEquals" ->
                keys.size() == 1 && keys.path("aws:userid").asText().equals(asking.userId());
            case "DateLessThan" ->
                keys.size() == 1
                        && asking.issued()
                                .filter(issued -> isBefore(
                                        issued, keys.path("aws:TokenIssueTime").asText()))
                                .isPresent();
            default -> false;
        };
    }

    private static boolean isBefore(String issued, String cut) {
        try {
            return Instant.parse(issued).isBefore(Instant.parse(cut));
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static JsonNode parsed(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
