package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Target;
import dev.killswitch.provider.kubernetes.Policies.Held;
import dev.killswitch.range.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract of each deny object on the range, and what is proven by each. */
class DenyTest {

    abstract static class OnRange extends DenyContract {
        @Override
        Grounds open(Optional<String> missing) {
            var range = new RangeGrounds();
            range.serve(api().groupVersion());
            missing.ifPresent(range::deny);
            return range;
        }
    }

    @Nested
    class Cilium extends OnRange {
        @Override
        DenyApi api() {
            return DenyApi.CILIUM;
        }
    }

    @Nested
    class Calico extends OnRange {
        @Override
        DenyApi api() {
            return DenyApi.CALICO;
        }
    }

    @Nested
    class Antrea extends OnRange {
        @Override
        DenyApi api() {
            return DenyApi.ANTREA;
        }
    }

    @Nested
    class OfTheCluster extends OnRange {
        @Override
        DenyApi api() {
            return DenyApi.CLUSTER_NETWORK_POLICY;
        }
    }

    @Nested
    class OfTheAdministrator extends OnRange {
        @Override
        DenyApi api() {
            return DenyApi.ADMIN_NETWORK_POLICY;
        }
    }

    /** What every action promises, with a deny object beside. */
    @Nested
    class NamespaceUnderCilium extends IsolateNamespaceContract {
        @Override
        Grounds open() {
            var range = new RangeGrounds();
            range.serve("cilium.io/v2");
            return range;
        }

        @Override
        List<String> paths(Grounds grounds, Target target) {
            return List.of(grounds.policies(), "/apis/cilium.io/v2/namespaces/shop/ciliumnetworkpolicies");
        }
    }

    @Nested
    class WorkloadUnderCalico extends IsolateWorkloadContract {
        @Override
        Grounds open() {
            var range = new RangeGrounds();
            range.serve("projectcalico.org/v3");
            return range;
        }

        @Override
        List<String> paths(Grounds grounds, Target target) {
            return List.of(grounds.policies(), "/apis/projectcalico.org/v3/globalnetworkpolicies");
        }
    }

    /** A pod that a policy lets everything in to and out from, whatever else denies. */
    @Nested
    class PodThatAPolicyAllows {
        private static final String BASE = "label and policies are as they should be, but nothing tells";
        private RangeGrounds grounds;

        @BeforeEach
        void open() {
            grounds = new RangeGrounds();
            Policies.create(
                    grounds,
                    "wide",
                    "{\"podSelector\":{},\"ingress\":[{}],\"egress\":[{}],\"policyTypes\":[\"Ingress\",\"Egress\"]}");
        }

        @AfterEach
        void close() {
            grounds.close();
        }

        private Proof isolated() {
            Held held = Held.apply(grounds, "kubernetes.isolate-pod", Pod.KIND, "shop/toolbox");
            return held.action().prove(held.call(), held.found().before());
        }

        private Proof again() {
            Held held = Held.inspect(grounds, "kubernetes.isolate-pod", Pod.KIND, "shop/toolbox", Map.of());
            return held.action().prove(held.call(), held.found().before());
        }

        private void assertOpen(Proof proof, String... besides) {
            var open = new ArrayList<>(List.of(
                    "NetworkPolicy wide lets in every port from anywhere " + next("wide", "ingress"),
                    "NetworkPolicy wide lets out every port to anywhere " + next("wide", "egress")));
            open.addAll(List.of(besides));
            assertThat(proof).isEqualTo(Policies.leftOpenBy(grounds, open, "wide"));
        }

        private void assertDenied(Proof proof) {
            assertThat(proof)
                    .isInstanceOfSatisfying(
                            Proof.Unproven.class,
                            unproven -> assertThat(unproven.why()).startsWith(BASE));
        }

        private void endpoint(String labels) {
            grounds.admin()
                    .create(
                            "/apis/cilium.io/v2/namespaces/shop/ciliumendpoints",
                            "{\"apiVersion\":\"cilium.io/v2\",\"kind\":\"CiliumEndpoint\",\"metadata\":{\"name\":\"toolbox\"},"
                                    + "\"status\":{\"identity\":{\"labels\":" + labels + "}}}");
        }

