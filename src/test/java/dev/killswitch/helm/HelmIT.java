package dev.killswitch.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Provider;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import dev.killswitch.provider.kubernetes.KubernetesProvider;
import dev.killswitch.servers.ControlPlane;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real API server takes what the chart renders, and a token with the chart's rules may do what it should and no more. */
class HelmIT {
    private static final String NEW_IMAGE = """
            [{"op": "replace", "path": "/spec/containers/0/image", "value": "example.invalid/other:1"}]
            """;
    private static final String NEW_LABELS = """
            [{"op": "add", "path": "/metadata/labels", "value": {"killswitch.dev/quarantine": "c-1"}}]
            """;

    private static ControlPlane controlPlane;

    private String namespace;

    @BeforeAll
    static void start() {
        controlPlane = ControlPlane.shared();
    }

    @BeforeEach
    void newNamespace() {
        namespace = controlPlane.newNamespace();
    }

    @AfterEach
    void takeClusterObjectsAway() {
        // An admission policy or a binding of one test is not to be met by another.
        controlPlane.kubectl(
                List.of(
                        "delete",
                        "clusterrole,clusterrolebinding,validatingadmissionpolicy,validatingadmissionpolicybinding",
                        "--selector=app.kubernetes.io/name=killswitch"),
                "");
    }

    @Test
    void defaultObjects_areAcceptedByTheApiServer() {
        assertThat(dryRun(Chart.render(namespace, Chart.IMAGE)).succeeded()).isTrue();
    }

    @Test
    void everyObject_isAcceptedByTheApiServer() {
        // A rehearsal makes no namespace for what comes after it.
        String rendered = Chart.renderAll(namespace).replace("namespace: killswitch-canary", "namespace: " + namespace);
        ControlPlane.Answer answer = dryRun(rendered);

        assertThat(answer.succeeded()).as(answer::output).isTrue();
        assertThat(answer.output())
                .contains(
                        "namespace/killswitch-canary",
                        "validatingadmissionpolicybinding",
                        "deployment.apps/killswitch");
    }

    @Test
    void misspeltKey_wouldBeRefusedByTheApiServer() {
        String rendered = Chart.render(namespace, Chart.IMAGE).replace("runAsNonRoot", "runAsNonroot");

        assertThat(dryRun(rendered).output()).contains("securityContext.runAsNonroot: field not declared");
    }

    @Test
    void pod_isMadeWhereOnlyRestrictedOnesMayBe() {
        controlPlane
                .admin()
                .namespaces()
                .withName(namespace)
                .edit(found -> new NamespaceBuilder(found)
                        .editMetadata()
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build());

        install(Map.of());

        List<Pod> pods = controlPlane.awaitPods(
                namespace, Map.of("app.kubernetes.io/name", "killswitch"), found -> found.size() == 1);
        assertThat(pods.getFirst().getSpec().getVolumes())
                .noneMatch(volume -> volume.getName().startsWith("kube-api-access"));
    }

    @Test
    void tokenOfAllTiers_mayDoWhatTheActionsDeclare() {
        List<String> tiers = actions().map(ActionSpec::tier).distinct().toList();
        install(IntStream.range(0, tiers.size())
                .boxed()
                .collect(Collectors.toMap(place -> "rbac.tiers[" + place + "]", tiers::get)));

        try (KubernetesClient client = client()) {
            assertThat(declared())
                    .isNotEmpty()
                    .allSatisfy(
                            permission -> assertThat(may(client, permission)).isTrue());
        }
    }

    @Test
    void actionsWithThatToken_areDoneOnARealPod() {
        install(Map.of());
        String elsewhere = controlPlane.newNamespace();
        controlPlane.newPod(elsewhere, "lonely", Map.of("app", "api"));

        try (Connection connection = connection()) {
            assertThat(act(connection, "kubernetes.isolate-pod", elsewhere + "/lonely"))
                    .isInstanceOf(Outcome.Done.class);
            assertThat(act(connection, "kubernetes.kill-pod", elsewhere + "/lonely"))
                    .isInstanceOf(Outcome.Done.class);
        }
        controlPlane.await(controlPlane.admin().pods().inNamespace(elsewhere).withName("lonely"), Objects::isNull);
    }

    @Test
    void tokenWithoutTheKillTier_mayNotKill() {
        install(Map.of("rbac.tiers[0]", "isolate", "configuration.connections.here.tiers[0]", "isolate"));

        try (KubernetesClient client = client()) {
            assertThat(may(client, "patch pods")).isTrue();
            assertThat(may(client, "delete pods")).isFalse();
        }
    }

