package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What roles and their bindings allow to whom. It is asked for in reviews alone: the range's own token may do everything. */
final class Rbac {
    static final String GROUP = "rbac.authorization.k8s.io";

    private static final String ANY = "*";

    private Rbac() {}

    /** The answer to a SubjectAccessReview. */
    static ObjectNode review(Objects objects, JsonNode review) {
        JsonNode spec = review.path("spec");
        JsonNode asked = spec.path("resourceAttributes");
        var names = new ArrayList<String>();
        names.add("User " + spec.path("user").asText());
        spec.path("groups").forEach(group -> names.add("Group " + group.asText()));
        Stream<ObjectNode> bindings = Stream.concat(
                objects.all(Resource.CLUSTER_ROLE_BINDINGS).stream(),
                objects.in(Resource.ROLE_BINDINGS, asked.path("namespace").asText()).stream());
        boolean allowed = bindings.filter(binding -> namesAnyOf(binding, Set.copyOf(names)))
                .flatMap(binding -> role(objects, binding).stream())
                .flatMap(role -> role.path("rules").valueStream())
                .anyMatch(rule -> allows(rule, spec));
        ObjectNode answer = review.deepCopy();
        answer.putObject("status").put("allowed", allowed);
        return answer;
    }

    private static boolean namesAnyOf(JsonNode binding, Set<String> names) {
        return binding.path("subjects").valueStream().map(Rbac::name).anyMatch(names::contains);
    }

    private static String name(JsonNode subject) {
        String name = subject.path("name").asText();
        return subject.path("kind").asText().equals("ServiceAccount")
                ? "User system:serviceaccount:" + subject.path("namespace").asText() + ":" + name
                : subject.path("kind").asText() + " " + name;
    }

    private static Optional<ObjectNode> role(Objects objects, JsonNode binding) {
        String name = binding.at("/roleRef/name").asText();
        return binding.at("/roleRef/kind").asText().equals("Role")
                ? objects.get(Resource.ROLES, binding.at("/metadata/namespace").asText(), name)
                : objects.get(Resource.CLUSTER_ROLES, "", name);
    }

    private static boolean allows(JsonNode rule, JsonNode spec) {
        JsonNode asked = spec.path("resourceAttributes");
        if (asked.isMissingNode()) {
            JsonNode url = spec.path("nonResourceAttributes");
            return has(rule, "verbs", url.path("verb").asText())
                    && has(rule, "nonResourceURLs", url.path("path").asText());
        }
        String sub = asked.path("subresource").asText();
        String resource = asked.path("resource").asText() + (sub.isEmpty() ? "" : "/" + sub);
        boolean isNamed = rule.path("resourceNames").isEmpty()
                || has(rule, "resourceNames", asked.path("name").asText());
        return has(rule, "verbs", asked.path("verb").asText())
                && has(rule, "apiGroups", asked.path("group").asText())
                && has(rule, "resources", resource)
                && isNamed;
    }

    private static boolean has(JsonNode rule, String field, String value) {
        Set<String> values =
                rule.path(field).valueStream().map(JsonNode::asText).collect(Collectors.toSet());
        return values.contains(ANY) || values.contains(value);
    }

    /** The right to bind a role is needed for a binding of it, whatever else one may create. */
    static Optional<String> bound(Resource resource, JsonNode binding) {
        boolean isBinding =
                List.of(Resource.ROLE_BINDINGS, Resource.CLUSTER_ROLE_BINDINGS).contains(resource);
        boolean isOfNamespace = binding.at("/roleRef/kind").asText().equals("Role");
        return isBinding
                ? Optional.of((isOfNamespace ? Resource.ROLES : Resource.CLUSTER_ROLES).rbacName())
                : Optional.empty();
    }
}
