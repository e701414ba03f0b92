package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each form in which an alert or a person may name a thing, before there is an index of pods and by it. */
abstract class EachFormContract {
    private static final String EVER_AFTER = "2999-01-01T00:00:00Z";
    private static final String LONG_AGO = "2001-01-01T00:00:00Z";

    private Grounds grounds;
    private String digest;
    private String node;

    abstract Grounds open();

    /** Where an administrator writes the status of a pod. */
    abstract String statusPath(String pod);

    @BeforeEach
    void openGrounds() {
        grounds = open();
        digest = Names.digest(grounds.namespace());
        grounds.bare();
        grounds.replica();
        node = pod("toolbox").at("/spec/nodeName").asText();
        grounds.await(
                "the pod runs",
                () -> !pod("toolbox").at("/status/podIP").asText().isEmpty());
        addressed("toolbox", container());
        mirror();
    }

    @AfterEach
    void closeGrounds() {
        grounds.close();
    }

    Grounds grounds() {
        return grounds;
    }

    /** Of no other pod of the cluster. */
    private String address() {
        return "10.77." + Integer.parseInt(digest.substring(0, 2), 16) + "."
                + Integer.parseInt(digest.substring(2, 4), 16);
    }

    private String container() {
        return digest + digest;
    }

    /** As the node calls its static pod. */
    private String hash() {
        return Names.digest("static " + grounds.namespace());
    }

    private void addressed(String pod, String container) {
        grounds.admin().merge(statusPath(pod), """
                {"status":{"podIP":"%1$s","podIPs":[{"ip":"%1$s"}],
                 "containerStatuses":[{"name":"app","image":"x","imageID":"x","ready":true,"restartCount":0,
                  "containerID":"containerd://%2$s"}]}}""".formatted(address(), container));
    }

    private void mirror() {
        grounds.admin().create("/api/v1/namespaces/" + grounds.namespace() + "/pods", """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"dns-%1$s","annotations":
                  {"kubernetes.io/config.mirror":"%2$s","kubernetes.io/config.hash":"%2$s"}},
                 "spec":{"nodeName":"%1$s","containers":[{"name":"app","image":"example.invalid/app:1"}]}}""".formatted(node, hash()));
    }

    private JsonNode pod(String name) {
        return grounds.admin().get(grounds.path(name)).orElseThrow();
    }

    private String in(String name) {
        return grounds.namespace() + "/" + name;
    }

    private Target target(String kind, String id, String path) {
        return new Target(
                grounds.connection().name(),
                kind,
                id,
                grounds.admin().get(path).orElseThrow().at("/metadata/uid").asText());
    }

    /** {@code id} and {@code scope} as they come with an alert. */
    private record Form(String id, Map<String, String> scope, Target means) {}

    private List<Form> forms() {
        Target toolbox = target(Pod.KIND, in("toolbox"), grounds.path("toolbox"));
        Target dns = target(Pod.KIND, in("dns-" + node), grounds.path("dns-" + node));
        Target web = target(
                Where.WORKLOAD,
                in("Deployment/web"),
                "/apis/apps/v1/namespaces/" + grounds.namespace() + "/deployments/web");
        Target account = target(
                Where.SERVICE_ACCOUNT,
                in("default"),
                "/api/v1/namespaces/" + grounds.namespace() + "/serviceaccounts/default");
        Target place = target(Where.NODE, node, "/api/v1/nodes/" + node);
        return List.of(
                new Form("uid:" + toolbox.uid(), Map.of(), toolbox),
                new Form(in("toolbox"), Map.of(), toolbox),
                new Form(in("toolbox"), Map.of("uid", toolbox.uid(), "at", LONG_AGO), toolbox),
                new Form(
                        in("toolbox"),
                        Map.of(
                                "at",
                                EVER_AFTER,
                                "node",
                                node,
                                "container",
                                container().substring(0, 12)),
                        toolbox),
                new Form("container:" + container().substring(0, 12), Map.of(), toolbox),
                new Form("container:" + container(), Map.of(), toolbox),
                new Form("container:containerd://" + container(), Map.of(), toolbox),
                new Form("ip:" + address(), Map.of("at", EVER_AFTER), toolbox),
                new Form(node, Map.of(), place),
                new Form(in("Deployment/web"), Map.of(), web),
                new Form("system:serviceaccount:" + grounds.namespace() + ":default", Map.of(), account),
                new Form(in("default"), Map.of(), account),
                new Form(in("dns-" + node), Map.of(), dns),
                new Form(in("dns"), Map.of("node", node), dns),
                new Form(in("dns"), Map.of("node", node, "uid", hash()), dns),
                new Form("uid:" + hash(), Map.of(), dns));
    }

