package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Target;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the object that a target or reference means stands in the API.
 *
 * @param namespace empty for an object of the cluster
 */
record Where(ResourceKind kind, Optional<String> namespace, String name) {
    static final String WORKLOAD = "kubernetes.workload";
    static final String NODE = "kubernetes.node";
    static final String NAMESPACE = "kubernetes.namespace";
    static final String SERVICE_ACCOUNT = "kubernetes.serviceaccount";
    static final String SECRET = "kubernetes.secret";
    static final String GITOPS = "kubernetes.gitops";
    static final String ROLE_BINDING = "kubernetes.rolebinding";
    static final String NETWORK_POLICY = "kubernetes.networkpolicy";

    /** Empty where {@code id} is not of the form of its kind, or no such kind is an object: nothing can be called so. */
    static Optional<Where> of(String kind, String id) {
        String[] parts = id.split("/", -1);
        return switch (kind) {
            case Pod.KIND -> namespaced(ResourceKind.POD, parts);
            case SERVICE_ACCOUNT -> namespaced(ResourceKind.SERVICE_ACCOUNT, parts);
            case SECRET -> namespaced(ResourceKind.SECRET, parts);
            case NETWORK_POLICY -> namespaced(ResourceKind.NETWORK_POLICY, parts);
            case WORKLOAD -> ofKind(parts, ResourceKind::workload);
            case GITOPS -> ofKind(parts, ResourceKind::gitOps);
            case ROLE_BINDING ->
                parts.length == 1
                        ? ofCluster(ResourceKind.CLUSTER_ROLE_BINDING, id)
                        : namespaced(ResourceKind.ROLE_BINDING, parts);
            case NAMESPACE -> ofCluster(ResourceKind.NAMESPACE, id);
            case NODE -> ofCluster(ResourceKind.NODE, id);
            default -> Optional.empty();
        };
    }

    /** Of a target, whose id was checked when it was found. */
    static Where of(Target target) {
        return of(target.kind(), target.id())
                .orElseThrow(() -> new IllegalArgumentException("no object is called " + target));
    }

    private static Optional<Where> namespaced(ResourceKind kind, String[] parts) {
        return parts.length == 2 && Names.isNamespace(parts[0]) && kind.names(parts[1])
                ? Optional.of(new Where(kind, Optional.of(parts[0]), parts[1]))
                : Optional.empty();
    }

    private static Optional<Where> ofKind(String[] parts, Function<String, Optional<ResourceKind>> kinds) {
        return parts.length == 3 && Names.isNamespace(parts[0]) && Names.isName(parts[2])
                ? kinds.apply(parts[1]).map(kind -> new Where(kind, Optional.of(parts[0]), parts[2]))
                : Optional.empty();
    }

    private static Optional<Where> ofCluster(ResourceKind kind, String name) {
        return kind.names(name) ? Optional.of(new Where(kind, Optional.empty(), name)) : Optional.empty();
    }

    ObjectPath path() {
        return namespace.map(in -> ObjectPath.in(kind, in, name)).orElseGet(() -> ObjectPath.ofCluster(kind, name));
    }
}