        private String doubt(ResourceKind kind, String why) {
            return "what a " + kind.kind() + " of " + kind.apiVersion() + " may allow, as ours is not known to win: "
                    + why;
        }

        @Test
        void ciliumThatTookOurLabelUp_denies() {
            grounds.serve("cilium.io/v2");
            PolicyApis.run(grounds.admin(), "cilium");
            assertOpen(isolated(), doubt(ResourceKind.CILIUM_POLICY, "the pod is no endpoint of Cilium"));
            endpoint("[\"k8s:app=toolbox\"]");
            assertThat(again()).isInstanceOf(Proof.Pending.class);
            grounds.admin()
                    .merge(
                            "/apis/cilium.io/v2/namespaces/shop/ciliumendpoints/toolbox",
                            "{\"status\":{\"identity\":{\"labels\":[\"k8s:killswitch.dev/quarantine=c-1\"]}}}");
            assertDenied(again());
        }

        @Test
        void ciliumThatLeavesOurLabelOut_isWrittenNothing_andThatIsTold() {
            grounds.serve("cilium.io/v2");
            PolicyApis.run(grounds.admin(), "cilium");
            grounds.admin()
                    .create(
                            "/api/v1/namespaces/kube-system/configmaps",
                            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"cilium-config\"},"
                                    + "\"data\":{\"labels\":\"k8s:app k8s:team\"}}");
            assertOpen(
                    isolated(),
                    doubt(
                            ResourceKind.CILIUM_POLICY,
                            "Cilium's identities leave out labels that decide which pods are meant:"
                                    + " killswitch.dev/quarantine"));
            assertThat(grounds.admin()
                            .get("/apis/cilium.io/v2/namespaces/shop/ciliumnetworkpolicies")
                            .orElseThrow()
                            .path("items"))
                    .isEmpty();
        }

        @Test
        void apiThatAPluginLeftBehind_isToldBesideWhatIsOpen() {
            grounds.serve("cilium.io/v2");
            PolicyApis.run(grounds.admin(), "calico-node");
            assertOpen(isolated(), doubt(ResourceKind.CILIUM_POLICY, "no DaemonSet of cilium was seen"));
        }

        @Test
        void tierThatIsOff_writesNothing_andIsTold_alsoWhereNoNetworkPolicyAllows() {
            try (var off = new RangeGrounds(List.of("isolate"))) {
                off.serve("projectcalico.org/v3");
                PolicyApis.run(off.admin(), "calico-node");
                Held held = Held.apply(off, "kubernetes.isolate-pod", Pod.KIND, "shop/toolbox");
                assertThat(held.action().prove(held.call(), held.found().before()))
                        .isEqualTo(new Proof.Partial(
                                List.of(doubt(ResourceKind.CALICO_POLICY, "the tier deny-policies is off"))));
                assertThat(off.admin()
                                .get("/apis/projectcalico.org/v3/globalnetworkpolicies")
                                .orElseThrow()
                                .path("items"))
                        .isEmpty();
            }
        }

        private String tier(String name, String spec) {
            grounds.admin()
                    .create(
                            "/apis/projectcalico.org/v3/tiers",
                            "{\"apiVersion\":\"projectcalico.org/v3\",\"kind\":\"Tier\",\"metadata\":{\"name\":\""
                                    + name + "\"},\"spec\":" + spec + "}");
            return "/apis/projectcalico.org/v3/tiers/" + name;
        }

        @Test
        void calicoTierOfOurs_comesBeforeAllOthers_andIsPutThereAgain() {
            grounds.serve("projectcalico.org/v3");
            PolicyApis.run(grounds.admin(), "calico-node");
            tier("default", "{\"order\":1000000}");
            tier("kube-admin", "{\"order\":100.5}");
            tier("last", "{}");
            assertDenied(isolated());
            var ours = grounds.admin().get("/apis/projectcalico.org/v3/tiers/killswitch");
            assertThat(ours.orElseThrow().at("/spec/order").asDouble()).isEqualTo(99);
            tier("security", "{\"order\":5}");
            assertOpen(
                    again(), doubt(ResourceKind.CALICO_POLICY, "another tier comes before ours, and may allow first"));
            Held.apply(grounds, "kubernetes.isolate-pod", Pod.KIND, "shop/payments-0");
            assertDenied(again());
        }

