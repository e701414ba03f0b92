package dev.killswitch.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.alert.Body;
import dev.killswitch.alert.Delivery;
import dev.killswitch.engine.Intake.Taken;
import dev.killswitch.incident.StepState;
import dev.killswitch.servers.ControlPlane;
import dev.killswitch.web.Product;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two control planes at once, with a pod of the same name in each: what comes of a source stays in its cluster. */
class TwoClustersIT {
    private static final String RULES = """
            format: 1
            rules:
              - name: shell
                mode: enforce
                sources: [falco-eu, falco-us, falco-nowhere]
                when: alert.opened
                targets: {pod: entity.kind == "kubernetes.pod" && entity.role == role.TARGET}
                do: [{action: kubernetes.isolate-pod, on: pod}]
            """;

    private static final String SHELL = """
            {"output":"A shell was spawned in us","priority":"Critical","rule":"Terminal shell in container","time":"%s",
             "output_fields":{"k8s.ns.name":"%s","k8s.pod.name":"api","connection":"us","k8s.cluster.name":"us"},
             "source":"syscall","hostname":"node-1","tags":["us"]}""";

    @TempDir
    private Path data;

    private ControlPlane eu;
    private ControlPlane us;
    private String namespace;

    @BeforeEach
    void makeTwins() {
        eu = ControlPlane.shared();
        us = ControlPlane.other();
        namespace = eu.newNamespace();
        us.admin()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        us.await(us.admin().serviceAccounts().inNamespace(namespace).withName("default"), Objects::nonNull);
        eu.newPod(namespace, "api", Map.of("app", "api"));
        us.newPod(namespace, "api", Map.of("app", "api"));
    }

    @Test
    void source_actsInItsOwnClusterAlone_whateverItsSenderSays() throws IOException {
        try (var running = InProcess.start(data.resolve("data"), configuration())) {
            Product product = running.product();
            deliver(product, "falco-eu");
            eu.await("isolated in eu", Duration.ofSeconds(30), () -> isIsolated(eu));
            assertThat(isIsolated(us)).isFalse();
            assertThat(policies(us)).isZero();

            deliver(product, "falco-us");
            us.await("isolated in us", Duration.ofSeconds(30), () -> isIsolated(us));
            until(() -> product.register().standing() == 2);
            assertThat(steps(product)).hasSize(2);
            assertThat(product.register().standing()).isEqualTo(2);
        }
    }

    @Test
    void sourceThatIsBoundToNoCluster_actsInNone() throws IOException {
        try (var running = InProcess.start(data.resolve("data"), configuration())) {
            Product product = running.product();
            deliver(product, "falco-nowhere");
            until(() -> !product.journal().pages(10).isEmpty());
            assertThat(product.journal().pages(10))
                    .anySatisfy(page -> assertThat(page.why()).contains("is in no connection that its source says"));
            assertThat(isIsolated(eu)).isFalse();
            assertThat(isIsolated(us)).isFalse();
        }
    }

    private void deliver(Product product, String source) {
        var delivery = new Delivery(
                source,
                product.ids().next("d"),
                product.clock().instant(),
                Map.of("content-type", List.of("application/json")),
                Body.of(SHELL.formatted(product.clock().instant(), namespace).getBytes(StandardCharsets.UTF_8)));
        assertThat(product.engine().intake().take(product.doors().get(source).source(), delivery))
                .isInstanceOf(Taken.Recorded.class);
    }

    private boolean isIsolated(ControlPlane plane) {
        return plane.admin()
                .pods()
                .inNamespace(namespace)
                .withName("api")
                .get()
                .getMetadata()
                .getLabels()
                .containsKey("killswitch.dev/quarantine");
    }

    private int policies(ControlPlane plane) {
        return plane.admin()
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(namespace)
                .list()
                .getItems()
                .size();
    }

    private static List<StepState> steps(Product product) {
        return product.register().incidents(null, 10).stream()
                .flatMap(incident -> incident.steps().values().stream())
                .toList();
    }

    private static void until(BooleanSupplier done) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private Path configuration() throws IOException {
        Path secret = Files.writeString(data.resolve("secret"), "a-secret-of-the-sources");
        Path rules = Files.createDirectories(data.resolve("rules"));
        Files.writeString(rules.resolve("rules.yaml"), RULES);
        return Files.writeString(data.resolve("killswitch.yaml"), """
                automation: {start: armed}
                rules: {directory: "%1$s"}
                sources:
                  falco-eu: {kind: falco, scope: {connection: eu}, proof: {bearer-file: "%2$s"}}
                  falco-us: {kind: falco, scope: {connection: us}, proof: {bearer-file: "%2$s"}}
                  falco-nowhere: {kind: falco, proof: {bearer-file: "%2$s"}}
                connections:
                  eu: {kind: kubernetes, kubeconfig: "%3$s", tiers: [isolate]}
                  us: {kind: kubernetes, kubeconfig: "%4$s", tiers: [isolate]}
                """.formatted(
                        rules, secret, eu.kubeconfig(eu.tokenWith(rights())), us.kubeconfig(us.tokenWith(rights()))));
    }

    private static List<PolicyRule> rights() {
        return List.of(
                rule("", List.of("pods"), "get", "list", "watch", "patch"),
                rule("apps", List.of("replicasets", "deployments", "statefulsets", "daemonsets"), "get", "list"),
                rule("networking.k8s.io", List.of("networkpolicies"), "get", "list", "create", "patch"));
    }

    private static PolicyRule rule(String group, List<String> resources, String... verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resources)
                .withVerbs(verbs)
                .build();
    }
}
