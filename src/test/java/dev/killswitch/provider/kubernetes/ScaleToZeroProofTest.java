package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Released;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a workload at zero leaves, and who may put it back. */
class ScaleToZeroProofTest {
    private static final String WEB = "/apis/apps/v1/namespaces/shop/deployments/web";
    private static final String PODS = "/api/v1/namespaces/shop/pods";

    private final RangeGrounds grounds = new RangeGrounds();
    private final Action action = grounds.connection().action("kubernetes.scale-to-zero");

    @AfterEach
    void close() {
        grounds.close();
    }

    private Call call(String id) {
        var reference = new Reference("range-cluster", Where.WORKLOAD, id, Map.of());
        Target target = ((Resolved.Found) grounds.connection().resolve(reference, Grounds.deadline())).target();
        return grounds.call(target, action.spec());
    }

    private Inspected.Found found(Call call) {
        return (Inspected.Found) action.inspect(call);
    }

    private int pods(String app) {
        return grounds.admin()
                .get(PODS + "?labelSelector=app=" + app)
                .orElseThrow()
                .path("items")
                .size();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployment/web/web", "ReplicaSet/lone/lone", "StatefulSet/payments/payments"})
    void workload_hasNoPods_andAsManyAgain(String what) {
        String[] parts = what.split("/", -1);
        grounds.admin()
                .create(
                        "/apis/apps/v1/namespaces/shop/replicasets",
                        "{\"metadata\":{\"name\":\"lone\"},\"spec\":{\"replicas\":2,\"selector\":{\"matchLabels\":{\"app\":\"lone\"}},"
                                + "\"template\":{\"metadata\":{\"labels\":{\"app\":\"lone\"}},\"spec\":{}}}}");
        int before = pods(parts[2]);
        Call call = call("shop/" + parts[0] + "/" + parts[1]);
        Inspected.Found found = found(call);
        assertThat(found.facts().blast()).isEqualTo(Map.of("pods", before));
        assertThat(action.apply(call, found.before())).isInstanceOf(Outcome.Done.class);
        assertThat(pods(parts[2])).isZero();
        assertThat(action.prove(call, found.before())).isInstanceOf(Proof.Proven.class);
        assertThat(action.release(call, found.before()))
                .isEqualTo(new Released.Replaced("as many pods as before, all of them new"));
        assertThat(pods(parts[2])).isEqualTo(before);
    }

    @Test
    void podThatIsOnItsWayOut_isWaitedFor() {
        Call call = call("shop/Deployment/web");
        Inspected.Found found = found(call);
        hold(grounds.replica());
        grounds.admin().delete(grounds.path(grounds.replica()));
        action.apply(call, found.before());
        assertThat(action.prove(call, found.before())).isInstanceOf(Proof.Pending.class);
    }

    @Test
    void podThatIsLate_isNamed_andNotWaitedFor() {
        Call call = call("shop/Deployment/web");
        Inspected.Found found = found(call);
        String pod = grounds.replica();
        hold(pod);
        grounds.admin().delete(grounds.path(pod));
        grounds.admin().merge(grounds.path(pod), "{\"metadata\":{\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"}}");
        action.apply(call, found.before());
        assertThat(action.prove(call, found.before()))
                .isInstanceOfSatisfying(
                        Proof.Partial.class,
                        partial -> assertThat(partial.stillWorks())
                                .singleElement()
                                .asString()
                                .startsWith(
                                        "pod shop/" + pod + " should have ended at 2026-01-01T00:00:00Z: its node"));
    }

    @Test
    void autoscalers_areTold() {
        String scalers = "/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers";
        String of = "\"scaleTargetRef\":{\"kind\":\"Deployment\",\"name\":\"%s\"},\"minReplicas\":2,\"maxReplicas\":9";
        grounds.admin().create(scalers, "{\"metadata\":{\"name\":\"web\"},\"spec\":{" + of.formatted("web") + "}}");
        grounds.admin()
                .create(
                        scalers,
                        "{\"metadata\":{\"name\":\"keda-hpa-web\",\"ownerReferences\":[{\"kind\":\"ScaledObject\",\"uid\":\""
                                + grounds.target("toolbox").uid() + "\"}]},\"spec\":{" + of.formatted("web") + "}}");
        grounds.admin().create(scalers, "{\"metadata\":{\"name\":\"other\"},\"spec\":{" + of.formatted("other") + "}}");
        Inspected.Found found = found(call("shop/Deployment/web"));
        assertThat(found.facts().blast()).containsEntry("autoscalers", 2);
        assertThat(found.facts().notes())
                .containsExactlyInAnyOrder(
                        "HorizontalPodAutoscaler web leaves a zero alone; after a release it scales from 2 to 9 again",
                        "HorizontalPodAutoscaler keda-hpa-web is one of KEDA's, which scales from zero too: pause its"
                                + " ScaledObject first");
        grounds.deny("list horizontalpodautoscalers.autoscaling");
        assertThat(found(call("shop/Deployment/web")).facts().notes())
                .containsExactly("whether an autoscaler is there was not seen: no permission list"
                        + " horizontalpodautoscalers.autoscaling");
    }

