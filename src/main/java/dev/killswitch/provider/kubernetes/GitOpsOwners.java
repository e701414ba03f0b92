package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Argo CD and Flux deploy an object by, as their marks on it say: ids that {@code kubernetes.gitops-hold} takes. Whoever
 * may write the object may have put a mark there, so they are told and decide nothing; what is no name is left out.
 */
final class GitOpsOwners {
    /** Where Argo CD lives unless somebody chose otherwise: its mark names the namespace only of Applications elsewhere. */
    private static final String ARGO = "argocd";

    private GitOpsOwners() {}

    static List<String> of(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return Stream.of(
                        argo(metadata.path("annotations")
                                .path("argocd.argoproj.io/tracking-id")
                                .asText()
                                .replaceFirst("(?s):.*", "")),
                        argo(metadata.path("labels")
                                .path("argocd.argoproj.io/instance")
                                .asText()),
                        flux(metadata.path("labels"), "kustomize", ResourceKind.FLUX_KUSTOMIZATION),
                        flux(metadata.path("labels"), "helm", ResourceKind.FLUX_HELM_RELEASE))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** {@code name}, or {@code namespace_name}. */
    private static Optional<String> argo(String instance) {
        int mark = instance.indexOf('_');
        return mark < 0
                ? id(ARGO, ResourceKind.ARGO_APPLICATION, instance)
                : id(instance.substring(0, mark), ResourceKind.ARGO_APPLICATION, instance.substring(mark + 1));
    }

    private static Optional<String> flux(JsonNode labels, String toolkit, ResourceKind kind) {
        String prefix = toolkit + ".toolkit.fluxcd.io/";
        return id(
                labels.path(prefix + "namespace").asText(),
                kind,
                labels.path(prefix + "name").asText());
    }

    private static Optional<String> id(String namespace, ResourceKind kind, String name) {
        return Names.isNamespace(namespace) && Names.isName(name)
                ? Optional.of(namespace + "/" + kind.kind() + "/" + name)
                : Optional.empty();
    }
}
