package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Proof;
import dev.killswitch.provider.kubernetes.Policies.Held;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IsolateWorkloadTest {
    private static final String ACTION = "kubernetes.isolate-workload";
    private final RangeGrounds grounds = new RangeGrounds();

    @AfterEach
    void close() {
        grounds.close();
    }

    private Held apply(String id) {
        return Held.apply(grounds, ACTION, Where.WORKLOAD, id);
    }

    private Inspected inspect(String id) {
        Action action = grounds.connection().action(ACTION);
        Call call = grounds.call(Policies.target(grounds, Where.WORKLOAD, id), action.spec());
        return action.inspect(call);
    }

    private void make(String kind, String plural, String name, String spec) {
        grounds.admin()
                .create(
                        "/apis/apps/v1/namespaces/shop/" + plural,
                        "{\"apiVersion\":\"apps/v1\",\"kind\":\"" + kind + "\",\"metadata\":{\"name\":\"" + name
                                + "\"},\"spec\":" + spec + "}");
    }

    @Test
    void policy_hasTheWholeSelector_withItsExpressions() {
        String selector = "{\"matchLabels\":{\"app\":\"db\"},\"matchExpressions\":["
                + "{\"key\":\"tier\",\"operator\":\"In\",\"values\":[\"hot\",\"cold\"]}]}";
        make(
                "StatefulSet",
                "statefulsets",
                "db",
                "{\"replicas\":2,\"selector\":" + selector
                        + ",\"template\":{\"metadata\":{\"labels\":{\"app\":\"db\",\"tier\":\"hot\"}},\"spec\":{}}}");
        grounds.admin().create("/api/v1/namespaces/shop/pods", """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"other","labels":{"app":"db"}},"spec":{}}""");

        Held held = apply("shop/StatefulSet/db");
        var policy = grounds.admin()
                .get(grounds.policies() + "/killswitch-isolate-workload-"
                        + held.call().target().uid())
                .orElseThrow();
        assertThat(policy.at("/spec/podSelector").toString()).isEqualTo(selector);
        assertThat(held.found().facts()).isEqualTo(new Facts(Map.of("pods", 2, "pods-beyond", 0), Set.of()));
        assertThat(Policies.isHeld(grounds, "db-1")).isTrue();
        assertThat(Policies.isHeld(grounds, "other")).isFalse();
    }

    @Test
    void podToCome_isHeldFromBirth() {
        apply("shop/Deployment/web");
        String pod = grounds.replica();
        grounds.admin().delete(grounds.path(pod));
        assertThat(grounds.admin().get(grounds.path(pod))).isEmpty();
        assertThat(Policies.isHeld(grounds, grounds.replica())).isTrue();
    }

    @Test
    void podsOfOthersThatTheSelectorFits_areCountedAndTold() {
        grounds.admin().create("/api/v1/namespaces/shop/pods", """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"guest","labels":{"app":"web","k8s-app":"x"}},
                 "spec":{}}""");
        // It fits the Deployment's selector, and not its ReplicaSet's.
        assertThat(((Inspected.Found) inspect("shop/Deployment/web")).facts())
                .isEqualTo(
                        new Facts(
                                        Map.of("pods", 3, "pods-beyond", 1),
                                        Set.of("its selector fits pods that are not its own"))
                                .noting(
                                        List.of(
                                                "stays open: NetworkPolicy allow-web lets in TCP 8080 from anywhere"
                                                        + " (next: ks do kubernetes.withdraw-network-policy shop/allow-web --param direction=ingress)")));
    }

    @Test
    void whatOtherPoliciesAllow_isTold_alsoForPodsToCome() {
        Held held = apply("shop/Deployment/web");
        var partial = Policies.leftOpenBy(
                grounds,
                List.of(
                        "NetworkPolicy allow-web lets in TCP 8080 from anywhere (next: ks do kubernetes.withdraw-network-policy shop/allow-web --param direction=ingress)"),
                "allow-web");
        assertThat(held.action().prove(held.call(), held.found().before())).isEqualTo(partial);
        grounds.admin().merge("/apis/apps/v1/namespaces/shop/deployments/web", "{\"spec\":{\"replicas\":0}}");
        assertThat(((Inspected.Found) inspect("shop/Deployment/web")).facts().blast())
                .isEqualTo(Map.of("pods", 0, "pods-beyond", 0));
        assertThat(held.action().prove(held.call(), held.found().before())).isEqualTo(partial);
    }

    @Test
    void withNothingElseAllowed_itIsUnprovenForWantOfAProfile() {
        Held held = apply("shop/StatefulSet/payments");
        assertThat(held.action().prove(held.call(), held.found().before()))
                .isEqualTo(
                        new Proof.Unproven(
                                "policies are as they should be, for pods to come as well, but nothing"
                                        + " tells whether the network plugin of range-cluster enforces them: no profile of it has been"
                                        + " measured (ks cluster profile range-cluster --canary); connections that were open may go on"));
    }

    @Test
    void podsOnTheirNodesNetwork_areRefused_andOneOfThemIsTold() {
        make(
                "DaemonSet",
                "daemonsets",
                "agent",
                "{\"selector\":{\"matchLabels\":{\"app\":\"agent\"}},\"template\":{\"metadata\":{\"labels\":"
                        + "{\"app\":\"agent\"}},\"spec\":{\"hostNetwork\":true}}}");
        assertThat(inspect("shop/DaemonSet/agent"))
                .isEqualTo(new Inspected.Refused(
                        "its pods are on their node's network, which no NetworkPolicy reaches; kill them instead"));
        grounds.admin().create("/api/v1/namespaces/shop/pods", """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"host","labels":{"app":"payments"}},
                 "spec":{"hostNetwork":true}}""");
        Held held = apply("shop/StatefulSet/payments");
        assertThat(held.action().prove(held.call(), held.found().before()))
                .isEqualTo(
                        new Proof.Partial(
                                List.of(
                                        "pod host is on its node's network, which no NetworkPolicy reaches (next: ks kill pod shop/host)")));
    }

    @Test
    void selectorOfEverything_andOneTooLarge_areRefused() {
        make("DaemonSet", "daemonsets", "all", "{\"selector\":{},\"template\":{\"spec\":{}}}");
        assertThat(inspect("shop/DaemonSet/all"))
                .isEqualTo(new Inspected.Refused(
                        "it has no selector of its own: isolate what it makes, or the namespace"));
        make(
                "DaemonSet",
                "daemonsets",
                "wide",
                "{\"selector\":{\"matchLabels\":{\"app\":\"" + "x".repeat(13_000) + "\"}},\"template\":{\"spec\":{}}}");
        assertThat(inspect("shop/DaemonSet/wide"))
                .isEqualTo(new Inspected.Refused(
                        "its selector is too large for the record: isolate its pods, or the namespace"));
    }

    @Test
    void missingPermission_isNamed() {
        grounds.deny("list replicasets.apps");
        assertThat(inspect("shop/Deployment/web")).isEqualTo(new Inspected.Forbidden("list replicasets.apps"));
        grounds.deny("list pods");
        assertThat(inspect("shop/StatefulSet/payments")).isEqualTo(new Inspected.Forbidden("list pods"));
    }
}
