package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** A label selector: all of it has to fit; an empty one fits everything. */
record Selector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {
    Selector {
        matchLabels = Map.copyOf(matchLabels);
        matchExpressions = List.copyOf(matchExpressions);
    }

    /** One of {@code matchExpressions}. */
    record Requirement(String key, String operator, List<String> values) {
        Requirement {
            values = List.copyOf(values);
        }

        boolean fits(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case "In" -> value != null && values.contains(value);
                case "NotIn" -> value == null || !values.contains(value);
                case "Exists" -> value != null;
                case "DoesNotExist" -> value == null;
                // An operator of a later API: better a warning too many than an opening not told.
                default -> true;
            };
        }
    }

    static Selector read(JsonNode selector) {
        return new Selector(
                Pod.texts(selector.path("matchLabels")),
                selector.path("matchExpressions")
                        .valueStream()
                        .map(one -> new Requirement(
                                one.path("key").asText(),
                                one.path("operator").asText(),
                                one.path("values")
                                        .valueStream()
                                        .map(JsonNode::asText)
                                        .toList()))
                        .toList());
    }

    boolean fits(Map<String, String> labels) {
        return matchLabels.entrySet().stream().allMatch(one -> one.getValue().equals(labels.get(one.getKey())))
                && matchExpressions.stream().allMatch(one -> one.fits(labels));
    }
}
