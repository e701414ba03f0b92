package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Quotas on the number of pods: in force once their controller has noted them in the status, as in a real cluster. */
final class Quotas {
    private Quotas() {}

    static void reconcile(Objects objects) {
        for (ObjectNode quota : objects.all(Resource.RESOURCE_QUOTAS)) {
            if (!quota.at("/status/hard").equals(quota.at("/spec/hard"))) {
                ObjectNode noted = quota.deepCopy();
                noted.putObject("status").set("hard", quota.at("/spec/hard").deepCopy());
                objects.put(Resource.RESOURCE_QUOTAS, noted);
            }
        }
    }

    /** Whether one more pod in {@code namespace} is one too many. */
    static boolean isFull(Objects objects, String namespace) {
        int pods = objects.in(Resource.PODS, namespace).size();
        return objects.in(Resource.RESOURCE_QUOTAS, namespace).stream()
                .map(quota -> quota.at("/status/hard/pods"))
                .anyMatch(most -> !most.isMissingNode() && pods >= most.asInt());
    }
}
