package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.killswitch.action.Connection.Related;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FinderTest {
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
    void podByName_isPinnedToItsUid() {
        Target toolbox = grounds.target("toolbox");
        assertThat(resolve(Pod.KIND, "shop/toolbox", Map.of("uid", toolbox.uid())))
                .isEqualTo(new Resolved.Found(toolbox));
        assertThat(resolve(Pod.KIND, "shop/toolbox", Map.of("uid", "another"))).isInstanceOf(Resolved.Nothing.class);
        assertThat(resolve(Pod.KIND, "shop/nobody", Map.of())).isInstanceOf(Resolved.Nothing.class);
    }

    @ParameterizedTest
    @CsvSource({
        "kubernetes.serviceaccount, shop/web",
        "kubernetes.networkpolicy, shop/allow-web",
        "kubernetes.workload, shop/Deployment/web",
        "kubernetes.workload, shop/StatefulSet/payments",
        "kubernetes.namespace, shop",
        "kubernetes.node, node-a",
    })
    void otherKinds_areFound(String kind, String id) {
        assertThat(resolve(kind, id, Map.of())).isInstanceOf(Resolved.Found.class);
    }

    @Test
    void podByAddress_isTheOneThatHasItNow() {
        String address = address("toolbox");
        assertThat(resolve(Pod.KIND, address, Map.of("ip", address)))
                .isEqualTo(new Resolved.Found(grounds.target("toolbox")));
        assertThat(resolve(Pod.KIND, "10.1.2.3", Map.of("ip", "10.1.2.3"))).isInstanceOf(Resolved.Nothing.class);
    }

    @Test
    void addressOfANode_meansNoPod() {
        grounds.admin()
                .create(
                        "/api/v1/namespaces/shop/pods",
                        "{\"metadata\":{\"name\":\"agent\"},\"spec\":{\"hostNetwork\":true}}");
        String address = address("agent");
        assertThat(resolve(Pod.KIND, address, Map.of("ip", address))).isInstanceOf(Resolved.Nothing.class);
    }

    @Test
    void addressOfSeveral_isAmbiguous() {
        String address = address("toolbox");
        grounds.admin().merge(grounds.path("payments-0"), "{\"status\":{\"podIP\":\"" + address + "\"}}");
        assertThat(resolve(Pod.KIND, address, Map.of("ip", address)))
                .isEqualTo(new Resolved.Ambiguous(List.of(grounds.target("payments-0"), grounds.target("toolbox"))));
        String uid = grounds.target("toolbox").uid();
        assertThat(resolve(Pod.KIND, address, Map.of("ip", address, "uid", uid)))
                .isEqualTo(new Resolved.Found(grounds.target("toolbox")));
    }

    /** Such names cannot exist, so that nobody is asked for them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "shop/",
                "/toolbox",
                "toolbox",
                "shop/toolbox/log",
                "shop/../kube-system/pods/dns",
                "shop/%2e%2e",
                "shop/..",
                "shop/toolbox?force=true",
                "shop/toolbox#",
                "shop/Toolbox",
                "shop/tool box",
                "shop/tool\nbox",
                "shop/tool\0box",
                "shop/toolbox;rm -rf",
                "shop/$(id)",
                "shop/`id`",
                "shop/<b>",
                "shop/~1spec",
                "shop/\"}]",
                "shop/тoolbox",
                "SHOP/toolbox",
                "sh.op/toolbox",
            })
    void nameThatCannotBe_isNothing_andReachesNobody(String id) {
        grounds.faults().clear();
        for (String kind : List.of(Pod.KIND, "kubernetes.serviceaccount", "kubernetes.networkpolicy")) {
            assertThat(resolve(kind, id, Map.of())).isInstanceOf(Resolved.Nothing.class);
        }
        assertThat(resolve("kubernetes.namespace", id.isEmpty() ? "" : id + "/", Map.of()))
                .isInstanceOf(Resolved.Nothing.class);
        assertThat(grounds.faults().seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "10.0.0.1,metadata.namespace=kube-system",
                "0.0.0.0",
                "::",
                "10.0.0",
                "1",
                "10.0.0.1/24",
                "",
            })
    void addressThatIsNone_isNothing_andReachesNobody(String address) {
        grounds.faults().clear();
        assertThat(resolve(Pod.KIND, "ip", Map.of("ip", address))).isInstanceOf(Resolved.Nothing.class);
        assertThat(grounds.faults().seen()).isEmpty();
    }

    @Test
    void pathOfAnUncheckedName_isADefect() {
        assertThatThrownBy(() -> ObjectPath.pod("shop", "../x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ObjectPath.pod("a/b", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "kubernetes.workload, shop/Deployment/web, 3",
        "kubernetes.workload, shop/StatefulSet/payments, 1",
        "kubernetes.serviceaccount, shop/web, 3",
        "kubernetes.namespace, shop, 5",
        "kubernetes.namespace, kube-system, 1",
    })
    void related_arePodsByTheirOwners(String kind, String id, int pods) {
        Target target = ((Resolved.Found) resolve(kind, id, Map.of())).target();
        Related related = grounds.connection().related(target, Pod.KIND, Grounds.deadline());
        assertThat(related)
                .isInstanceOfSatisfying(
                        Related.Found.class,
                        found -> assertThat(found.references())
                                .hasSize(pods)
                                .allSatisfy(one -> assertThat(one.scope()).containsOnlyKeys("uid"))
                                .allSatisfy(
                                        one -> assertThat(grounds.connection().resolve(one, Grounds.deadline()))
                                                .isInstanceOf(Resolved.Found.class)));
    }

    @Test
    void lookThatIsNotAllowed_isRefused_withThePermission() {
        grounds.deny("get pods");
        grounds.deny("list pods");
        assertThat(resolve(Pod.KIND, "shop/toolbox", Map.of()))
                .isEqualTo(new Resolved.Refused("no permission get pods"));
        assertThat(resolve(Pod.KIND, "10.1.2.3", Map.of("ip", "10.1.2.3")))
                .isEqualTo(new Resolved.Refused("no permission list pods"));
    }

    @Test
    void related_thatCannotBeListed_isSaid() {
        grounds.deny("list pods");
        Target target = ((Resolved.Found) resolve("kubernetes.namespace", "shop", Map.of())).target();
        assertThat(grounds.connection().related(target, Pod.KIND, Grounds.deadline()))
                .isEqualTo(new Related.Unreachable("no permission list pods"));
    }

    private Resolved resolve(String kind, String id, Map<String, String> scope) {
        return grounds.connection().resolve(new Reference("range-cluster", kind, id, scope), Grounds.deadline());
    }

    private String address(String pod) {
        return grounds.admin()
                .get(grounds.path(pod))
                .orElseThrow()
                .at("/status/podIP")
                .asText();
    }
}
