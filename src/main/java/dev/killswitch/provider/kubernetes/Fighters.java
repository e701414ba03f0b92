package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who writes an object again and again, so that a field which we change may not stay so: by the marks that they leave and
 * by the names under which they wrote the field. Whoever may write the object may have put the marks there, so they are
 * told and decide nothing.
 */
final class Fighters {
    private static final Map<String, String> MARKS = Map.of(
            "argocd.argoproj.io/tracking-id", "Argo CD",
            "argocd.argoproj.io/instance", "Argo CD",
            "kustomize.toolkit.fluxcd.io/name", "Flux",
            "helm.toolkit.fluxcd.io/name", "Flux");

    private static final Map<String, String> MANAGERS = Map.of(
            "argocd-controller", "Argo CD",
            "kustomize-controller", "Flux",
            "helm-controller", "Flux",
            "keda", "KEDA");

    private static final Set<String> DEPLOYERS = Set.of("Argo CD", "Flux");

    private Fighters() {}

    /** Of the field of {@code spec} that is called so. */
    static List<String> of(JsonNode object, String field) {
        JsonNode metadata = object.path("metadata");
        Stream<String> marked = Stream.of("labels", "annotations")
                .flatMap(map -> metadata.path(map).propertyStream())
                .flatMap(mark -> Stream.ofNullable(MARKS.get(mark.getKey())));
        Stream<String> wrote = metadata.path("managedFields")
                .valueStream()
                .filter(one -> one.at("/fieldsV1/f:spec").has("f:" + field))
                .flatMap(one ->
                        Stream.ofNullable(MANAGERS.get(one.path("manager").asText())));
        Stream<String> owner = metadata.path("ownerReferences")
                .valueStream()
                .filter(one -> one.path("controller").asBoolean() && !isCronJob(one))
                .map(one -> isApplicationSet(one) ? "its ApplicationSet" : "its owner");
        return Stream.of(marked, wrote, owner)
                .flatMap(names -> names)
                .sorted()
                .distinct()
                .toList();
    }

    /** A cron job makes jobs, and leaves those that it made alone. */
    static boolean isCronJob(JsonNode owner) {
        return owner.path("kind").asText().equals(ResourceKind.CRON_JOB.kind())
                && owner.path("apiVersion").asText().equals(ResourceKind.CRON_JOB.apiVersion());
    }

    private static boolean isApplicationSet(JsonNode owner) {
        return owner.path("kind").asText().equals("ApplicationSet")
                && owner.path("apiVersion").asText().startsWith("argoproj.io/");
    }

    /** Whether an ApplicationSet of Argo CD makes {@code application}, and writes its spec. */
    static boolean isOfApplicationSet(JsonNode application) {
        return application.at("/metadata/ownerReferences").valueStream().anyMatch(Fighters::isApplicationSet);
    }

    /** One of each, by words for a count of what is hit. */
    static Map<String, Integer> counted(JsonNode object, String field) {
        return of(object, field).stream()
                .collect(Collectors.toUnmodifiableMap(
                        name -> "put-back-by-" + name.toLowerCase(Locale.ROOT).replace(' ', '-'), _ -> 1));
    }

    /** For whoever is about to pull: what to hold first, as far as it is known. */
    static List<String> notes(JsonNode object, String field) {
        List<String> owners = GitOpsOwners.of(object);
        Stream<String> held = owners.stream()
                .map(id -> "by a mark on it, " + id + " deploys it and puts it back: hold that first, by "
                        + GitOpsHold.SPEC.name());
        Stream<String> others = of(object, field).stream()
                .filter(name -> owners.isEmpty() || !DEPLOYERS.contains(name))
                .map(name -> name + " may put it back: tell it to leave it alone first");
        return Stream.concat(held, others).toList();
    }

    /** A clause for a proof; blank where nobody is known. */
    static String clause(JsonNode object, String field) {
        List<String> known = of(object, field);
        List<String> owners = GitOpsOwners.of(object);
        return known.isEmpty()
                ? ""
                : "; " + String.join(" and ", known) + " may put it back: tell " + (known.size() == 1 ? "it" : "them")
                        + " to leave it alone"
                        + (owners.isEmpty()
                                ? ""
                                : ", by " + GitOpsHold.SPEC.name() + " of " + String.join(" and ", owners));
    }
}
