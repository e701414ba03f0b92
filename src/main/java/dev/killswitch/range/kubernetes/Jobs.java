package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What is special of Jobs and CronJobs: a selector that the server makes, and that they can be suspended. */
final class Jobs {
    private static final String CONTROLLER_UID = "batch.kubernetes.io/controller-uid";
    private static final String JOB_NAME = "batch.kubernetes.io/job-name";

    private Jobs() {}

    /** What the server itself fills in of a new one. */
    static ObjectNode completed(Resource resource, ObjectNode object) {
        if (!resource.equals(Resource.JOBS) && !resource.equals(Resource.CRON_JOBS)) {
            return object;
        }
        ObjectNode spec = object.withObject("/spec");
        if (!spec.has("suspend")) {
            spec.put("suspend", false);
        }
        if (resource.equals(Resource.JOBS) && !spec.has("selector")) {
            String uid = object.at("/metadata/uid").asText();
            spec.putObject("selector").putObject("matchLabels").put(CONTROLLER_UID, uid);
            spec.withObject("/template/metadata/labels")
                    .put(CONTROLLER_UID, uid)
                    .put(JOB_NAME, object.at("/metadata/name").asText());
        }
        return object;
    }

    private static boolean isSuspended(ObjectNode job) {
        return job.at("/spec/suspend").asBoolean();
    }

    private static boolean isOf(JsonNode condition, String type) {
        return condition.path("type").asText().equals(type);
    }

    private static boolean isOver(ObjectNode job) {
        return job.at("/status/conditions")
                .valueStream()
                .anyMatch(one -> (isOf(one, "Complete") || isOf(one, "Failed"))
                        && one.path("status").asText().equals("True"));
    }

    /** How many pods it has at a time. */
    static int wanted(ObjectNode job) {
        return isSuspended(job) || isOver(job) ? 0 : job.at("/spec/parallelism").asInt(1);
    }

    /** With {@code active} pods. A count of none is left out. */
    static ObjectNode seen(ObjectNode job, int active) {
        ObjectNode seen = job.deepCopy();
        ObjectNode status = seen.withObject("/status");
        status.remove("active");
        if (active > 0) {
            status.put("active", active);
        }
        ArrayNode conditions = status.withArray("/conditions");
        Optional<JsonNode> told =
                conditions.valueStream().filter(one -> isOf(one, "Suspended")).findFirst();
        if (told.isPresent() && told.get() instanceof ObjectNode condition) {
            condition.put("status", isSuspended(job) ? "True" : "False");
        } else if (isSuspended(job)) {
            conditions.addObject().put("type", "Suspended").put("status", "True");
        }
        if (conditions.isEmpty()) {
            status.remove("conditions");
        }
        return seen;
    }
}
