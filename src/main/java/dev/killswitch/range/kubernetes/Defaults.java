package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What the API server fills in and leaves out of what it is given, where somebody may lean on it. */
final class Defaults {
    private static final String INGRESS = "ingress";
    private static final String EGRESS = "egress";
    private static final String TYPES = "policyTypes";

    private Defaults() {}

    /** Of a NetworkPolicy: its types and its ports' protocol; a list without rules is not stored. */
    static void fill(Resource resource, ObjectNode object) {
        if (!resource.equals(Resource.NETWORK_POLICIES)) {
            return;
        }
        ObjectNode spec = object.withObject("/spec");
        for (String direction : List.of(INGRESS, EGRESS)) {
            if (spec.path(direction).isEmpty()) {
                spec.remove(direction);
            }
            spec.path(direction)
                    .valueStream()
                    .flatMap(rule -> rule.path("ports").valueStream())
                    .forEach(port -> {
                        if (port instanceof ObjectNode one && !one.has("protocol")) {
                            one.put("protocol", "TCP");
                        }
                    });
        }
        if (spec.path(TYPES).isEmpty()) {
            ArrayNode types = spec.putArray(TYPES).add("Ingress");
            if (spec.has(EGRESS)) {
                types.add("Egress");
            }
        }
        inOrder(spec);
    }

    /** An answer has its fields in one order, however they came. */
    private static void inOrder(ObjectNode spec) {
        for (String field : List.of(INGRESS, EGRESS, TYPES)) {
            if (spec.has(field)) {
                spec.set(field, spec.remove(field));
            }
        }
    }
}
