package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Connection.Related;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import dev.killswitch.range.Fault;
import java.time.Instant;
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

    /** A server refuses kinds that it does not know as it refuses those that we have no right to. */
    @ParameterizedTest
    @CsvSource({
        "Application,applications,argoproj.io/v1alpha1,Argo CD",
        "Kustomization,kustomizations,kustomize.toolkit.fluxcd.io/v1,Flux"
    })
    void kindThatIsNotInstalled_isSaidToBe(String kind, String plural, String version, String who) {
        var notServed = new Resolved.Nothing("the cluster serves no " + plural + " of " + version + ": " + who
                + " is not installed there, or in a version that has others");
        assertThat(resolve(Where.GITOPS, "shop/" + kind + "/shop", Map.of())).isEqualTo(notServed);
        String permission = "get " + plural + "." + version.replaceFirst("/.*", "");
        grounds.deny(permission);
        assertThat(resolve(Where.GITOPS, "shop/" + kind + "/shop", Map.of())).isEqualTo(notServed);
        grounds.serve(version);
        assertThat(resolve(Where.GITOPS, "shop/" + kind + "/shop", Map.of()))
                .isEqualTo(new Resolved.Refused("no permission " + permission));
        grounds.allow(permission);
        assertThat(resolve(Where.GITOPS, "shop/" + kind + "/shop", Map.of())).isEqualTo(new Resolved.Nothing());
    }

    private static final String SETTLED =
            ": it may not be the pod that the alert means; the pod's uid in the alert would"
                    + " settle that, or a person who names the pod";

    /** As of a StatefulSet, whose pods are made again under their names. */
    @Test
    void podMadeAfterTheAlert_isRefused_byName_furtherApartThanClocksAre() {
        Target toolbox = grounds.target("toolbox");
        Instant created =
                Instant.parse(pod("toolbox").at("/metadata/creationTimestamp").asText());
        Instant before = created.minusSeconds(6);
        assertThat(resolve(Pod.KIND, "shop/toolbox", Map.of("at", before.toString())))
                .isEqualTo(new Resolved.Refused("shop/toolbox was created at " + created
                        + ", more than 5 s after what the alert tells of, at " + before + SETTLED));
        Map<String, String> andUid = Map.of("at", before.toString(), "uid", toolbox.uid());
        assertThat(resolve(Pod.KIND, "shop/toolbox", andUid)).isEqualTo(new Resolved.Found(toolbox));
        for (String at : List.of(created.minusSeconds(5).toString(), "2999-01-01T00:00:00Z", "unknown")) {
            assertThat(resolve(Pod.KIND, "shop/toolbox", Map.of("at", at))).isEqualTo(new Resolved.Found(toolbox));
        }
    }

    @Test
    void podWithoutTheAlertsContainer_isRefused_byName_onceAllOfItsOwnAreKnown() {
        Resolved found = new Resolved.Found(grounds.target("toolbox"));
        Map<String, String> other = Map.of("container", "0123456789ac");
        assertThat(resolve(Pod.KIND, "shop/toolbox", other))
                .as("none known yet")
                .isEqualTo(found);
        grounds.admin()
                .merge(
                        grounds.path("toolbox"),
                        "{\"status\":{\"initContainerStatuses\":[{\"containerID\":\"containerd://0123456789aa\"}],"
                                + "\"containerStatuses\":[{\"state\":{\"waiting\":{}}}]}}");
        assertThat(resolve(Pod.KIND, "shop/toolbox", other))
                .as("one not known yet")
                .isEqualTo(found);
        contains("toolbox", "containerd://0123456789ab");
        assertThat(resolve(Pod.KIND, "shop/toolbox", other))
                .isEqualTo(new Resolved.Refused("no container of shop/toolbox is the container 0123456789ac that the"
                        + " alert tells of" + SETTLED));
        assertThat(resolve(Pod.KIND, "shop/toolbox", Map.of("container", "0123456789ab")))
                .isEqualTo(found);
        assertThat(resolve(Pod.KIND, "shop/toolbox", Map.of())).as("a person").isEqualTo(found);
    }

    @Test
    void podOnAnotherNodeThanTheAlerts_isRefused_byName() {
        assertThat(resolve(Pod.KIND, "shop/toolbox", Map.of("node", node("toolbox"))))
                .isEqualTo(new Resolved.Found(grounds.target("toolbox")));
        assertThat(resolve(Pod.KIND, "shop/toolbox", Map.of("node", "node-z\u202e")))
                .isEqualTo(new Resolved.Refused("shop/toolbox is on node " + node("toolbox")
                        + ", and what the alert tells of was on node-z?" + SETTLED));
    }

    /** A pod says itself what its node calls it. */
    @Test
    void podThatClaimsAnothersUid_isNotTakenForIt_norStandsInTheWay() {
        Target toolbox = grounds.target("toolbox");
        grounds.admin()
                .create(
                        "/api/v1/namespaces/shop/pods",
                        "{\"metadata\":{\"name\":\"decoy\",\"annotations\":{\"kubernetes.io/config.mirror\":\"x\","
                                + "\"kubernetes.io/config.hash\":\"" + toolbox.uid() + "\"}},\"spec\":{}}");
        assertThat(resolve(Pod.KIND, "uid:" + toolbox.uid(), Map.of())).isEqualTo(new Resolved.Found(toolbox));
        warm();
        assertThat(resolve(Pod.KIND, "uid:" + toolbox.uid(), Map.of())).isEqualTo(new Resolved.Found(toolbox));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Group:", "alice", "User:", "Credential:1"})
    void subjectOfAnotherForm_isNothing_andTheFormsAreSaid(String id) {
        assertThat(resolve(Subject.KIND, id, Map.of()))
                .isEqualTo(new Resolved.Nothing(
                        "a subject is a User:name, a Group:name, a ServiceAccount:namespace/name, a"
                                + " Credential:X509SHA256=fingerprint or a Credential:JTI=id"));
    }

    @Test
    void imageByItsTag_isNothing_andTheFormsAreSaid() {
        assertThat(resolve(Image.KIND, "nginx:1", Map.of()))
                .isEqualTo(
                        new Resolved.Nothing("an image is a repository or a repository@sha256:digest; leave out a tag,"
                                + " which may be on another one tomorrow"));
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
    void podByItsContainer_whoeverNamesIt_isFound() {
        String id = "0123456789ab" + "c".repeat(52);
        contains("toolbox", "containerd://" + id);
        Resolved found = new Resolved.Found(grounds.target("toolbox"));
        assertThat(resolve(Pod.KIND, "container:" + id, Map.of())).isEqualTo(found);
        assertThat(resolve(Pod.KIND, "container:0123456789ab", Map.of())).isEqualTo(found);
        assertThat(resolve(Pod.KIND, "container:containerd://" + id, Map.of())).isEqualTo(found);
        assertThat(resolve(Pod.KIND, "container:0123456789ac", Map.of())).isInstanceOf(Resolved.Nothing.class);
        assertThat(resolve(Pod.KIND, "container:0123456789a", Map.of())).isEqualTo(new Resolved.Nothing());
    }

    @Test
    void podByItsUid_isFound() {
        Target toolbox = grounds.target("toolbox");
        assertThat(resolve(Pod.KIND, "uid:" + toolbox.uid(), Map.of())).isEqualTo(new Resolved.Found(toolbox));
        assertThat(resolve(Pod.KIND, "uid:" + toolbox.uid().replace('0', '1'), Map.of()))
                .isEqualTo(new Resolved.Nothing("no pod has the uid "
                        + toolbox.uid().replace('0', '1')
                        + ", in a live list, since there is no index of pods yet: nothing was heard yet"));
    }

    @Test
    void addressThatWasAnothersThen_isRefused_byName() {
        String address = address("toolbox");
        assertThat(resolve(Pod.KIND, "ip:" + address, Map.of("at", "2020-01-01T00:00:00Z")))
                .isInstanceOfSatisfying(
                        Resolved.Refused.class,
                        no -> assertThat(no.why())
                                .startsWith("the address " + address + " is that of shop/toolbox, which started at 2")
                                .endsWith("whoever had it then is not known; name the pod"));
        assertThat(resolve(Pod.KIND, "ip:" + address, Map.of("at", "unknown")))
                .isEqualTo(new Resolved.Refused("the alert does not say when, and a moment later the address " + address
                        + " may be another pod's: name the pod"));
        assertThat(resolve(Pod.KIND, "ip:" + address, Map.of("at", "2999-01-01T00:00:00Z")))
                .isEqualTo(new Resolved.Found(grounds.target("toolbox")));
    }

    @Test
    void staticPod_isFoundByWhatItsNodeCallsIt() {
        String hash = "00112233445566778899aabbccddeeff";
        grounds.admin()
                .create(
                        "/api/v1/namespaces/kube-system/pods",
                        "{\"metadata\":{\"name\":\"etcd-node-a\",\"annotations\":{\"kubernetes.io/config.mirror\":\""
                                + hash + "\",\"kubernetes.io/config.hash\":\"" + hash
                                + "\"}},\"spec\":{\"nodeName\":\"node-a\"}}");
        Resolved found = resolve(Pod.KIND, "kube-system/etcd-node-a", Map.of());
        assertThat(found).isInstanceOf(Resolved.Found.class);
        assertThat(resolve(Pod.KIND, "kube-system/etcd-node-a", Map.of("uid", hash)))
                .isEqualTo(found);
        assertThat(resolve(Pod.KIND, "kube-system/etcd", Map.of("node", "node-a")))
                .isEqualTo(found);
        assertThat(resolve(Pod.KIND, "uid:" + hash, Map.of())).isEqualTo(found);
        assertThat(resolve(Pod.KIND, "kube-system/etcd", Map.of("node", "node-b")))
                .isInstanceOf(Resolved.Nothing.class);
        assertThat(resolve(Pod.KIND, "kube-system/etcd", Map.of())).isInstanceOf(Resolved.Nothing.class);
    }

    /** Any pod can be called so; only its node's own is one that the node calls without the node's name. */
    @Test
    void podThatOnlySoundsLikeAStaticOne_isNothing() {
        grounds.admin().create("/api/v1/namespaces/shop/pods", "{\"metadata\":{\"name\":\"web-node-a\"},\"spec\":{}}");
        assertThat(resolve(Pod.KIND, "shop/web", Map.of("node", "node-a"))).isInstanceOf(Resolved.Nothing.class);
    }

    /** No more is asked of the server than whether it is still so. */
    @Test
    void onceTheIndexIsThere_itAnswers_andThePodIsLookedAtAgain() {
        contains("toolbox", "containerd://0123456789ab");
        warm();
        grounds.faults().clear();
        assertThat(resolve(Pod.KIND, "container:0123456789ab", Map.of()))
                .isEqualTo(new Resolved.Found(grounds.target("toolbox")));
        assertThat(grounds.faults().seen()).containsOnly("GET " + grounds.path("toolbox"));
        grounds.faults().clear();
        assertThat(resolve(Pod.KIND, "container:0123456789ac", Map.of()))
                .isInstanceOfSatisfying(
                        Resolved.Nothing.class,
                        nothing -> assertThat(nothing.why())
                                .matches(
                                        "no pod has the container 0123456789ac, among the \\d+ pods of an index that is"
                                                + " \\d s old"));
        assertThat(grounds.faults().seen()).isEmpty();
    }

    @Test
    void podThatChangedSinceTheIndexHeardOfIt_isNotTakenForIt() {
        contains("toolbox", "containerd://0123456789ab");
        warm();
        grounds.faults().next(grounds.path("toolbox"), new Fault.Status(404));
        assertThat(resolve(Pod.KIND, "container:0123456789ab", Map.of())).isInstanceOf(Resolved.Nothing.class);
    }

    /** The index hears of everything in a moment of its own. */
    private void warm() {
        grounds.connection().warm(Grounds.deadline());
        long end = System.nanoTime() + 10_000_000_000L;
        while (grounds.range().watches() == 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(grounds.range().watches()).isEqualTo(1);
    }

    @Test
    void account_isFoundAsTheApiServerCallsIt() {
        assertThat(resolve("kubernetes.serviceaccount", "system:serviceaccount:shop:web", Map.of()))
                .isInstanceOfSatisfying(
                        Resolved.Found.class,
                        found -> assertThat(found.target().id()).isEqualTo("shop/web"));
        assertThat(resolve("kubernetes.serviceaccount", "system:serviceaccount:shop", Map.of()))
                .isInstanceOf(Resolved.Nothing.class);
    }

    private void contains(String pod, String id) {
        grounds.admin()
                .merge(grounds.path(pod), "{\"status\":{\"containerStatuses\":[{\"containerID\":\"" + id + "\"}]}}");
    }

    @Test
    void podByAddress_isTheOneThatHasItNow() {
        String address = address("toolbox");
        assertThat(resolve(Pod.KIND, address, Map.of("ip", address)))
                .isEqualTo(new Resolved.Found(grounds.target("toolbox")));
        assertThat(resolve(Pod.KIND, "10.1.2.3", Map.of("ip", "10.1.2.3"))).isInstanceOf(Resolved.Nothing.class);
    }

    @Test
    void addressOfANode_isTheNodesOwnToo() {
        grounds.admin()
                .create(
                        "/api/v1/namespaces/shop/pods",
                        "{\"metadata\":{\"name\":\"agent\"},\"spec\":{\"hostNetwork\":true}}");
        String address = address("agent");
        assertThat(resolve(Pod.KIND, "ip:" + address, Map.of()))
                .isEqualTo(new Resolved.Ambiguous(
                        List.of(grounds.target("agent")),
                        "it is the address of node " + node("agent")
                                + ", which pods on its network share with its own processes: name the pod, its"
                                + " container or the node"));
    }

    @Test
    void addressOfSeveral_isAmbiguous() {
        String address = address("toolbox");
        grounds.admin().merge(grounds.path("payments-0"), "{\"status\":{\"podIP\":\"" + address + "\"}}");
        assertThat(resolve(Pod.KIND, address, Map.of("ip", address)))
                .isEqualTo(new Resolved.Ambiguous(
                        List.of(grounds.target("payments-0"), grounds.target("toolbox")),
                        "name the pod, or its uid or container"));
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

    private JsonNode pod(String name) {
        return grounds.admin().get(grounds.path(name)).orElseThrow();
    }

    private String node(String pod) {
        return pod(pod).at("/spec/nodeName").asText();
    }

    private String address(String pod) {
        return pod(pod).at("/status/podIP").asText();
    }
}
