package dev.killswitch.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What tests lean on in the control plane is Kubernetes's own doing. */
class ControlPlaneIT {
    private static ControlPlane controlPlane;

    @BeforeAll
    static void start() {
        controlPlane = ControlPlane.shared();
    }

    @Test
    void tokenWithFewRules_mayThatAndNothingElse() {
        String namespace = controlPlane.newNamespace();
        controlPlane.newPod(namespace, "lonely", Map.of());
        String token = controlPlane.tokenWith(List.of(new PolicyRuleBuilder()
                .withApiGroups("")
                .withResources("pods")
                .withVerbs("get")
                .build()));

        try (KubernetesClient client = client(token)) {
            var pod = client.pods().inNamespace(namespace).withName("lonely");
            assertThat(pod.get().getStatus().getPodIP()).isNotBlank();
            assertThatThrownBy(pod::delete)
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refused -> assertThat(refused.getCode()).isEqualTo(403));
        }
    }

    @Test
    void relabelledPod_isLetGoAndReplaced() {
        String namespace = controlPlane.newNamespace();
        controlPlane.newDeployment(namespace, "api", 2, Map.of("app", "api"));
        var pods = controlPlane.admin().pods().inNamespace(namespace);
        Pod first = pods.withLabel("app", "api").list().getItems().getFirst();
        String name = first.getMetadata().getName();

        pods.withName(name).patch(PatchContext.of(PatchType.JSON), """
                        [{"op": "test", "path": "/metadata/uid", "value": "%s"},
                         {"op": "add", "path": "/metadata/labels", "value": {"quarantine": "yes"}}]
                        """.formatted(
                        first.getMetadata().getUid()));

        controlPlane.await(
                pods.withName(name),
                pod -> pod.getMetadata().getOwnerReferences().isEmpty());
        assertThat(controlPlane.awaitPods(
                        namespace, Map.of("app", "api"), members -> members.size() == 2 && areRunning(members)))
                .extracting(member -> member.getMetadata().getName())
                .doesNotContain(name);
    }

    @Test
    void deletedPod_isConfirmedGoneAndTakesItsTokensAlong() {
        String namespace = controlPlane.newNamespace();
        Pod pod = controlPlane.newPod(namespace, "leaky", Map.of());
        String token = controlPlane.token(pod);
        // A token that was found good is remembered for 10 s: the second one is not, and so shows at once.
        String another = controlPlane.token(pod);
        assertThat(isGood(token)).isTrue();

        var resource = controlPlane.admin().pods().inNamespace(namespace).withName("leaky");
        resource.withGracePeriod(1).delete();
        controlPlane.await(resource, Objects::isNull);

        assertThat(isGood(another)).isFalse();
    }

    private static boolean areRunning(List<Pod> pods) {
        return pods.stream().allMatch(pod -> pod.getStatus().getPhase().equals("Running"));
    }

    private static boolean isGood(String token) {
        var review = new TokenReviewBuilder()
                .withNewSpec()
                .withToken(token)
                .endSpec()
                .build();
        return Boolean.TRUE.equals(
                controlPlane.admin().resource(review).create().getStatus().getAuthenticated());
    }

    private static KubernetesClient client(String token) {
        return new KubernetesClientBuilder()
                .withConfig(controlPlane.config(token))
                .build();
    }
}