    private Resolved resolve(String kind, String id, Map<String, String> scope) {
        return grounds.connection()
                .resolve(new Reference(grounds.connection().name(), kind, id, scope), Grounds.deadline());
    }

    private Resolved pod(String id, Map<String, String> scope) {
        return resolve(Pod.KIND, id, scope);
    }

    private static String why(Resolved resolved) {
        return switch (resolved) {
            case Resolved.Refused no -> no.why();
            case Resolved.Nothing none -> none.why();
            case Resolved.Found _, Resolved.Ambiguous _, Resolved.Unreachable _ -> resolved.toString();
        };
    }

    private void awaitIndex() {
        grounds.connection().warm(Grounds.deadline());
        awaitHearing(
                "the index is there",
                () -> why(pod("uid:" + Names.digest("nobody"), Map.of())).contains("pods of an index"));
    }

    /** The index hears of everything in a moment of its own, on the range too. */
    private static void awaitHearing(String what, BooleanSupplier so) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!so.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(so.getAsBoolean()).as(what).isTrue();
    }

    private void eachIsFound(List<Form> forms) {
        assertThat(forms)
                .allSatisfy(form -> assertThat(resolve(form.means().kind(), form.id(), form.scope()))
                        .isEqualTo(new Resolved.Found(form.means())));
    }

    @Test
    void eachForm_isFound_withoutAnIndex_andByIt() {
        List<Form> forms = forms();
        eachIsFound(forms);
        awaitIndex();
        eachIsFound(forms);
    }

    @Test
    void whatMayBeAnothers_isRefused_byName() {
        awaitIndex();
        assertThat(why(pod(in("toolbox"), Map.of("at", LONG_AGO))))
                .startsWith(in("toolbox") + " was created at ")
                .contains("the pod's uid in the alert would settle that");
        assertThat(why(pod(in("toolbox"), Map.of("node", "node-z")))).contains("is on node " + node);
        assertThat(why(pod(in("toolbox"), Map.of("container", "0123456789ac")))).startsWith("no container of ");
        assertThat(why(pod(in("toolbox"), Map.of("uid", hash())))).isEqualTo("another one has its name now");
        assertThat(why(pod("ip:" + address(), Map.of("at", LONG_AGO)))).contains("whoever had it then is not known");
        assertThat(why(pod("ip:" + address(), Map.of("at", "unknown")))).contains("the alert does not say when");
        assertThat(why(pod(in("dns"), Map.of("node", "node-z")))).isEqualTo("no such thing");
        assertThat(why(pod(in("dns"), Map.of()))).isEqualTo("no such thing");
        assertThat(why(pod("container:0123456789ac", Map.of()))).startsWith("no pod has the container ");
    }

    @Test
    void addressOfTwo_isAmbiguous_andSaysWhatSettlesIt() {
        grounds.admin().create("/api/v1/namespaces/" + grounds.namespace() + "/pods", """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"twin"},"spec":{"nodeName":"%s",
                 "containers":[{"name":"app","image":"example.invalid/app:1"}]}}""".formatted(node));
        grounds.await("it runs", () -> !pod("twin").at("/status/podIP").asText().isEmpty());
        addressed("twin", Names.digest("twin") + digest);
        Target toolbox = target(Pod.KIND, in("toolbox"), grounds.path("toolbox"));
        Target twin = target(Pod.KIND, in("twin"), grounds.path("twin"));
        awaitIndex();
        awaitHearing(
                "the index knows both",
                () -> pod("ip:" + address(), Map.of("at", EVER_AFTER)) instanceof Resolved.Ambiguous);
        var both = (Resolved.Ambiguous) pod("ip:" + address(), Map.of("at", EVER_AFTER));
        assertThat(both.candidates()).containsExactlyInAnyOrder(toolbox, twin);
        assertThat(both.settles()).isEqualTo("name the pod, or its uid or container");
        assertThat(pod("ip:" + address(), Map.of("at", EVER_AFTER, "uid", twin.uid())))
                .isEqualTo(new Resolved.Found(twin));
    }
}
