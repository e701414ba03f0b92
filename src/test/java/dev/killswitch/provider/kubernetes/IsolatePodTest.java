package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.action.Rung;
import dev.killswitch.action.Target;
import dev.killswitch.action.Tiers;
import dev.killswitch.range.Fault;
import dev.killswitch.range.Fault.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IsolatePodTest {

    private static final String ALLOW_ALL = """
            {"metadata":{"name":"allow-all"},"spec":{"podSelector":{},"policyTypes":["Ingress","Egress"],
             "ingress":[{}],"egress":[{}]}}""";

    private RangeGrounds grounds;
    private Action isolate;

    @BeforeEach
    void open() {
        grounds = new RangeGrounds();
        isolate = grounds.connection().action("kubernetes.isolate-pod");
    }

    @AfterEach
    void close() {
        grounds.close();
    }

    @Test
    void apply_makesThePolicyFirst_thenRelabelsInOneWrite() {
        Call call = call("toolbox");
        Inspected.Found found = found(call);
        grounds.faults().clear();
        assertThat(isolate.apply(call, found.before())).isInstanceOf(Outcome.Done.class);
        assertThat(grounds.faults().seen())
                .containsExactly("POST " + grounds.policies(), "PATCH " + grounds.path("toolbox"));
        assertThat(labels("toolbox")).isEqualTo(Map.of("killswitch.dev/quarantine", "c-1"));
        assertThat(pod("toolbox")
                        .at("/metadata/annotations/killswitch.dev~1before")
                        .asText())
                .contains("\"labels\":{\"app\":\"toolbox\"}", "\"containment\":\"c-1\"", "\"incident\":\"i-1\"");
        assertThat(pod("toolbox")
                        .at("/metadata/annotations/killswitch.dev~1note")
                        .asText())
                .isEqualTo("c-1 holds this, for incident i-1; why: ks why c-1; let it go: ks release c-1");
    }

    /** As where all pods of a namespace are isolated at once. */
    @Test
    void policyThatAnotherMadeSinceOurLook_isTaken() {
        Call call = call("toolbox");
        Inspected.Found found = found(call);
        grounds.admin()
                .create(
                        grounds.policies(),
                        "{\"metadata\":{\"name\":\"killswitch-quarantine\"},\"spec\":" + StandingPolicy.spec() + "}");
        grounds.faults().clear();
        assertThat(isolate.apply(call, found.before())).isInstanceOf(Outcome.Done.class);
        assertThat(grounds.faults().seen())
                .containsExactly(
                        "POST " + grounds.policies(),
                        "GET " + grounds.policies() + "/killswitch-quarantine",
                        "PATCH " + grounds.path("toolbox"));
    }

    @Test
    void secondPodOfANamespace_costsOneWrite() {
        contain("toolbox");
        Call call = call(grounds.replica());
        Inspected.Found found = found(call);
        grounds.faults().clear();
        isolate.apply(call, found.before());
        assertThat(grounds.faults().seen()).containsExactly("PATCH " + grounds.path(name(call)));
    }

    @Test
    void replica_isLetGoAndReplaced_andTakenBackOnRelease() {
        Call call = call(grounds.replica());
        Inspected.Found found = found(call);
        assertThat(found.undo()).isEqualTo(Undo.EQUIVALENT);
        assertThat(found.facts().blast()).isEqualTo(Map.of("pods", 1, "replicas-left", 2));
        isolate.apply(call, found.before());
        assertThat(pod(name(call)).at("/metadata/ownerReferences").isMissingNode())
                .isTrue();
        assertThat(podsOfWeb()).hasSize(3).doesNotContain(name(call));
        assertThat(isolate.release(call, found.before())).isInstanceOf(Released.Replaced.class);
        assertThat(podsOfWeb()).hasSize(3).contains(name(call));
    }

    @Test
    void podOfAStatefulSet_keepsItsLabels() {
        Call call = call("payments-0");
        Inspected.Found found = found(call);
        assertThat(found.undo()).isEqualTo(Undo.EXACT);
        isolate.apply(call, found.before());
        assertThat(labels("payments-0")).isEqualTo(Map.of("app", "payments", "killswitch.dev/quarantine", "c-1"));
        assertThat(pod("payments-0").at("/metadata/ownerReferences").size()).isEqualTo(1);
    }

    /** Whoever may write a pod can write an owner on it, and so would keep the labels by which traffic is allowed. */
    @Test
    void ownerThatIsNotThere_doesNotKeepTheLabels() {
        String somethingElse = grounds.admin()
                .get("/api/v1/namespaces/shop/serviceaccounts/web")
                .orElseThrow()
                .at("/metadata/uid")
                .asText();
        grounds.admin().merge(grounds.path("toolbox"), """
                {"metadata":{"ownerReferences":[{"apiVersion":"apps/v1","kind":"StatefulSet","name":"payments",
                 "uid":"%s","controller":true}]}}""".formatted(somethingElse));
        contain("toolbox");
        assertThat(labels("toolbox")).containsOnlyKeys("killswitch.dev/quarantine");
    }

    /** Nor does one that is there, where the pod does not bear the name that it would have given. */
    @Test
    void ownerThatDidNotMakeIt_doesNotKeepTheLabels() {
        String payments = grounds.admin()
                .get("/apis/apps/v1/namespaces/shop/statefulsets/payments")
                .orElseThrow()
                .at("/metadata/uid")
                .asText();
        grounds.admin().merge(grounds.path("toolbox"), """
                {"metadata":{"labels":{"app":"payments"},"ownerReferences":[{"apiVersion":"apps/v1",
                 "kind":"StatefulSet","name":"payments","uid":"%s","controller":true}]}}""".formatted(payments));
        contain("toolbox");
        assertThat(labels("toolbox")).containsOnlyKeys("killswitch.dev/quarantine");
    }

    @Test
    void ownerOfAFoundPod_isReadAtTheSameTimeAsThePod() {
        Call call = call(grounds.replica());
        grounds.faults().clear();
        grounds.faults().next("GET .*/pods/", new Fault.Hang(Moment.BEFORE));
        isolate.inspect(new Call(
                call.target(), call.parameters(), call.mark(), Instant.now().plusMillis(400)));
        assertThat(grounds.faults().seen()).anyMatch(line -> line.contains("/replicasets/web-"));
    }

    @Test
    void standingWatchsPuttingBack_leavesTheNoteOfTheFirstTime() {
        Call call = contain("toolbox");
        String note = "/metadata/annotations/killswitch.dev~1before";
        String first = pod("toolbox").at(note).asText();
        grounds.admin().merge(grounds.path("toolbox"), "{\"metadata\":{\"labels\":{\"app\":\"web\"}}}");
        assertThat(found(call).alreadySo()).isFalse();
        assertThat(isolate.apply(call, found(call).before())).isInstanceOf(Outcome.Done.class);
        assertThat(labels("toolbox")).containsOnlyKeys("killswitch.dev/quarantine");
        assertThat(pod("toolbox").at(note).asText()).isEqualTo(first);
    }

    @Test
    void prove_withNothingAllowed_isUnprovenForWantOfAProfile() {
        Call call = contain("toolbox");
        assertThat(isolate.prove(call, found(call).before()))
                .isInstanceOfSatisfying(
                        Proof.Unproven.class,
                        unproven ->
                                assertThat(unproven.why()).contains("network plugin of range-cluster", "no profile"));
    }

    @Test
    void prove_withAnAllowThatStillFits_isPartial() {
        grounds.admin().create(grounds.policies(), ALLOW_ALL);
        Call call = contain("toolbox");
        assertThat(isolate.prove(call, found(call).before()))
                .isEqualTo(Policies.leftOpenBy(
                        grounds,
                        List.of(
                                "NetworkPolicy allow-all lets in every port from anywhere "
                                        + next("allow-all", "ingress"),
                                "NetworkPolicy allow-all lets out every port to anywhere "
                                        + next("allow-all", "egress")),
                        "allow-all"));
    }

    @Test
    void prove_withoutThePolicy_isUnproven_andTheNextApplyMakesItAgain() {
        Call call = contain("toolbox");
        grounds.admin().delete(grounds.policies() + "/killswitch-quarantine");
        Inspected.Found found = found(call);
        assertThat(found.alreadySo()).isFalse();
        assertThat(isolate.prove(call, found.before()))
                .isEqualTo(new Proof.Unproven("no policy in shop denies everything to our label"));
        isolate.apply(call, found.before());
        assertThat(policy("killswitch-quarantine").path("spec")).isEqualTo(StandingPolicy.spec());
    }

    @Test
    void policyOfOursThatSomebodyOpened_isHealedWhole() {
        contain("toolbox");
        grounds.admin()
                .merge(
                        grounds.policies() + "/killswitch-quarantine",
                        "{\"spec\":{\"podSelector\":{\"matchLabels\":{\"a\":\"b\"}},\"ingress\":[{}]}}");
        contain(grounds.replica());
        assertThat(policy("killswitch-quarantine").path("spec")).isEqualTo(StandingPolicy.spec());
    }

    @Test
    void nameOfSomebodyElses_isNotOverwritten_andExemptsNothing() {
        grounds.admin()
                .create(
                        grounds.policies(),
                        "{\"metadata\":{\"name\":\"killswitch-quarantine\"},\"spec\":{\"podSelector\":{},\"policyTypes\":[\"Ingress\"],\"ingress\":[{}]}}");
        JsonNode theirs = policy("killswitch-quarantine");
        Call call = call("toolbox");
        assertThat(isolate.apply(call, found(call).before()))
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done -> assertThat(done.receipt()).contains("under ks-isolate-c-1", "somebody else's"));
        assertThat(policy("killswitch-quarantine")).isEqualTo(theirs);
        assertThat(policy("ks-isolate-c-1").path("spec")).isEqualTo(StandingPolicy.spec());
        assertThat(isolate.prove(call, found(call).before()))
                .isEqualTo(Policies.leftOpenBy(
                        grounds,
                        List.of("NetworkPolicy killswitch-quarantine lets in every port from anywhere "
                                + next("killswitch-quarantine", "ingress")),
                        "killswitch-quarantine"));
    }

    @Test
    void podOnItsNodesNetwork_isRefused() {
        grounds.admin()
                .create(
                        "/api/v1/namespaces/shop/pods",
                        "{\"metadata\":{\"name\":\"agent\"},\"spec\":{\"hostNetwork\":true}}");
        assertThat(isolate.inspect(call("agent")))
                .isInstanceOfSatisfying(
                        Inspected.Refused.class, no -> assertThat(no.stronger()).isEqualTo(Rung.same(Specs.KILL_POD)));
    }

    /** Whoever may make a pod can write the annotation: it takes the proof away, and not the isolation. */
    @Test
    void mirrorOfAStaticPod_isIsolated_andNotProven() {
        grounds.admin()
                .create(
                        "/api/v1/namespaces/shop/pods",
                        "{\"metadata\":{\"name\":\"static\",\"annotations\":{\"kubernetes.io/config.mirror\":\"x\"}}}");
        Call call = contain("static");
        assertThat(isolate.prove(call, found(call).before()))
                .isInstanceOfSatisfying(
                        Proof.Unproven.class,
                        unproven -> assertThat(unproven.why()).contains("static pod", "ks cordon node node-"));
    }

    /** One pod of them cannot be told from the others. */
    @Test
    void replicaOnTheAwsPlugin_isRefused_andTheNextIsNamed() {
        grounds.admin().create("/apis/apps/v1/namespaces/kube-system/daemonsets", """
                {"metadata":{"name":"aws-node"},"spec":{"template":{"spec":{"containers":[
                 {"name":"aws-eks-nodeagent","image":"a:1","args":["--enable-network-policy=true"]}]}}}}""");
        grounds.connection().warm(Grounds.deadline());
        assertThat(isolate.inspect(call(grounds.replica())))
                .isInstanceOfSatisfying(
                        Inspected.Refused.class,
                        refused -> assertThat(refused.why())
                                .contains("ks isolate workload shop/ReplicaSet/", "ks kill pod shop/"));
    }

    @Test
    void labelThatSomebodyPutThereBefore_isTakenOver_andGoesWithTheRelease() {
        quarantine("toolbox", "theirs");
        Call call = call("toolbox");
        Inspected.Found found = found(call);
        assertThat(found.alreadySo()).isFalse();
        isolate.apply(call, found.before());
        assertThat(labels("toolbox")).isEqualTo(Map.of("killswitch.dev/quarantine", "c-1"));
        assertThat(isolate.release(call, found.before())).isEqualTo(new Released.Restored());
        assertThat(labels("toolbox")).isEqualTo(Map.of("app", "toolbox"));
    }

    @Test
    void anotherValueOfOurLabel_isDrift_andIsPutBack() {
        for (String pod : List.of("toolbox", "payments-0")) {
            Call call = contain(pod);
            quarantine(pod, "c-forged");
            assertThat(isolate.standing(call)).isInstanceOfSatisfying(Inspected.Found.class, found -> {
                assertThat(found.alreadySo()).isFalse();
                assertThat(isolate.apply(call, found.before())).isInstanceOf(Outcome.Done.class);
            });
            assertThat(labels(pod)).containsEntry("killswitch.dev/quarantine", "c-1");
            assertThat(isolate.standing(call))
                    .isInstanceOfSatisfying(
                            Inspected.Found.class,
                            found -> assertThat(found.alreadySo()).isTrue());
        }
    }

    /** Whatever it says, the standing policy selects what carries it. */
    @Test
    void releaseOfAPodWithAnotherValue_takesTheLabelAway() {
        for (String pod : List.of("toolbox", "payments-0")) {
            Map<String, String> first = labels(pod);
            Call call = call(pod);
            Inspected.Found found = found(call);
            isolate.apply(call, found.before());
            quarantine(pod, "zzz");
            assertThat(isolate.release(call, found.before())).isEqualTo(new Released.Restored());
            assertThat(labels(pod)).isEqualTo(first);
            assertThat(pod(pod).at("/metadata/annotations").isMissingNode()).isTrue();
        }
    }

    @Test
    void releaseOfAPodThatSomebodyRelabelled_tellsBothValues() {
        Call call = call("toolbox");
        Inspected.Found found = found(call);
        isolate.apply(call, found.before());
        grounds.admin().merge(grounds.path("toolbox"), "{\"metadata\":{\"labels\":{\"app\":\"theirs\"}}}");
        assertThat(isolate.release(call, found.before()))
                .isEqualTo(new Released.Drifted(
                        "labels {killswitch.dev/quarantine=c-1}",
                        "labels {app=theirs, killswitch.dev/quarantine=c-1}"));
        String many = IntStream.range(0, 50)
                .mapToObj(number -> "\"label-%02d\":\"%s\"".formatted(number, "x".repeat(63)))
                .collect(Collectors.joining(","));
        grounds.admin().merge(grounds.path("toolbox"), "{\"metadata\":{\"labels\":{" + many + "}}}");
        assertThat(isolate.release(call, found.before()))
                .isInstanceOfSatisfying(
                        Released.Drifted.class,
                        drifted ->
                                assertThat(drifted.now()).contains("label-00").hasSizeLessThan(600));
    }

    @Test
    void labelsThatArePutBackBesideOurs_areLeft_andOursGoes() {
        Call call = call("toolbox");
        Inspected.Found found = found(call);
        isolate.apply(call, found.before());
        grounds.admin().merge(grounds.path("toolbox"), "{\"metadata\":{\"labels\":{\"app\":\"toolbox\"}}}");
        assertThat(isolate.release(call, found.before())).isEqualTo(new Released.Restored());
        assertThat(labels("toolbox")).isEqualTo(Map.of("app", "toolbox"));
    }

    @Test
    void podThatAnotherContainmentHolds_isAlreadySo() {
        Call first = call("toolbox");
        Inspected.Found before = found(first);
        isolate.apply(first, before.before());
        var second = new Call(first.target(), first.parameters(), new Call.Mark("c-2", "i-2"), first.deadline());
        assertThat(found(second).alreadySo()).isTrue();
        // The last one out undoes, with the first one's before-state.
        assertThat(isolate.release(second, before.before())).isEqualTo(new Released.Restored());
        assertThat(labels("toolbox")).isEqualTo(Map.of("app", "toolbox"));
    }

    @Test
    void labelsTooManyForABeforeState_stay_andOursIsAdded() {
        String many = IntStream.range(0, 200)
                .mapToObj(number -> "\"label-%03d\":\"%s\"".formatted(number, "x".repeat(63)))
                .collect(Collectors.joining(","));
        grounds.admin().merge(grounds.path("toolbox"), "{\"metadata\":{\"labels\":{" + many + "}}}");
        Map<String, String> before = labels("toolbox");
        Call call = call("toolbox");
        Inspected.Found found = found(call);
        assertThat(isolate.apply(call, found.before())).isInstanceOf(Outcome.Done.class);
        assertThat(labels("toolbox")).hasSize(202).containsEntry("killswitch.dev/quarantine", "c-1");
        assertThat(isolate.apply(call, found.before())).isEqualTo(new Outcome.AlreadyDone());
        assertThat(isolate.release(call, found.before())).isEqualTo(new Released.Restored());
        assertThat(labels("toolbox")).isEqualTo(before);
    }

    @Test
    void annotationsThatLeaveNoRoom_exemptNothing() {
        grounds.admin()
                .merge(
                        grounds.path("toolbox"),
                        "{\"metadata\":{\"annotations\":{\"theirs\":\"" + "x".repeat(256 * 1024 - 100) + "\"}}}");
        contain("toolbox");
        assertThat(labels("toolbox")).containsOnlyKeys("killswitch.dev/quarantine");
        assertThat(pod("toolbox").at("/metadata/annotations").size()).isEqualTo(1);
    }

    @Test
    void podWithoutLabels_isIsolated_andIsWithoutThemAgain() {
        grounds.admin().create("/api/v1/namespaces/shop/pods", "{\"metadata\":{\"name\":\"plain\"},\"spec\":{}}");
        Call call = call("plain");
        Inspected.Found found = found(call);
        assertThat(isolate.apply(call, found.before())).isInstanceOf(Outcome.Done.class);
        assertThat(isolate.release(call, found.before())).isEqualTo(new Released.Restored());
        assertThat(labels("plain")).isEmpty();
        assertThat(pod("plain").at("/metadata/annotations").isMissingNode()).isTrue();
    }

    /** Bytes in released ledgers: they are read for ever. */
    @Test
    void beforeState_isWrittenAsEver() {
        assertThat(found(call("toolbox")).before().json())
                .isEqualTo("{\"value\":\"c-1\",\"way\":\"replace\",\"labels\":{\"app\":\"toolbox\"},"
                        + "\"annotated\":false,\"noted\":true,\"undo\":\"exact\"}");
    }

    @Test
    void suspiciousAttributes_areTold() {
        grounds.admin().create("/api/v1/namespaces/shop/pods", """
                {"metadata":{"name":"odd","labels":{"tier":"control-plane"},
                 "annotations":{"kubernetes.io/config.mirror":"x"}},
                 "spec":{"priorityClassName":"system-node-critical"}}""");
        assertThat(found(call("odd")).facts().sensitive()).containsExactlyInAnyOrder("mirror-pod", "system-critical");
    }

    @Test
    void tierThatIsOff_actsOnNothing_butReleases() {
        Call call = call("toolbox");
        Inspected.Found found = found(call);
        isolate.apply(call, found.before());
        var off = Tiers.hold(isolate, Set.of(), "prod-eu");
        assertThat(off.inspect(call)).isInstanceOf(Inspected.Refused.class);
        assertThat(off.apply(call, found.before())).isInstanceOf(Outcome.Refused.class);
        assertThat(off.release(call, found.before())).isEqualTo(new Released.Restored());
    }

    private void quarantine(String pod, String value) {
        grounds.admin()
                .merge(
                        grounds.path(pod),
                        "{\"metadata\":{\"labels\":{\"killswitch.dev/quarantine\":\"%s\"}}}".formatted(value));
    }

    private Call contain(String pod) {
        Call call = call(pod);
        assertThat(isolate.apply(call, found(call).before())).isInstanceOf(Outcome.Done.class);
        return call;
    }

    private Call call(String pod) {
        Target target = grounds.target(pod);
        return grounds.call(target, isolate.spec());
    }

    private Inspected.Found found(Call call) {
        Inspected inspected = isolate.inspect(call);
        assertThat(inspected).isInstanceOf(Inspected.Found.class);
        return (Inspected.Found) inspected;
    }

    private static String name(Call call) {
        return PodLook.Place.of(call).name();
    }

    private JsonNode pod(String name) {
        return grounds.admin().get(grounds.path(name)).orElseThrow();
    }

    private JsonNode policy(String name) {
        return grounds.admin().get(grounds.policies() + "/" + name).orElseThrow();
    }

    private Map<String, String> labels(String name) {
        return Pod.texts(pod(name).at("/metadata/labels"));
    }

    private List<String> podsOfWeb() {
        return grounds.admin()
                .get("/api/v1/namespaces/shop/pods?labelSelector=app=web")
                .orElseThrow()
                .path("items")
                .valueStream()
                .map(one -> one.at("/metadata/name").asText())
                .toList();
    }

    private static String next(String policy, String direction) {
        return "(next: ks do kubernetes.withdraw-network-policy shop/" + policy + " --param direction=" + direction
                + ", or ks kill pod shop/toolbox)";
    }
}
