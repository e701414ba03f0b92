package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.TreeMap;

/**
 * Every object of a namespace, and those of the whole cluster that an action of ours may touch, as text: without what the
 * server itself counts, and without what says how things are going. The policy that stands ahead of time is ours to leave.
 */
final class WholeNamespace {
    private static final List<String> INSIDE = List.of(
            "/api/v1/%s/pods",
            "/api/v1/%s/services",
            "/api/v1/%s/serviceaccounts",
            "/api/v1/%s/secrets",
            "/api/v1/%s/configmaps",
            "/api/v1/%s/resourcequotas",
            "/api/v1/%s/limitranges",
            "/apis/apps/v1/%s/deployments",
            "/apis/apps/v1/%s/replicasets",
            "/apis/apps/v1/%s/statefulsets",
            "/apis/apps/v1/%s/daemonsets",
            "/apis/batch/v1/%s/jobs",
            "/apis/batch/v1/%s/cronjobs",
            "/apis/autoscaling/v2/%s/horizontalpodautoscalers",
            "/apis/policy/v1/%s/poddisruptionbudgets",
            "/apis/networking.k8s.io/v1/%s/networkpolicies",
            "/apis/rbac.authorization.k8s.io/v1/%s/roles",
            "/apis/rbac.authorization.k8s.io/v1/%s/rolebindings",
            "/apis/cilium.io/v2/%s/ciliumnetworkpolicies",
            "/apis/argoproj.io/v1alpha1/%s/applications",
            "/apis/kustomize.toolkit.fluxcd.io/v1/%s/kustomizations",
            "/apis/helm.toolkit.fluxcd.io/v2/%s/helmreleases");

    private static final List<String> CLUSTER_WIDE = List.of(
            "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
            "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings");

    private WholeNamespace() {}

    /** {@code own} is the path of a target that stands outside of the namespace, or of any in it. */
    static String of(Grounds grounds, String own) {
        var objects = new TreeMap<String, String>();
        for (String path : INSIDE) {
            add(objects, grounds, path.formatted("namespaces/" + grounds.namespace()));
        }
        // Others may be at work elsewhere in the cluster: of what is cluster-wide only what names this namespace
        // counts.
        for (String path : CLUSTER_WIDE) {
            var all = new TreeMap<String, String>();
            add(all, grounds, path);
            all.values().removeIf(object -> !object.contains(grounds.namespace()));
            objects.putAll(all);
        }
        grounds.admin().get("/api/v1/namespaces/" + grounds.namespace()).ifPresent(it -> put(objects, "namespace", it));
        grounds.admin().get(own).ifPresent(it -> put(objects, own, it));
        var text = new StringBuilder();
        objects.forEach(
                (name, object) -> text.append(name).append(' ').append(object).append('\n'));
        return text.toString();
    }

    /** A kind that is not served has no objects. */
    private static void add(TreeMap<String, String> objects, Grounds grounds, String path) {
        grounds.admin()
                .get(path)
                .ifPresent(list -> list.path("items")
                        .valueStream()
                        .filter(object -> !isStanding(object))
                        .forEach(object -> put(
                                objects,
                                path + "/" + object.at("/metadata/name").asText(),
                                object)));
    }

    private static void put(TreeMap<String, String> objects, String name, JsonNode object) {
        objects.put(name, ObjectActionContract.ownFields(object));
    }

    private static boolean isStanding(JsonNode object) {
        JsonNode labels = object.at("/metadata/labels");
        return labels.has("killswitch.dev/managed-by") && !labels.has("killswitch.dev/containment");
    }
}
