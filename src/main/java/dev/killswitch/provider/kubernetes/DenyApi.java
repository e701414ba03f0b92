package dev.killswitch.provider.kubernetes;

import java.util.Optional;
import java.util.stream.Stream;

/** A network policy API in which a deny beats every allow of the others. */
enum DenyApi {
    CILIUM("cilium.io/v2", "ciliumnetworkpolicies"),
    CALICO("projectcalico.org/v3", "globalnetworkpolicies"),
    CLUSTER_NETWORK_POLICY("policy.networking.k8s.io/v1alpha2", "clusternetworkpolicies"),
    ADMIN_NETWORK_POLICY("policy.networking.k8s.io/v1alpha1", "adminnetworkpolicies"),
    ANTREA("crd.antrea.io/v1beta1", "clusternetworkpolicies");

    private final String groupVersion;
    private final String plural;

    DenyApi(String groupVersion, String plural) {
        this.groupVersion = groupVersion;
        this.plural = plural;
    }

    static Optional<DenyApi> of(String groupVersion) {
        return Stream.of(values())
                .filter(api -> api.groupVersion.equals(groupVersion))
                .findFirst();
    }

    /** As in {@code apiVersion}. */
    String groupVersion() {
        return groupVersion;
    }

    /** The resource that the API server has to serve for it. That it is served does not mean that somebody implements it. */
    String plural() {
        return plural;
    }
}
