package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Disruption budgets: how many pods each lets go, and what that says to an eviction. Every pod of the range is healthy. */
final class Evictions {
    private Evictions() {}

    /** What the disruption controller notes. */
    static void reconcile(Objects objects) {
        for (ObjectNode budget : objects.all(Resource.DISRUPTION_BUDGETS)) {
            int healthy = (int) objects.in(Resource.PODS, text(budget, "namespace")).stream()
                    .filter(pod -> fits(budget, pod) && !pod.at("/metadata").has("deletionTimestamp"))
                    .count();
            int wanted = wanted(budget.path("spec"), healthy);
            ObjectNode seen = budget.deepCopy();
            seen.withObject("/status")
                    .put("expectedPods", healthy)
                    .put("currentHealthy", healthy)
                    .put("desiredHealthy", wanted)
                    .put("disruptionsAllowed", Math.max(0, healthy - wanted));
            objects.put(Resource.DISRUPTION_BUDGETS, seen);
        }
    }

    private static int wanted(JsonNode spec, int pods) {
        return spec.has("maxUnavailable")
                ? Math.max(0, pods - number(spec.path("maxUnavailable"), pods))
                : number(spec.path("minAvailable"), pods);
    }

    /** A number, or a share of all that is rounded up. */
    private static int number(JsonNode value, int all) {
        String text = value.asText();
        return text.endsWith("%")
                ? (int) Math.ceil(all * Integer.parseInt(text.substring(0, text.length() - 1)) / 100.0)
                : value.asInt();
    }

    /** Throws what the API server answers where a budget says no. A pod that is on its way out may go. */
    static void check(Objects objects, ObjectNode pod) {
        if (pod.at("/metadata").has("deletionTimestamp")) {
            return;
        }
        List<ObjectNode> budgets = objects.in(Resource.DISRUPTION_BUDGETS, text(pod, "namespace")).stream()
                .filter(budget -> fits(budget, pod))
                .toList();
        if (budgets.size() > 1) {
            throw Failure.of(
                    500,
                    "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        }
        if (budgets.stream()
                .anyMatch(one -> one.at("/status/disruptionsAllowed").asInt() < 1)) {
            throw Failure.of(429, "Cannot evict pod as it would violate the pod's disruption budget.");
        }
    }

    private static boolean fits(ObjectNode budget, ObjectNode pod) {
        JsonNode selector = budget.at("/spec/selector");
        return selector.isObject() && Selectors.matches(selector, pod.at("/metadata/labels"));
    }

    private static String text(ObjectNode object, String field) {
        return object.path("metadata").path(field).asText();
    }
}