    /** A finalizer keeps it, as a grace does on a real node. */
    private void hold(String pod) {
        grounds.admin().merge(grounds.path(pod), "{\"metadata\":{\"finalizers\":[\"example.org/hold\"]}}");
    }

    @Test
    void podOfNobodyThatFitsTheSelector_isTold() {
        grounds.admin().create(PODS, "{\"metadata\":{\"name\":\"stray\",\"labels\":{\"app\":\"web\"}},\"spec\":{}}");
        Call call = call("shop/Deployment/web");
        Inspected.Found found = found(call);
        action.apply(call, found.before());
        assertThat(action.prove(call, found.before()))
                .isInstanceOfSatisfying(
                        Proof.Partial.class,
                        partial -> assertThat(partial.stillWorks())
                                .containsExactly(
                                        "pod shop/stray fits the selector, and no controller ends it: kill it"));
    }

    @Test
    void podThatWasIsolated_staysForWhoeverLooksAtIt() {
        String pod = grounds.replica();
        Target target = grounds.target(pod);
        Action isolate = grounds.connection().action("kubernetes.isolate-pod");
        Call off = grounds.call(target, isolate.spec());
        isolate.apply(off, ((Inspected.Found) isolate.inspect(off)).before());
        Call call = call("shop/Deployment/web");
        Inspected.Found found = found(call);
        action.apply(call, found.before());
        assertThat(action.prove(call, found.before())).isInstanceOf(Proof.Proven.class);
        assertThat(grounds.admin().get(grounds.path(pod))).isPresent();
    }

    @Test
    void whoMayPutItBack_isTold_andStopsNobody() {
        grounds.admin()
                .merge(
                        WEB,
                        "{\"metadata\":{\"annotations\":{\"argocd.argoproj.io/tracking-id\":\"x:apps/Deployment:shop/web\"},"
                                + "\"labels\":{\"kustomize.toolkit.fluxcd.io/name\":\"shop\",\"kustomize.toolkit.fluxcd.io/namespace\":\"flux-system\"},"
                                + "\"managedFields\":[{\"manager\":\"keda\",\"fieldsV1\":{\"f:spec\":{\"f:replicas\":{}}}}]}}");
        Call call = call("shop/Deployment/web");
        Inspected.Found found = found(call);
        assertThat(found.facts().sensitive()).isEmpty();
        assertThat(found.facts().blast())
                .isEqualTo(Map.of("pods", 3, "put-back-by-argo-cd", 1, "put-back-by-flux", 1, "put-back-by-keda", 1));
        assertThat(found.facts().notes())
                .containsExactly(
                        "by a mark on it, argocd/Application/x deploys it and puts it back: hold that first, by"
                                + " kubernetes.gitops-hold",
                        "by a mark on it, flux-system/Kustomization/shop deploys it and puts it back: hold that first, by"
                                + " kubernetes.gitops-hold",
                        "KEDA may put it back: tell it to leave it alone first");
        action.apply(call, found.before());
        assertThat(action.prove(call, found.before()))
                .isInstanceOfSatisfying(
                        Proof.Proven.class,
                        proven -> assertThat(proven.how())
                                .endsWith(
                                        "Argo CD and Flux and KEDA may put it back: tell them to leave it alone, by"
                                                + " kubernetes.gitops-hold of argocd/Application/x and flux-system/Kustomization/shop"));
        grounds.admin().merge(WEB, "{\"spec\":{\"replicas\":3}}");
        assertThat(action.prove(call, found.before())).isEqualTo(new Proof.Unproven("/spec/replicas is 3, not 0"));
    }

    @Test
    void replicaSetOfADeployment_isToldToBePutBackByIt() {
        Call call = call("shop/ReplicaSet/web-5d9c7b6f4");
        assertThat(found(call).facts().blast()).containsKey("put-back-by-its-owner");
    }

    @Test
    void daemonSet_hasNoScale() {
        grounds.admin()
                .create("/apis/apps/v1/namespaces/shop/daemonsets", "{\"metadata\":{\"name\":\"agent\"},\"spec\":{}}");
        assertThat(action.inspect(call("shop/DaemonSet/agent")))
                .isEqualTo(new Inspected.Refused("a daemon set has no scale: it has a pod on each node that it fits"));
    }

    @Test
    void scale_isAllThatIsWritten() {
        grounds.deny("patch deployments.apps");
        Call call = call("shop/Deployment/web");
        assertThat(action.apply(call, found(call).before())).isInstanceOf(Outcome.Done.class);
        grounds.deny("patch deployments/scale.apps");
        assertThat(Optional.of(action.apply(call, found(call).before())))
                .contains(new Outcome.Refused("no permission patch deployments/scale.apps"));
    }
}
