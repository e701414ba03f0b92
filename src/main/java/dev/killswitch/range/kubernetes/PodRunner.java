package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Scheduler and kubelet in one: a new pod gets a node and an address, and runs at once. It has no processes. */
final class PodRunner {
    private static final List<String> NODES = List.of("node-a", "node-b");

    private final Objects objects;
    private final Clock clock;

    PodRunner(Objects objects, Clock clock) {
        this.objects = objects;
        this.clock = clock;
    }

    ObjectNode run(ObjectNode pod) {
        long number = objects.next();
        ObjectNode running = pod.deepCopy();
        ObjectNode spec = running.withObject("/spec");
        if (!spec.has("nodeName")) {
            spec.put("nodeName", node(pod).orElseGet(() -> open(number)));
        }
        if (!spec.has("serviceAccountName")) {
            spec.put("serviceAccountName", "default");
        }
        boolean onHost = spec.path("hostNetwork").asBoolean();
        ObjectNode status = running.withObject("/status");
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        status.put("phase", "Running")
                .put("startTime", now)
                .put("podIP", onHost ? nodeAddress(spec.path("nodeName").asText()) : address(number));
        status.putArray("conditions").addObject().put("type", "Ready").put("status", "True");
        return objects.put(Resource.PODS, running);
    }

    /** Beside the pods that it asks to be with, or not with those that it asks to be without. */
    private Optional<String> node(ObjectNode pod) {
        return nodeOf(pod, "podAffinity")
                .or(() -> nodeOf(pod, "podAntiAffinity")
                        .flatMap(taken ->
                                NODES.stream().filter(one -> !one.equals(taken)).findFirst()));
    }

    private Optional<String> nodeOf(ObjectNode pod, String affinity) {
        JsonNode term = pod.at("/spec/affinity/" + affinity + "/requiredDuringSchedulingIgnoredDuringExecution/0");
        return term.isMissingNode()
                ? Optional.empty()
                : objects.in(Resource.PODS, pod.at("/metadata/namespace").asText()).stream()
                        .filter(one -> Selectors.matches(term.path("labelSelector"), one.at("/metadata/labels")))
                        .map(one -> one.at("/spec/nodeName").asText())
                        .filter(one -> !one.isEmpty())
                        .findFirst();
    }

    /** One that is not cordoned, where there is one: nothing waits for a node here. */
    private String open(long number) {
        List<String> fit = NODES.stream()
                .filter(name -> objects.get(Resource.NODES, "", name)
                        .filter(node -> node.at("/spec/unschedulable").asBoolean())
                        .isEmpty())
                .toList();
        List<String> all = fit.isEmpty() ? NODES : fit;
        return all.get((int) (number % all.size()));
    }

    static String nodeAddress(String node) {
        return "192.0.2." + (10 + Math.max(0, NODES.indexOf(node)));
    }

    private static String address(long number) {
        return "10.42." + (number / 250) % 250 + "." + (number % 250 + 2);
    }

    static long number(String address) {
        return Stream.of(address.split("\\.", -1))
                .filter(part -> !part.isEmpty())
                .mapToLong(Long::parseLong)
                .reduce(0, (left, right) -> left * 256 + right);
    }
}
