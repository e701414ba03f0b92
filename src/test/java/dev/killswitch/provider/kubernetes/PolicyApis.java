package dev.killswitch.provider.kubernetes;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The policy APIs of network plugins, on whatever grounds: what serves them, and what a plugin of each looks like. */
final class PolicyApis {
    private static final String CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final String DAEMON_SETS = "/apis/apps/v1/namespaces/kube-system/daemonsets";

    private static final Map<DenyApi, List<ResourceKind>> KINDS = Map.of(
            DenyApi.CILIUM, List.of(ResourceKind.CILIUM_POLICY, ResourceKind.CILIUM_ENDPOINT),
            DenyApi.CALICO, List.of(ResourceKind.CALICO_POLICY, ResourceKind.CALICO_TIER),
            DenyApi.CLUSTER_NETWORK_POLICY, List.of(ResourceKind.CLUSTER_POLICY),
            DenyApi.ADMIN_NETWORK_POLICY, List.of(ResourceKind.ADMIN_POLICY),
            DenyApi.ANTREA,
                    List.of(ResourceKind.ANTREA_CLUSTER_POLICY, ResourceKind.ANTREA_POLICY, ResourceKind.ANTREA_TIER));

    /** What the real definitions hold their objects to, where ours could go wrong. */
    private static final Map<ResourceKind, String> SPECS = Map.of(
            ResourceKind.CILIUM_POLICY, """
                    {"type":"object","x-kubernetes-preserve-unknown-fields":true,"required":["endpointSelector"],"properties":{
                      "ingressDeny":{"type":"array","items":{"type":"object","x-kubernetes-preserve-unknown-fields":true,
                        "properties":{"fromEntities":{"type":"array","items":{"type":"string","enum":
                          ["all","world","cluster","host","init","ingress","unmanaged","remote-node","health","none","kube-apiserver"]}}}}}}}
                    """,
            ResourceKind.CALICO_POLICY, """
                    {"type":"object","required":["selector","types"],"properties":{"tier":{"type":"string"},
                      "order":{"type":"number"},"selector":{"type":"string"},
                      "types":{"type":"array","items":{"type":"string"}},
                      "ingress":{"type":"array","items":{"type":"object","required":["action"],"properties":{"action":{"type":"string"}}}},
                      "egress":{"type":"array","items":{"type":"object","required":["action"],"properties":{"action":{"type":"string"}}}}}}
                    """,
            ResourceKind.CALICO_TIER, """
                    {"type":"object","properties":{"order":{"type":"number"},"defaultAction":{"type":"string"}}}
                    """,
            ResourceKind.CLUSTER_POLICY,
                    clusterWide("\"tier\",", "\"tier\":{\"type\":\"string\",\"enum\":[\"Admin\",\"Baseline\"]},"),
            ResourceKind.ADMIN_POLICY, clusterWide("", ""),
            ResourceKind.ANTREA_CLUSTER_POLICY, """
                    {"type":"object","required":["priority"],"properties":{"tier":{"type":"string"},
                      "priority":{"type":"number","minimum":1.0,"maximum":10000.0},
                      "appliedTo":{"type":"array","items":{"type":"object","x-kubernetes-preserve-unknown-fields":true}},
                      "ingress":{"type":"array","items":{"type":"object","required":["action"],"x-kubernetes-preserve-unknown-fields":true,
                        "properties":{"action":{"type":"string","enum":["Allow","Drop","Reject","Pass"]}}}},
                      "egress":{"type":"array","items":{"type":"object","required":["action"],"x-kubernetes-preserve-unknown-fields":true,
                        "properties":{"action":{"type":"string","enum":["Allow","Drop","Reject","Pass"]}}}}}}
                    """);

    private PolicyApis() {}

