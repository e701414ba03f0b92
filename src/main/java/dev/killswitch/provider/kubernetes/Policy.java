package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A NetworkPolicy. */
record Policy(String name, String uid, Map<String, String> labels, JsonNode spec) {
    private static final int TOLD_MAX = 50;

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

    Stream<JsonNode> rules(Withdrawal.Direction direction) {
        return types().contains(direction.type()) ? spec.path(direction.field()).valueStream() : Stream.empty();
    }

    boolean selects(Map<String, String> podLabels) {
        return Selector.read(spec.path("podSelector")).fits(podLabels);
    }

    /**
     * What still lets traffic through to or from a pod with {@code podLabels}: policies add up, so each that selects it
     * and has a rule is an opening, whatever else denies. Empty where nothing does.
     */
    static List<String> residuals(List<Policy> all, Map<String, String> podLabels) {
        return openings(all.stream().filter(one -> one.selects(podLabels)));
    }

    /** The same for pods of any of these labels. */
    static List<String> residuals(List<Policy> all, Set<Map<String, String>> podLabels) {
        return openings(all.stream().filter(one -> podLabels.stream().anyMatch(one::selects)));
    }

    /** What {@code policies} let through, each as a few words. */
    static List<String> openings(Stream<Policy> policies) {
        return told(policies.flatMap(Policy::openings).sorted().toList());
    }

    /** As many as somebody reads. */
    static List<String> told(List<String> found) {
        return found.size() <= TOLD_MAX
                ? found
                : Stream.concat(
                                found.stream().limit(TOLD_MAX),
                                Stream.of((found.size() - TOLD_MAX) + " more of this kind"))
                        .toList();
    }

    /** Whether it denies both ways, by having no rule. */
    boolean deniesAll() {
        return types().containsAll(Set.of("Ingress", "Egress"))
                && openings().findAny().isEmpty();
    }

    private Stream<String> openings() {
        Set<String> types = types();
        return Stream.of(opening(types, "Ingress", "ingress", "in"), opening(types, "Egress", "egress", "out"))
                .flatMap(opening -> opening);
    }

    private Stream<String> opening(Set<String> types, String type, String field, String way) {
        int rules = spec.path(field).size();
        return rules > 0 && types.contains(type)
                ? Stream.of("NetworkPolicy " + name + " lets traffic " + way + " (" + rules
                        + (rules == 1 ? " rule)" : " rules)"))
                : Stream.empty();
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
