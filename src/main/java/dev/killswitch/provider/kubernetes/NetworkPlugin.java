package dev.killswitch.provider.kubernetes;

import java.util.Map;
import java.util.Optional;

/**
 * A network plugin that we know by the name of its DaemonSet, with what its documentation or source says of it: what it
 * does in this cluster, only a measurement tells. In the order in which, of several, one is the one that enforces.
 */
enum NetworkPlugin {
    CILIUM("cilium", Known.YES, Known.YES, Known.YES),
    CALICO("calico", Known.YES, Known.NO, Known.YES),
    ANTREA("antrea", Known.YES, Known.NO, Known.YES),
    KUBE_ROUTER("kube-router", Known.YES, Known.NO, Known.YES),
    OVN_KUBERNETES("ovn-kubernetes", Known.YES, Known.UNKNOWN, Known.YES),
    AZURE_NPM("azure-npm", Known.YES, Known.UNKNOWN, Known.YES),
    /** Enforces only where its agent is told to, which its DaemonSet shows. */
    AWS_VPC_CNI("aws-vpc-cni", Known.UNKNOWN, Known.UNKNOWN, Known.NO),
    /** Enforces since it has an agent of kube-network-policies in it. */
    KINDNET("kindnet", Known.UNKNOWN, Known.YES, Known.YES),
    FLANNEL("flannel", Known.NO, Known.UNKNOWN, Known.UNKNOWN);

    private static final Map<String, NetworkPlugin> BY_DAEMON_SET = Map.ofEntries(
            Map.entry("cilium", CILIUM),
            Map.entry("anetd", CILIUM),
            Map.entry("calico-node", CALICO),
            Map.entry("canal", CALICO),
            Map.entry("antrea-agent", ANTREA),
            Map.entry("kube-router", KUBE_ROUTER),
            Map.entry("ovnkube-node", OVN_KUBERNETES),
            Map.entry("azure-npm", AZURE_NPM),
            Map.entry("aws-node", AWS_VPC_CNI),
            Map.entry("kindnet", KINDNET),
            Map.entry("kube-flannel-ds", FLANNEL),
            Map.entry("kube-flannel", FLANNEL));

    private final String word;
    private final Known enforces;
    private final Known severs;
    private final Known isolatesOne;

    NetworkPlugin(String word, Known enforces, Known severs, Known isolatesOne) {
        this.word = word;
        this.enforces = enforces;
        this.severs = severs;
        this.isolatesOne = isolatesOne;
    }

    static Optional<NetworkPlugin> of(String daemonSet) {
        return Optional.ofNullable(BY_DAEMON_SET.get(daemonSet));
    }

    /** As people and the API say it. */
    String word() {
        return word;
    }

    /** Whether it carries out network policies at all. */
    Known enforces() {
        return enforces;
    }

    /** Whether it cuts connections that are open when a policy comes. */
    Known severs() {
        return severs;
    }

    /** Whether it can tell one replica of a workload from the others. */
    Known isolatesOne() {
        return isolatesOne;
    }
}
