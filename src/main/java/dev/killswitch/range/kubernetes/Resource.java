package dev.killswitch.range.kubernetes;

import java.util.List;
import java.util.stream.Stream;

/** One kind of object that the range keeps. {@code group} is blank for the core. */
record Resource(String group, String version, String plural, String kind, Scope scope) {
    enum Scope {
        NAMESPACED,
        CLUSTER
    }

    static final Resource PODS = core("pods", "Pod");
    static final Resource NAMESPACES = new Resource("", "v1", "namespaces", "Namespace", Scope.CLUSTER);
    static final Resource NODES = new Resource("", "v1", "nodes", "Node", Scope.CLUSTER);
    static final Resource SERVICES = core("services", "Service");
    static final Resource SERVICE_ACCOUNTS = core("serviceaccounts", "ServiceAccount");
    static final Resource SECRETS = core("secrets", "Secret");
    static final Resource CONFIG_MAPS = core("configmaps", "ConfigMap");
    static final Resource EVENTS = core("events", "Event");
    static final Resource RESOURCE_QUOTAS = core("resourcequotas", "ResourceQuota");
    static final Resource DEPLOYMENTS = apps("deployments", "Deployment");
    static final Resource REPLICA_SETS = apps("replicasets", "ReplicaSet");
    static final Resource STATEFUL_SETS = apps("statefulsets", "StatefulSet");
    static final Resource DAEMON_SETS = apps("daemonsets", "DaemonSet");
    static final Resource JOBS = batch("jobs", "Job");
    static final Resource CRON_JOBS = batch("cronjobs", "CronJob");
    static final Resource AUTOSCALERS =
            new Resource("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", Scope.NAMESPACED);
    static final Resource DISRUPTION_BUDGETS =
            new Resource("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", Scope.NAMESPACED);
    static final Resource NETWORK_POLICIES =
            new Resource("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", Scope.NAMESPACED);

    static final Resource ROLES = rbac("roles", "Role", Scope.NAMESPACED);
    static final Resource CLUSTER_ROLES = rbac("clusterroles", "ClusterRole", Scope.CLUSTER);
    static final Resource ROLE_BINDINGS = rbac("rolebindings", "RoleBinding", Scope.NAMESPACED);
    static final Resource CLUSTER_ROLE_BINDINGS = rbac("clusterrolebindings", "ClusterRoleBinding", Scope.CLUSTER);

    static final Resource ADMISSION_POLICIES = admission("validatingadmissionpolicies", "ValidatingAdmissionPolicy");
    static final Resource ADMISSION_BINDINGS =
            admission("validatingadmissionpolicybindings", "ValidatingAdmissionPolicyBinding");

    static final Resource ARGO_APPLICATIONS =
            new Resource("argoproj.io", "v1alpha1", "applications", "Application", Scope.NAMESPACED);
    static final Resource FLUX_KUSTOMIZATIONS =
            new Resource("kustomize.toolkit.fluxcd.io", "v1", "kustomizations", "Kustomization", Scope.NAMESPACED);

    /** Those of network plugins and of what deploys: served only where somebody says so. */
    static final List<Resource> EXTENSIONS = List.of(
            new Resource("cilium.io", "v2", "ciliumnetworkpolicies", "CiliumNetworkPolicy", Scope.NAMESPACED),
            new Resource(
                    "cilium.io",
                    "v2",
                    "ciliumclusterwidenetworkpolicies",
                    "CiliumClusterwideNetworkPolicy",
                    Scope.CLUSTER),
            new Resource("cilium.io", "v2", "ciliumendpoints", "CiliumEndpoint", Scope.NAMESPACED),
            new Resource("projectcalico.org", "v3", "globalnetworkpolicies", "GlobalNetworkPolicy", Scope.CLUSTER),
            new Resource("projectcalico.org", "v3", "tiers", "Tier", Scope.CLUSTER),
            new Resource(
                    "policy.networking.k8s.io",
                    "v1alpha2",
                    "clusternetworkpolicies",
                    "ClusterNetworkPolicy",
                    Scope.CLUSTER),
            new Resource(
                    "policy.networking.k8s.io",
                    "v1alpha1",
                    "adminnetworkpolicies",
                    "AdminNetworkPolicy",
                    Scope.CLUSTER),
            new Resource("crd.antrea.io", "v1beta1", "clusternetworkpolicies", "ClusterNetworkPolicy", Scope.CLUSTER),
            new Resource("crd.antrea.io", "v1beta1", "networkpolicies", "NetworkPolicy", Scope.NAMESPACED),
            new Resource("crd.antrea.io", "v1beta1", "tiers", "Tier", Scope.CLUSTER),
            ARGO_APPLICATIONS,
            FLUX_KUSTOMIZATIONS,
            new Resource("helm.toolkit.fluxcd.io", "v2", "helmreleases", "HelmRelease", Scope.NAMESPACED),
            new Resource("networking.k8s.aws", "v1alpha1", "policyendpoints", "PolicyEndpoint", Scope.NAMESPACED));

    static final List<Resource> ALL = List.of(
            PODS,
            NAMESPACES,
            NODES,
            SERVICES,
            SERVICE_ACCOUNTS,
            SECRETS,
            CONFIG_MAPS,
            EVENTS,
            RESOURCE_QUOTAS,
            DEPLOYMENTS,
            REPLICA_SETS,
            STATEFUL_SETS,
            DAEMON_SETS,
            JOBS,
            CRON_JOBS,
            DISRUPTION_BUDGETS,
            AUTOSCALERS,
            NETWORK_POLICIES,
            ROLES,
            CLUSTER_ROLES,
            ROLE_BINDINGS,
            CLUSTER_ROLE_BINDINGS,
            ADMISSION_POLICIES,
            ADMISSION_BINDINGS);

    private static Resource core(String plural, String kind) {
        return new Resource("", "v1", plural, kind, Scope.NAMESPACED);
    }

    private static Resource apps(String plural, String kind) {
        return new Resource("apps", "v1", plural, kind, Scope.NAMESPACED);
    }

    private static Resource batch(String plural, String kind) {
        return new Resource("batch", "v1", plural, kind, Scope.NAMESPACED);
    }

    private static Resource rbac(String plural, String kind, Scope scope) {
        return new Resource(Rbac.GROUP, "v1", plural, kind, scope);
    }

    private static Resource admission(String plural, String kind) {
        return new Resource("admissionregistration.k8s.io", "v1", plural, kind, Scope.CLUSTER);
    }

    /** Served now or not: objects of it may be there. */
    static Stream<Resource> known() {
        return Stream.concat(ALL.stream(), EXTENSIONS.stream());
    }

    /** As in {@code apiVersion}. */
    String groupVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** As RBAC and {@code kubectl auth can-i} write it: {@code pods}, {@code replicasets.apps}. */
    String rbacName() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
