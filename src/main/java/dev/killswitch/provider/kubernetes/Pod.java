package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Target;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What we look at of a pod.
 *
 * @param annotationBytes how much of the room for annotations is taken
 * @param graceSeconds of a delete that is under way
 */
record Pod(
        String namespace,
        String name,
        String uid,
        Map<String, String> labels,
        Map<String, String> annotations,
        int annotationBytes,
        Optional<Owner> owner,
        boolean hostNetwork,
        String priorityClass,
        String node,
        String phase,
        boolean terminating,
        long graceSeconds) {
    static final String KIND = "kubernetes.pod";
    static final String MIRROR = "kubernetes.io/config.mirror";

    Pod {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /** The controller, as the pod says. */
    record Owner(String apiVersion, String kind, String name, String uid) {}

    /** As people and orders name it. */
    String id() {
        return namespace + "/" + name;
    }

    static Pod read(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        JsonNode spec = object.path("spec");
        Map<String, String> annotations = texts(metadata.path("annotations"));
        return new Pod(
                metadata.path("namespace").asText(),
                metadata.path("name").asText(),
                metadata.path("uid").asText(),
                texts(metadata.path("labels")),
                annotations,
                annotations.entrySet().stream()
                        .mapToInt(one -> bytes(one.getKey()) + bytes(one.getValue()))
                        .sum(),
                metadata.path("ownerReferences")
                        .valueStream()
                        .filter(one -> one.path("controller").asBoolean())
                        .map(one -> new Owner(
                                one.path("apiVersion").asText(),
                                one.path("kind").asText(),
                                one.path("name").asText(),
                                one.path("uid").asText()))
                        .findFirst(),
                spec.path("hostNetwork").asBoolean(),
                spec.path("priorityClassName").asText(),
                spec.path("nodeName").asText(),
                object.at("/status/phase").asText(),
                metadata.has("deletionTimestamp"),
                metadata.path("deletionGracePeriodSeconds").asLong());
    }

    static Map<String, String> texts(JsonNode map) {
        var texts = new TreeMap<String, String>();
        map.propertyStream()
                .forEach(one -> texts.put(one.getKey(), one.getValue().asText()));
        return texts;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    Target target(String connection) {
        return new Target(connection, KIND, namespace + "/" + name, uid);
    }

    /** Why a person should look before we act. Whoever made the pod may have put it there; a label, which may be written later too, is no reason. */
    Set<String> sensitive() {
        var words = new TreeSet<String>();
        if (isMirror()) {
            words.add("mirror-pod");
        }
        if (priorityClass.equals("system-node-critical") || priorityClass.equals("system-cluster-critical")) {
            words.add("system-critical");
        }
        return words;
    }

    /** Shown by its node for a static pod, as it says itself. */
    boolean isMirror() {
        return annotations.containsKey(MIRROR);
    }

    boolean isIsolated() {
        return labels.containsKey(Marks.QUARANTINE);
    }

    /** Whether it would come back on the same node: as it says itself. */
    boolean belongsToItsNode() {
        return isMirror()
                || owner.filter(one -> one.kind().equals(ResourceKind.DAEMON_SET.kind())
                                && one.apiVersion().equals(ResourceKind.DAEMON_SET.apiVersion()))
                        .isPresent();
    }

    boolean isOver() {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }
}
