package dev.killswitch.provider.kubernetes;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of objects that we read or write. */
enum ResourceKind {
    POD("", "v1", "pods", "Pod"),
    NAMESPACE("", "v1", "namespaces", "Namespace"),
    NODE("", "v1", "nodes", "Node"),
    SERVICE_ACCOUNT("", "v1", "serviceaccounts", "ServiceAccount"),
    SECRET("", "v1", "secrets", "Secret"),
    POD_DISRUPTION_BUDGET("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget"),
    HORIZONTAL_POD_AUTOSCALER("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler"),
    EVENT("", "v1", "events", "Event"),
    RESOURCE_QUOTA("", "v1", "resourcequotas", "ResourceQuota"),
    ADMISSION_POLICY("admissionregistration.k8s.io", "v1", "validatingadmissionpolicies", "ValidatingAdmissionPolicy"),
    ADMISSION_BINDING(
            "admissionregistration.k8s.io",
            "v1",
            "validatingadmissionpolicybindings",
            "ValidatingAdmissionPolicyBinding"),
    ROLE("rbac.authorization.k8s.io", "v1", "roles", "Role"),
    CLUSTER_ROLE("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole"),
    ROLE_BINDING("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding"),
    CLUSTER_ROLE_BINDING("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding"),
    CONFIG_MAP("", "v1", "configmaps", "ConfigMap"),
    NETWORK_POLICY("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy"),
    CILIUM_POLICY("cilium.io", "v2", "ciliumnetworkpolicies", "CiliumNetworkPolicy"),
    CILIUM_ENDPOINT("cilium.io", "v2", "ciliumendpoints", "CiliumEndpoint"),
    CALICO_POLICY("projectcalico.org", "v3", "globalnetworkpolicies", "GlobalNetworkPolicy"),
    CALICO_TIER("projectcalico.org", "v3", "tiers", "Tier"),
    CLUSTER_POLICY("policy.networking.k8s.io", "v1alpha2", "clusternetworkpolicies", "ClusterNetworkPolicy"),
    ADMIN_POLICY("policy.networking.k8s.io", "v1alpha1", "adminnetworkpolicies", "AdminNetworkPolicy"),
    ANTREA_CLUSTER_POLICY("crd.antrea.io", "v1beta1", "clusternetworkpolicies", "ClusterNetworkPolicy"),
    ANTREA_POLICY("crd.antrea.io", "v1beta1", "networkpolicies", "NetworkPolicy"),
    ANTREA_TIER("crd.antrea.io", "v1beta1", "tiers", "Tier"),
    DEPLOYMENT("apps", "v1", "deployments", "Deployment"),
    REPLICA_SET("apps", "v1", "replicasets", "ReplicaSet"),
    STATEFUL_SET("apps", "v1", "statefulsets", "StatefulSet"),
    DAEMON_SET("apps", "v1", "daemonsets", "DaemonSet"),
    JOB("batch", "v1", "jobs", "Job"),
    CRON_JOB("batch", "v1", "cronjobs", "CronJob"),
    ARGO_APPLICATION("argoproj.io", "v1alpha1", "applications", "Application"),
    FLUX_KUSTOMIZATION("kustomize.toolkit.fluxcd.io", "v1", "kustomizations", "Kustomization"),
    FLUX_HELM_RELEASE("helm.toolkit.fluxcd.io", "v2", "helmreleases", "HelmRelease");

    private final String group;
    private final String version;
    private final String plural;
    private final String kind;

    ResourceKind(String group, String version, String plural, String kind) {
        this.group = group;
        this.version = version;
        this.plural = plural;
        this.kind = kind;
    }

    /** The workload kind that an owner reference or a {@code kubernetes.workload} id names. */
    static Optional<ResourceKind> workload(String kind) {
        return Stream.of(DEPLOYMENT, REPLICA_SET, STATEFUL_SET, DAEMON_SET, JOB, CRON_JOB)
                .filter(one -> one.kind.equals(kind))
                .findFirst();
    }

    /** The kind that a {@code kubernetes.gitops} id names: what Argo CD or Flux deploys by. */
    static Optional<ResourceKind> gitOps(String kind) {
        return Stream.of(ARGO_APPLICATION, FLUX_KUSTOMIZATION, FLUX_HELM_RELEASE)
                .filter(one -> one.kind.equals(kind))
                .findFirst();
    }

    String group() {
        return group;
    }

    String version() {
        return version;
    }

    String plural() {
        return plural;
    }

    String base() {
        return group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    String kind() {
        return kind;
    }

    /** Whether an object of this kind may be called so. */
    boolean names(String name) {
        return switch (this) {
            case ROLE, CLUSTER_ROLE, ROLE_BINDING, CLUSTER_ROLE_BINDING -> Names.isSegment(name);
            default -> Names.isName(name);
        };
    }

    /** As people say it: {@code network policy}. */
    String word() {
        return kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /** As {@code kubectl auth can-i} takes it. */
    String permission(String verb) {
        return permissionOn(verb, plural);
    }

    /** For a part of it, such as its scale. */
    String permission(String verb, String part) {
        return permissionOn(verb, plural + "/" + part);
    }

    private String permissionOn(String verb, String what) {
        return verb + " " + what + (group.isEmpty() ? "" : "." + group);
    }
}
