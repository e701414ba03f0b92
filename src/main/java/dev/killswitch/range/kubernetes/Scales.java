package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;

/** The scale of a workload, as a view of it: a number wanted, a number there, a selector as text. A zero is left out. */
final class Scales {
    private Scales() {}

    static ObjectNode of(ObjectNode workload) {
        JsonNode metadata = workload.path("metadata");
        ObjectNode scale = Objects.JSON.createObjectNode().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode own = scale.putObject("metadata");
        for (String field : new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
            own.set(field, metadata.path(field));
        }
        ObjectNode spec = scale.putObject("spec");
        int wanted = workload.at("/spec/replicas").asInt(1);
        if (wanted != 0) {
            spec.put("replicas", wanted);
        }
        scale.putObject("status")
                .put("replicas", workload.at("/status/replicas").asInt())
                .put(
                        "selector",
                        workload.at("/spec/selector/matchLabels")
                                .propertyStream()
                                .map(label ->
                                        label.getKey() + "=" + label.getValue().asText())
                                .collect(Collectors.joining(",")));
        return scale;
    }

    /** The workload with the number that {@code scale} wants. */
    static ObjectNode applied(ObjectNode workload, ObjectNode scale) {
        for (String field : new String[] {"uid", "name", "namespace"}) {
            if (!scale.at("/metadata/" + field).equals(workload.at("/metadata/" + field))) {
                throw Failure.of(409, "Precondition failed: metadata." + field + " cannot be changed");
            }
        }
        int wanted = scale.at("/spec/replicas").asInt();
        if (wanted < 0) {
            throw Failure.of(422, "spec.replicas: Invalid value: must be greater than or equal to 0");
        }
        ObjectNode scaled = workload.deepCopy();
        scaled.withObject("/spec").put("replicas", wanted);
        return scaled;
    }
}