        @Test
        void calicoTierOfSomebodyElse_isLeft_andTold() {
            grounds.serve("projectcalico.org/v3");
            PolicyApis.run(grounds.admin(), "calico-node");
            String path = tier("killswitch", "{\"order\":2000000}");
            assertOpen(isolated(), doubt(ResourceKind.CALICO_POLICY, "the tier killswitch is somebody else's"));
            assertThat(grounds.admin().get(path).orElseThrow().at("/spec/order").asInt())
                    .isEqualTo(2_000_000);
        }

        @Test
        void antreaTierBeforeEmergency_orRivalInIt_isTold() {
            grounds.serve("crd.antrea.io/v1beta1");
            PolicyApis.run(grounds.admin(), "antrea-agent");
            assertDenied(isolated());
            String rival =
                    "{\"apiVersion\":\"crd.antrea.io/v1beta1\",\"kind\":\"NetworkPolicy\",\"metadata\":{\"name\":"
                            + "\"theirs\"},\"spec\":{\"tier\":\"emergency\",\"priority\":1}}";
            grounds.admin().create("/apis/crd.antrea.io/v1beta1/namespaces/shop/networkpolicies", rival);
            assertOpen(
                    again(),
                    doubt(
                            ResourceKind.ANTREA_CLUSTER_POLICY,
                            "NetworkPolicy theirs goes before it, or has the same priority"));
            grounds.admin()
                    .create(
                            "/apis/crd.antrea.io/v1beta1/tiers",
                            "{\"apiVersion\":\"crd.antrea.io/v1beta1\",\"kind\":\"Tier\",\"metadata\":{\"name\":\"top\"},"
                                    + "\"spec\":{\"priority\":1}}");
            assertOpen(
                    again(),
                    doubt(ResourceKind.ANTREA_CLUSTER_POLICY, "the tier top comes before ours, and may allow first"));
        }

        private void condition(String path, String status) {
            grounds.admin()
                    .merge(path, "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"" + status + "\"}]}}");
        }

        @Test
        void clusterNetworkPolicy_deniesOnceItIsConfirmed_butNotWhatComesFromOutside() {
            String path = "/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies/killswitch-quarantine";
            grounds.serve("policy.networking.k8s.io/v1alpha2");
            assertOpen(isolated(), doubt(ResourceKind.CLUSTER_POLICY, "nobody has said that it is carried out"));
            condition(path, "False");
            assertOpen(again(), doubt(ResourceKind.CLUSTER_POLICY, "whoever carries it out says that it is not ready"));
            condition(path, "True");
            assertThat(again())
                    .isEqualTo(Policies.leftOpenBy(
                            grounds,
                            List.of("NetworkPolicy wide lets in every port from anywhere " + next("wide", "ingress")),
                            "wide"));
            grounds.admin()
                    .merge(
                            grounds.policies() + "/wide",
                            "{\"spec\":{\"ingress\":[{\"from\":[{\"podSelector\":{}}]}]}}");
            assertDenied(again());
            grounds.admin()
                    .create(
                            "/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies",
                            "{\"apiVersion\":\"policy.networking.k8s.io/v1alpha2\",\"kind\":\"ClusterNetworkPolicy\","
                                    + "\"metadata\":{\"name\":\"rival\"},\"spec\":{\"tier\":\"Admin\",\"priority\":0}}");
            assertThat(again())
                    .isInstanceOfSatisfying(
                            Proof.Partial.class,
                            partial -> assertThat(partial.stillWorks())
                                    .last()
                                    .isEqualTo(doubt(
                                            ResourceKind.CLUSTER_POLICY,
                                            "ClusterNetworkPolicy rival goes before it, or has the same priority")));
        }

        @Test
        void pluginThatMayCarryItOut_isGivenTime() {
            grounds.serve("policy.networking.k8s.io/v1alpha1");
            PolicyApis.run(grounds.admin(), "ovnkube-node");
            assertThat(isolated()).isInstanceOf(Proof.Pending.class);
            condition("/apis/policy.networking.k8s.io/v1alpha1/adminnetworkpolicies/killswitch-quarantine", "True");
            assertThat(again())
                    .isEqualTo(Policies.leftOpenBy(
                            grounds,
                            List.of("NetworkPolicy wide lets in every port from anywhere " + next("wide", "ingress")),
                            "wide"));
        }