    private static String clusterWide(String required, String tier) {
        String peer = "{\"type\":\"object\",\"minProperties\":1,\"maxProperties\":1,\"properties\":{"
                + "\"namespaces\":{\"type\":\"object\",\"x-kubernetes-preserve-unknown-fields\":true},"
                + "\"pods\":{\"type\":\"object\",\"x-kubernetes-preserve-unknown-fields\":true}%s}}";
        String rules =
                "{\"type\":\"array\",\"maxItems\":25,\"items\":{\"type\":\"object\",\"required\":[\"action\",\"%1$s\"],"
                        + "\"properties\":{\"name\":{\"type\":\"string\",\"maxLength\":100},\"action\":{\"type\":\"string\"},\"%1$s\":{\"type\":\"array\","
                        + "\"minItems\":1,\"maxItems\":25,\"items\":%2$s}}}}";
        String networks =
                ",\"networks\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":25,\"items\":{\"type\":\"string\"}}";
        return "{\"type\":\"object\",\"required\":[" + required + "\"priority\",\"subject\"],\"properties\":{" + tier
                + "\"priority\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":1000},"
                + "\"subject\":{\"type\":\"object\",\"minProperties\":1,\"maxProperties\":1,\"properties\":{\"pods\":{\"type\":\"object\","
                + "\"required\":[\"namespaceSelector\",\"podSelector\"],\"x-kubernetes-preserve-unknown-fields\":true}}},"
                + "\"ingress\":" + rules.formatted("from", peer.formatted("")) + ",\"egress\":"
                + rules.formatted("to", peer.formatted(networks)) + "}}";
    }

    static List<ResourceKind> kinds(DenyApi api) {
        return KINDS.get(api);
    }

    static String all(ResourceKind kind) {
        return kind.base() + "/" + kind.plural();
    }

    /** The definitions of that API, in the small shape that our objects need. */
    static void define(Cluster admin, DenyApi api) {
        kinds(api).forEach(kind -> admin.create(CRDS, definition(kind)));
    }

    /** A new kind is listed at once, and answers "storage is (re)initializing" for a while. */
    static boolean isServed(Cluster admin, ResourceKind kind) {
        return admin.send("GET", all(kind), "application/json", "").status() == 200
                && admin.send("GET", kind.base(), "application/json", "").body().contains("\"" + kind.plural() + "\"");
    }

    static void undefine(Grounds grounds, DenyApi api) {
        kinds(api).forEach(kind -> grounds.remove(CRDS + "/" + name(kind)));
    }

    private static String name(ResourceKind kind) {
        return kind.plural() + "." + group(kind);
    }

    private static String group(ResourceKind kind) {
        return kind.apiVersion().substring(0, kind.apiVersion().indexOf('/'));
    }

    private static String definition(ResourceKind kind) {
        boolean isNamespaced = kind == ResourceKind.CILIUM_POLICY
                || kind == ResourceKind.CILIUM_ENDPOINT
                || kind == ResourceKind.ANTREA_POLICY;
        return """
                {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
                 "metadata":{"name":"%1$s","annotations":{"api-approved.kubernetes.io":"unapproved, a test's own"}},
                 "spec":{"group":"%2$s","scope":"%3$s",
                   "names":{"plural":"%4$s","singular":"%5$s","kind":"%6$s"},
                   "versions":[{"name":"%7$s","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object",
                     "properties":{"spec":%8$s,"status":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}]}}
                """.formatted(
                name(kind),
                group(kind),
                isNamespaced ? "Namespaced" : "Cluster",
                kind.plural(),
                kind.kind().toLowerCase(Locale.ROOT),
                kind.kind(),
                kind.apiVersion().substring(kind.apiVersion().indexOf('/') + 1),
                SPECS.getOrDefault(kind, "{\"type\":\"object\",\"x-kubernetes-preserve-unknown-fields\":true}"));
    }

    /** As if its plugin ran. */
    static void run(Cluster admin, String daemonSet) {
        admin.create(DAEMON_SETS, """
                {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"%1$s"},"spec":{
                  "selector":{"matchLabels":{"app":"%1$s"}},
                  "template":{"metadata":{"labels":{"app":"%1$s"}},"spec":{"nodeSelector":{"of":"nothing"},
                    "containers":[{"name":"agent","image":"example.invalid/agent:1"}]}}}}
                """.formatted(daemonSet));
    }

    static void stop(Cluster admin, String daemonSet) {
        admin.delete(DAEMON_SETS + "/" + daemonSet);
    }
}
