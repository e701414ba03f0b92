package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Target;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is kept of each pod of a cluster, so that it is found by what alerts know of it: as little as that takes.
 *
 * @param hash what its node calls a static pod, whose own uid alerts from that node do not have; blank for other pods
 * @param started in seconds since 1970; 0 where it has not
 */
record IndexedPod(
        String namespace,
        String name,
        String uid,
        String hash,
        String node,
        List<String> addresses,
        List<Long> containers,
        long started,
        boolean hostNetwork,
        boolean isOver) {
    /** As many as alerts have of a container's id at least; they tell containers apart. */
    private static final int DIGITS = 12;

    private static final String HASH = "kubernetes.io/config.hash";

    IndexedPod {
        addresses = List.copyOf(addresses);
        containers = List.copyOf(containers);
    }

    static IndexedPod read(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        JsonNode status = object.path("status");
        String phase = status.path("phase").asText();
        return new IndexedPod(
                metadata.path("namespace").asText().intern(),
                metadata.path("name").asText(),
                metadata.path("uid").asText(),
                hash(object),
                object.at("/spec/nodeName").asText().intern(),
                addresses(status),
                containers(status),
                started(status.path("startTime").asText()),
                object.at("/spec/hostNetwork").asBoolean(),
                phase.equals("Succeeded") || phase.equals("Failed"));
    }

    /** Blank where {@code pod} is no static one. */
    static String hash(JsonNode pod) {
        JsonNode annotations = pod.at("/metadata/annotations");
        return annotations.has(Pod.MIRROR) ? annotations.path(HASH).asText() : "";
    }

    private static List<String> addresses(JsonNode status) {
        return Stream.concat(
                        Stream.of(status.path("podIP")),
                        status.path("podIPs").valueStream().map(one -> one.path("ip")))
                .map(JsonNode::asText)
                .filter(address -> !address.isEmpty())
                .distinct()
                .toList();
    }

    /** Whether its node has said which each of its containers is, which it does a moment after it has made it. */
    static boolean tellsOfAllContainers(JsonNode pod) {
        return statuses(pod.path("status")).findAny().isPresent()
                && statuses(pod.path("status"))
                        .allMatch(one ->
                                container(one.path("containerID").asText()).isPresent());
    }

    private static Stream<JsonNode> statuses(JsonNode status) {
        return Stream.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses")
                .flatMap(list -> status.path(list).valueStream());
    }

    /** One that died and was started again was the pod's, too. */
    private static List<Long> containers(JsonNode status) {
        return statuses(status)
                .flatMap(one -> Stream.of(
                        one.path("containerID"),
                        one.at("/state/terminated/containerID"),
                        one.at("/lastState/terminated/containerID")))
                .flatMap(id -> container(id.asText()).stream())
                .distinct()
                .toList();
    }

    /** What stands for a container's id, with or without its runtime before it, whole or cut; empty where it is none. */
    static Optional<Long> container(String id) {
        String hex = id.substring(id.lastIndexOf('/') + 1);
        return hex.matches("[0-9a-f]{12,64}")
                ? Optional.of(Long.parseLong(hex.substring(0, DIGITS), 16))
                : Optional.empty();
    }

    private static long started(String time) {
        try {
            return time.isEmpty() ? 0 : Instant.parse(time).getEpochSecond();
        } catch (DateTimeException _) {
            return 0;
        }
    }

    boolean hasStartedAfter(Instant time) {
        return Instant.ofEpochSecond(started).isAfter(time);
    }

    String id() {
        return namespace + "/" + name;
    }

    Where where() {
        return new Where(ResourceKind.POD, Optional.of(namespace), name);
    }

    Target target(String connection) {
        return new Target(connection, Pod.KIND, id(), uid);
    }
}
