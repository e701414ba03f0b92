package dev.killswitch.provider.kubernetes;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a look at a cluster's API told of its network.
 *
 * @param served the resources of each group and version that we know, as far as the API server serves it
 * @param plugins by the DaemonSets that could be seen
 * @param cluster the uid of namespace {@code kube-system}; blank where we may not get it
 */
record Discovered(Map<String, Set<String>> served, Plugins plugins, String cluster, Instant at) {
    static final String POLICY_API = "networking.k8s.io/v1";

    /** Where the policy agent of the AWS VPC CNI keeps what it carries out. */
    static final String AWS = "networking.k8s.aws/v1alpha1";

    static final String OVN = "k8s.ovn.org/v1";

    Discovered {
        served = Map.copyOf(served);
    }

    /** What can be said of the DaemonSets that network plugins run as. */
    sealed interface Plugins {
        /** None of those that we know, where empty. */
        record Seen(Optional<Plugin> plugin) implements Plugins {}

        record Hidden(String permission) implements Plugins {}
    }

    /**
     * The one plugin that counts where several are there.
     *
     * @param where its DaemonSet, {@code namespace/name}
     * @param build the images of its containers: with another, what was measured has to be measured again
     */
    record Plugin(NetworkPlugin kind, Known enforces, String where, String build) {}

    boolean serves(String groupVersion, String plural) {
        return served.getOrDefault(groupVersion, Set.of()).contains(plural);
    }

    boolean has(DenyApi api) {
        return serves(api.groupVersion(), api.plural());
    }

    Optional<Plugin> plugin() {
        return plugins instanceof Plugins.Seen seen ? seen.plugin() : Optional.empty();
    }
}
