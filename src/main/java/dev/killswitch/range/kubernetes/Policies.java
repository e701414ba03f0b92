package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Admission policies of two shapes: one refuses new pods by their images, one refuses whoever has a name or a
 * credential. The range has no
 * users, and its service accounts may do nothing anyway. A policy of another shape is kept, and never looked at: its status
 * stays empty.
 */
final class Policies {
    private static final List<String> SUBJECTS = List.of(
            "request.userInfo.username == ", "has(request.userInfo.groups) && ", "has(request.userInfo.extra) && ");
    private static final String IMAGES = "!variables.images.exists(i, ([i.lowerAscii()].exists(lower, ";
    private static final Pattern TEST = Pattern.compile("lower( == |\\.startsWith\\(|\\.endsWith\\()\"([^\"\\\\]*)\"");
    private static final List<String> CONTAINERS = List.of("containers", "initContainers", "ephemeralContainers");

    private Policies() {}

    /** Counts the specs that {@code fresh} has had, which is how a status says which one it speaks of. */
    static void count(Resource resource, ObjectNode old, ObjectNode fresh) {
        if (resource.equals(Resource.ADMISSION_POLICIES)) {
            long before = old.at("/metadata/generation").asLong();
            boolean same = fresh.path("spec").equals(old.path("spec"));
            fresh.withObject("/metadata").put("generation", same ? before : before + 1);
        }
    }

    static void reconcile(Objects objects) {
        for (ObjectNode policy : objects.all(Resource.ADMISSION_POLICIES)) {
            if (validation(policy).startsWith(IMAGES)
                    || SUBJECTS.stream()
                            .anyMatch(policy.at("/spec/matchConditions/0/expression")
                                    .asText()::startsWith)) {
                ObjectNode seen = policy.deepCopy();
                ObjectNode status = seen.putObject("status");
                status.put(
                        "observedGeneration", policy.at("/metadata/generation").asLong());
                status.putObject("typeChecking");
                objects.put(Resource.ADMISSION_POLICIES, seen);
            }
        }
    }

    private static String validation(JsonNode policy) {
        return policy.at("/spec/validations/0/expression").asText();
    }

    /** Whether a policy that is bound to deny refuses the new {@code pod}. */
    static boolean refuse(Objects objects, JsonNode pod) {
        return objects.all(Resource.ADMISSION_BINDINGS).stream()
                .filter(binding -> binding.at("/spec/validationActions")
                        .valueStream()
                        .anyMatch(one -> one.asText().equals("Deny")))
                .flatMap(binding ->
                        objects
                                .get(
                                        Resource.ADMISSION_POLICIES,
                                        "",
                                        binding.at("/spec/policyName").asText())
                                .stream())
                .map(Policies::validation)
                .filter(expression -> expression.startsWith(IMAGES))
                .anyMatch(expression -> CONTAINERS.stream()
                        .flatMap(list -> pod.at("/spec/" + list).valueStream())
                        .anyMatch(container ->
                                isBlocked(expression, container.path("image").asText())));
    }

    private static boolean isBlocked(String expression, String image) {
        return TEST.matcher(expression).results().anyMatch(test -> holds(test, image.toLowerCase(Locale.ROOT)));
    }

    private static boolean holds(MatchResult test, String image) {
        String text = test.group(2);
        return switch (test.group(1)) {
            case " == " -> image.equals(text);
            case ".startsWith(" -> image.startsWith(text);
            default -> image.endsWith(text);
        };
    }
}
