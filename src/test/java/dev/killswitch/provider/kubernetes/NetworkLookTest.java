package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.provider.kubernetes.Discovered.Plugins;
import dev.killswitch.range.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkLookTest {
    private RangeGrounds grounds;

    @BeforeEach
    void open() {
        grounds = new RangeGrounds();
    }

    @AfterEach
    void close() {
        grounds.close();
    }

    @Test
    void plainCluster_hasNoDenyApi_andNoPluginThatWeKnow() {
        ClusterProfile profile = profile();
        assertThat(profile.denyApis()).isEmpty();
        assertThat(profile.discovered().orElseThrow().served()).containsOnlyKeys("networking.k8s.io/v1");
        assertThat(profile.discovered().orElseThrow().plugin()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(DenyApi.class)
    void servedApi_isFound(DenyApi api) {
        grounds.serve(api.groupVersion());
        assertThat(profile().denyApis()).containsExactly(api);
    }

    @ParameterizedTest
    @CsvSource({
        "kube-system, cilium, CILIUM, YES",
        "kube-system, anetd, CILIUM, YES",
        "calico-system, calico-node, CALICO, YES",
        "kube-flannel, kube-flannel-ds, FLANNEL, NO",
        "kube-system, aws-node, AWS_VPC_CNI, NO"
    })
    void plugin_isKnownByItsDaemonSet(String namespace, String name, NetworkPlugin kind, Known enforces) {
        daemonSet(namespace, name, "agent", "");
        assertThat(profile().discovered().orElseThrow().plugin())
                .contains(new Discovered.Plugin(kind, enforces, namespace + "/" + name, "registry.example/agent:1"));
    }

    @Test
    void awsAgentThatIsToldTo_enforces() {
        daemonSet("kube-system", "aws-node", "aws-eks-nodeagent", "--enable-network-policy=true");
        assertThat(profile().discovered().orElseThrow().plugin())
                .get()
                .extracting(Discovered.Plugin::enforces)
                .isEqualTo(Known.YES);
    }

    @Test
    void ofTwoPlugins_theOneThatEnforcesCounts() {
        daemonSet("kube-system", "aws-node", "agent", "");
        daemonSet("kube-system", "cilium", "agent", "");
        assertThat(profile().discovered().orElseThrow().plugin())
                .get()
                .extracting(Discovered.Plugin::kind)
                .isEqualTo(NetworkPlugin.CILIUM);
    }

    /** Whoever may write there could make us believe in a network that is not there. */
    @Test
    void pluginOfTheNameInAnyonesNamespace_isNone() {
        daemonSet("shop", "cilium", "agent", "");
        assertThat(profile().discovered().orElseThrow().plugin()).isEmpty();
    }

    @Test
    void daemonSetsThatMayNotBeListed_areSaidToBeHidden() {
        grounds.deny("list daemonsets.apps");
        assertThat(profile().discovered().orElseThrow().plugins())
                .isEqualTo(new Plugins.Hidden("list daemonsets.apps"));
    }

    @Test
    void lookThatFails_leavesNothingKnown_andTheNextIsWhole() {
        grounds.faults().next("GET /apis", new Fault.Status(503));
        assertThat(profile()).isEqualTo(ClusterProfile.NOTHING);
        assertThat(profile().discovered()).isPresent();
    }

    @Test
    void whatIsFresh_isNotAskedAgain() {
        profile();
        grounds.faults().clear();
        profile();
        assertThat(grounds.faults().seen()).containsExactly("GET /api");
    }

    private ClusterProfile profile() {
        grounds.connection().warm(Grounds.deadline());
        return ((KubernetesConnection) grounds.connection()).cluster();
    }

    private void daemonSet(String namespace, String name, String container, String arg) {
        if (grounds.admin().get("/api/v1/namespaces/" + namespace).isEmpty()) {
            grounds.admin().create("/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + namespace + "\"}}");
        }
        grounds.admin()
                .create("/apis/apps/v1/namespaces/" + namespace + "/daemonsets", """
                {"metadata":{"name":"%s"},"spec":{"template":{"spec":{"containers":[
                 {"name":"%s","image":"registry.example/agent:1","args":["%s"]}]}}}}""".formatted(name, container, arg));
    }
}
