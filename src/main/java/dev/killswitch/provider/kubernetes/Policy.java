package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.provider.kubernetes.Withdrawal.Direction;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A NetworkPolicy. */
record Policy(String name, String uid, Map<String, String> labels, JsonNode spec) {
    Policy {
        labels = Map.copyOf(labels);
    }

    static Policy read(JsonNode object) {
        return new Policy(
                object.at("/metadata/name").asText(),
                object.at("/metadata/uid").asText(),
                Pod.texts(object.at("/metadata/labels")),
                object.path("spec"));
    }

    static List<Policy> readAll(JsonNode list) {
        return list.path("items").valueStream().map(Policy::read).toList();
    }

    /** One of our own, with no rule either way; metadata is for the caller to add. */
    static ObjectNode denyingAll(JsonNode podSelector) {
        ObjectNode policy = KubernetesCalls.JSON
                .createObjectNode()
                .put("apiVersion", ResourceKind.NETWORK_POLICY.apiVersion())
                .put("kind", ResourceKind.NETWORK_POLICY.kind());
        ObjectNode spec = policy.putObject("spec");
        spec.set("podSelector", podSelector.deepCopy());
        spec.putArray("policyTypes").add("Ingress").add("Egress");
        return policy;
    }

    Stream<JsonNode> rules(Direction direction) {
        return types().contains(direction.type()) ? spec.path(direction.field()).valueStream() : Stream.empty();
    }

    boolean selects(Map<String, String> podLabels) {
        return Selector.read(spec.path("podSelector")).fits(podLabels);
    }

    /**
     * What still lets traffic through to or from a pod with {@code podLabels}: policies add up, so each rule of each that
     * selects it is an opening, whatever else denies. Empty where nothing does.
     */
    static List<Opening> residuals(List<Policy> all, Map<String, String> podLabels) {
        return residuals(all, Set.of(podLabels));
    }

    /** The same for pods of any of these labels. */
    static List<Opening> residuals(List<Policy> all, Set<Map<String, String>> podLabels) {
        return all.stream()
                .filter(one -> podLabels.stream().anyMatch(one::selects))
                .flatMap(Policy::openings)
                .toList();
    }

    /**
     * What still lets traffic through where both ways are denied to every pod of the namespace that {@code all} are of: of
     * two pods in it, both have to be let.
     */
    static List<Opening> residuals(List<Policy> all) {
        List<Opening> openings = all.stream().flatMap(Policy::openings).toList();
        return openings.stream()
                .flatMap(one -> openings.stream().anyMatch(one::mayMeet)
                        ? Stream.of(one)
                        : one.without(Opening::isInNamespace).stream())
                .toList();
    }

    /** Whether it denies both ways, by having no rule. */
    boolean deniesAll() {
        return types().containsAll(Set.of("Ingress", "Egress"))
                && openings().findAny().isEmpty();
    }

    private Stream<Opening> openings() {
        return Stream.of(Direction.values())
                .flatMap(direction -> rules(direction).map(rule -> new Opening(name, direction, rule)));
    }

    /** Where none are given: ingress always, egress if there is a rule for it. */
    private Set<String> types() {
        JsonNode given = spec.path("policyTypes");
        if (given.isEmpty()) {
            return spec.path("egress").isEmpty() ? Set.of("Ingress") : Set.of("Ingress", "Egress");
        }
        return given.valueStream().map(JsonNode::asText).collect(Collectors.toSet());
    }
}