        /** An API of a dead server behind the API server must not keep the NetworkPolicy from being written. */
        @Test
        void apiThatDoesNotAnswer_keepsNoPodFromBeingIsolated() {
            grounds.serve("projectcalico.org/v3");
            PolicyApis.run(grounds.admin(), "calico-node");
            grounds.connection().warm(Grounds.deadline());
            for (int i = 0; i < 12; i++) {
                grounds.faults().next(".*/apis/projectcalico.org/v3/.*", i + 1, new Fault.Status(503));
            }
            isolated();
            assertThat(Policies.isHeld(grounds, "toolbox")).isTrue();
        }
    }

    /** A selector of labels that Cilium does not see would select nothing, or everything. */
    @Test
    void workloadByLabelsThatCiliumLeavesOut_getsNoneOfCilium() {
        try (var grounds = new RangeGrounds()) {
            grounds.serve("cilium.io/v2");
            PolicyApis.run(grounds.admin(), "cilium");
            String set = grounds.admin()
                    .get("/apis/apps/v1/namespaces/shop/replicasets")
                    .orElseThrow()
                    .at("/items/0/metadata/name")
                    .asText();
            Held held = Held.apply(grounds, "kubernetes.isolate-workload", Where.WORKLOAD, "shop/ReplicaSet/" + set);
            assertThat(held.action().prove(held.call(), held.found().before()))
                    .isInstanceOfSatisfying(
                            Proof.Partial.class,
                            partial -> assertThat(partial.stillWorks())
                                    .last()
                                    .asString()
                                    .endsWith("leave out labels that decide which pods are meant: pod-template-hash"));
            assertThat(grounds.admin()
                            .get("/apis/cilium.io/v2/namespaces/shop/ciliumnetworkpolicies")
                            .orElseThrow()
                            .path("items"))
                    .isEmpty();
        }
    }

    @Test
    void namespaceUnderCilium_isDeniedWithoutAnyLabel() {
        try (var grounds = new RangeGrounds()) {
            grounds.serve("cilium.io/v2");
            PolicyApis.run(grounds.admin(), "cilium");
            Held held = Held.apply(grounds, "kubernetes.isolate-namespace", Where.NAMESPACE, "shop");
            assertThat(held.action().prove(held.call(), held.found().before())).isInstanceOf(Proof.Unproven.class);
        }
    }

    @Test
    void selector_isWrittenInCalicosOwnWords() throws Exception {
        var selector = KubernetesCalls.JSON.readTree("""
                {"matchLabels":{"app":"web"},"matchExpressions":[
                  {"key":"tier","operator":"In","values":["a","b"]},{"key":"x.example/y","operator":"NotIn","values":["c"]},
                  {"key":"up","operator":"Exists"},{"key":"down","operator":"DoesNotExist"}]}""");
        assertThat(new CalicoDeny(null)
                        .spec(new Which.Selected("shop", selector))
                        .path("selector")
                        .asText())
                .isEqualTo("projectcalico.org/namespace == 'shop' && app == 'web' && tier in {'a', 'b'} &&"
                        + " x.example/y not in {'c'} && has(up) && !has(down)");
        assertThat(new CalicoDeny(null)
                        .spec(new Which.Labelled("shop", "p"))
                        .path("selector")
                        .asText())
                .isEqualTo("has(killswitch.dev/quarantine)");
    }

    /** Of a record that a release meets after a restart. */
    @Test
    void beforeState_namesTheApis() {
        try (var grounds = new RangeGrounds()) {
            grounds.serve("cilium.io/v2");
            Action action = grounds.connection().action("kubernetes.isolate-namespace");
            Call call = grounds.call(Policies.target(grounds, Where.NAMESPACE, "shop"), action.spec());
            var found = (Inspected.Found) action.inspect(call);
            assertThat(found.before().json()).startsWith("{\"format\":1,\"deny\":[\"CILIUM\"],\"policy\":{");
            assertThat(action.apply(call, found.before())).isInstanceOf(Outcome.Done.class);
        }
    }

    private static String next(String policy, String direction) {
        return "(next: ks do kubernetes.withdraw-network-policy shop/" + policy + " --param direction=" + direction
                + ", or ks kill pod shop/toolbox)";
    }
}
