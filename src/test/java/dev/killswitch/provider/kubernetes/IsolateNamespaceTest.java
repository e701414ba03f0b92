package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Target;
import dev.killswitch.provider.kubernetes.KubernetesSettings.Access;
import dev.killswitch.provider.kubernetes.Policies.Held;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolateNamespaceTest {

    private final RangeGrounds grounds = new RangeGrounds();

    @AfterEach
    void close() {
        grounds.close();
    }

    private Held apply(String namespace) {
        return Held.apply(grounds, "kubernetes.isolate-namespace", Where.NAMESPACE, namespace);
    }

    @Test
    void everyPod_isHeld_alsoOneWithoutLabels() {
        Held held = apply("shop");
        assertThat(held.found().facts().blast()).isEqualTo(Map.of("namespaces", 1, "pods", 5));
        grounds.admin().create("/api/v1/namespaces/shop/pods", """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"plain"},"spec":{}}""");
        assertThat(Policies.isHeld(grounds, "plain")).isTrue();
        assertThat(Policies.isHeld(grounds, "payments-0")).isTrue();
    }

    @Test
    void eachPolicyWithARule_isTold_alsoOneThatSelectsNothingYet() {
        Held held = apply("shop");
        Policies.create(
                grounds,
                "later",
                "{\"podSelector\":{\"matchLabels\":{\"app\":\"later\"}},\"egress\":[{}],\"policyTypes\":[\"Egress\"]}");
        assertThat(held.action().prove(held.call(), held.found().before()))
                .isEqualTo(Policies.leftOpenBy(
                        grounds,
                        List.of(
                                "NetworkPolicy allow-web lets in TCP 8080 from anywhere "
                                        + next("allow-web", "ingress"),
                                "NetworkPolicy later lets out every port to anywhere " + next("later", "egress")),
                        "allow-web",
                        "later"));
    }

    @Test
    void namespaceOfOurOwn_isRefused(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("namespace"), "shop\n");
        var kind = new IsolateNamespace(null, Ourselves.of(new Access.InCluster(directory, "")), null, null);
        var here = new Call(
                new Target("here", Where.NAMESPACE, "shop", "u-1"),
                Grounds.parameters(IsolateNamespace.SPEC, Map.of()),
                new Call.Mark("c-1", "i-1"),
                Grounds.deadline());
        assertThat(kind.refusal(here, KubernetesCalls.JSON.createObjectNode()))
                .contains("it is the namespace that we run in");
    }

    @Test
    void systemPods_areForAPersonToLookAt() {
        Inspected.Found found = Held.inspect(
                        grounds, "kubernetes.isolate-namespace", Where.NAMESPACE, "kube-system", Map.of())
                .found();
        assertThat(found.facts().sensitive()).containsExactly("system-critical");
    }

    private static String next(String policy, String direction) {
        return "(next: ks do kubernetes.withdraw-network-policy shop/" + policy + " --param direction=" + direction
                + ")";
    }
}
