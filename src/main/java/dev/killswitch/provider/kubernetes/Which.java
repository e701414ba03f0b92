package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.Stream;

/** Which pods an isolation is about. */
sealed interface Which {
    String namespace();

    /** As in a NetworkPolicy. */
    JsonNode podSelector();

    /** Whatever carries our label; an object that stands for the whole cluster means all namespaces by it. */
    record Labelled(String namespace, String pod) implements Which {
        @Override
        public JsonNode podSelector() {
            ObjectNode selector = KubernetesCalls.JSON.createObjectNode();
            selector.putArray("matchExpressions")
                    .addObject()
                    .put("key", Marks.QUARANTINE)
                    .put("operator", "Exists");
            return selector;
        }
    }

    record Selected(String namespace, JsonNode podSelector) implements Which {}

    record All(String namespace) implements Which {
        @Override
        public JsonNode podSelector() {
            return KubernetesCalls.JSON.createObjectNode();
        }
    }

    /** The keys of labels that decide. */
    default Stream<String> keys() {
        return Stream.concat(
                        podSelector().path("matchLabels").propertyStream().map(Map.Entry::getKey),
                        podSelector()
                                .path("matchExpressions")
                                .valueStream()
                                .map(one -> one.path("key").asText()))
                .distinct();
    }
}