    @Test
    void tokenOfTheDefaultRules_isRefusedWhatWouldRaiseItself() {
        install(Map.of());
        var binding = new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                .addNewSubject("", "ServiceAccount", "killswitch", namespace)
                .build();

        try (KubernetesClient client = client()) {
            assertRefused(() -> client.resource(binding).create());
            assertRefused(() -> client.secrets().inNamespace(namespace).list());
            assertRefused(() -> client.serviceAccounts()
                    .inNamespace(namespace)
                    .withName("default")
                    .delete());
            assertThat(List.of("create pods", "create pods/exec", "create serviceaccounts/token", "patch nodes"))
                    .noneMatch(permission -> may(client, permission));
        }
    }

    @Test
    void guardOfOwnPatches_refusesASpecAndLetsLabelsThrough() {
        install(Map.of());
        controlPlane.newPod(namespace, "lonely", Map.of("app", "api"));

        try (KubernetesClient client = client()) {
            // The API server takes up a new admission policy within a second or two.
            controlPlane.await(
                    "the guard refuses",
                    Duration.ofMinutes(1),
                    () -> refusedByGuard(() -> tryPatch(client, NEW_IMAGE)));
            assertThat(tryPatch(client, NEW_LABELS).getMetadata().getLabels())
                    .containsOnlyKeys("killswitch.dev/quarantine");
        }
        // Everybody else's patches are none of its business.
        assertThat(tryPatch(controlPlane.admin(), NEW_IMAGE)).isNotNull();
    }

    /** Admission runs, and nothing is kept: the same patch asks again. */
    private Pod tryPatch(KubernetesClient client, String patch) {
        var dry = new PatchContext.Builder()
                .withPatchType(PatchType.JSON)
                .withDryRun(List.of("All"))
                .build();
        return client.pods().inNamespace(namespace).withName("lonely").patch(dry, patch);
    }

    private static boolean refusedByGuard(Runnable patch) {
        try {
            patch.run();
            return false;
        } catch (KubernetesClientException refused) {
            assertThat(refused).hasMessageContaining("never its spec");
            return true;
        }
    }

    private static void assertRefused(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(403));
    }

    /** In the words of {@code kubectl auth can-i}, as the API server's own authorizer answers them. */
    private static boolean may(KubernetesClient client, String permission) {
        String[] words = permission.split("[ ]", 2);
        String[] resource = words[1].split("\\.", 2);
        String[] parts = resource[0].split("/", 2);
        var review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withVerb(words[0])
                .withResource(parts[0])
                .withSubresource(parts.length > 1 ? parts[1] : "")
                .withGroup(resource.length > 1 ? resource[1] : "")
                .endResourceAttributes()
                .endSpec()
                .build();
        return client.resource(review).create().getStatus().getAllowed();
    }

    private static List<String> declared() {
        return actions().map(ActionSpec::permissions).flatMap(List::stream).toList();
    }

    private static Stream<ActionSpec> actions() {
        return ServiceLoader.load(Provider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.kind().equals("kubernetes"))
                .flatMap(provider -> provider.actions().stream());
    }

    private Connection connection() {
        String kubeconfig = controlPlane
                .kubeconfig(controlPlane.token(namespace, "killswitch"))
                .toString();
        Map<String, ?> settings = Map.of("kubeconfig", kubeconfig, "tiers", List.of("isolate", "kill"));
        return new KubernetesProvider()
                .open(
                        "here",
                        Document.of("connection", settings, new Problems()).root(),
                        Clock.systemUTC());
    }

    private static Outcome act(Connection connection, String name, String pod) {
        Action action = connection.action(name);
        ActionSpec spec = action.spec();
        Instant deadline = Instant.now().plusSeconds(30);
        assertThat(connection.permissions(spec, deadline)).isEqualTo(new Connection.Permissions.Known(List.of()));

        var reference = new Reference(connection.name(), spec.targetKind(), pod, Map.of());
        Target target = ((Resolved.Found) connection.resolve(reference, deadline)).target();
        var parameters = Parameters.read(
                spec, Document.of("parameters", Map.of(), new Problems()).root());
        var call = new Call(target, parameters, new Call.Mark("c-1", "i-1"), deadline);
        return action.apply(call, ((Inspected.Found) action.inspect(call)).before());
    }

    private KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(controlPlane.config(controlPlane.token(namespace, "killswitch")))
                .build();
    }

    private void install(Map<String, Object> more) {
        var values = new HashMap<String, Object>(Chart.IMAGE);
        values.putAll(more);
        ControlPlane.Answer answer = controlPlane.kubectl(
                List.of("apply", "--server-side", "--validate=strict", "--filename=-"),
                Chart.render(namespace, values));
        assertThat(answer.succeeded()).as(answer::output).isTrue();
    }

    private static ControlPlane.Answer dryRun(String rendered) {
        return controlPlane.kubectl(
                List.of("apply", "--server-side", "--dry-run=server", "--validate=strict", "--filename=-"), rendered);
    }
}
