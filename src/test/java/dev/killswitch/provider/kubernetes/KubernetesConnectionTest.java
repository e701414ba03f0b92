package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Connection.Permissions;
import dev.killswitch.action.FakeSink;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Provider;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import dev.killswitch.provider.kubernetes.KubernetesSettings.Access;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesConnectionTest {
    @Test
    void provider_isFound_withItsActions() {
        assertThat(ServiceLoader.load(Provider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(one -> one.kind().equals("kubernetes"))
                        .flatMap(one -> one.actions().stream())
                        .map(ActionSpec::name))
                .containsExactlyElementsOf(
                        Specs.ALL.stream().map(ActionSpec::name).toList());
    }

    @Test
    void permissions_areAskedOneByOne() {
        try (var grounds = new RangeGrounds()) {
            assertThat(permissions(grounds, Specs.ISOLATE_POD)).isEqualTo(new Permissions.Known(List.of()));
            grounds.deny("patch pods");
            grounds.deny("get replicasets.apps");
            assertThat(permissions(grounds, Specs.ISOLATE_POD))
                    .isEqualTo(new Permissions.Known(List.of("patch pods", "get replicasets.apps")));
            grounds.stopServer();
            assertThat(permissions(grounds, Specs.ISOLATE_POD)).isInstanceOf(Permissions.Unreachable.class);
        }
    }

    @Test
    void clusterThatDoesNotAnswer_isSaid_onceSomebodyAsked() {
        try (var grounds = new RangeGrounds()) {
            Connection connection = grounds.connection();
            Instant soon = Clock.systemUTC().instant().plusSeconds(5);
            connection.warm(soon);
            assertThat(connection.unreachable()).isEmpty();
            grounds.stopServer();
            assertThat(connection.unreachable()).isEmpty();
            connection.warm(soon);
            assertThat(connection.unreachable()).contains("the API server cannot be reached");
            assertThat(connection.notReady()).as("whoever acts tries again").isEmpty();
        }
    }

    @Test
    void tiers_switchActionsOn() {
        try (var grounds = new RangeGrounds(List.of("kill"))) {
            Connection connection = grounds.connection();
            Call call = grounds.call(grounds.target("toolbox"), Specs.ISOLATE_POD);
            assertThat(connection.action("kubernetes.isolate-pod").inspect(call))
                    .isEqualTo(new Inspected.Refused("tier isolate is off on connection " + connection.name()
                            + ": an operator adds it to the connection's tiers"));
            assertThatThrownBy(() -> connection.action("kubernetes.nothing"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void evidence_keepsNoValueOfAVariable() {
        try (var grounds = new RangeGrounds()) {
            grounds.admin().create("/api/v1/namespaces/shop/pods", """
                    {"metadata":{"name":"leaky","namespace":"shop","annotations":{
                      "kubectl.kubernetes.io/last-applied-configuration":"PASSWORD=hunter2","note":"kept"}},
                     "spec":{"initContainers":[{"name":"init","env":[{"name":"TOKEN","value":"hunter2"}]}],
                      "containers":[{"name":"main","env":[{"name":"PASSWORD","value":"hunter2"},
                        {"name":"REF","valueFrom":{"secretKeyRef":{"name":"db","key":"password"}}}]}]}}
                    """);
            var sink = new FakeSink();
            grounds.connection().collect(grounds.call(grounds.target("leaky"), Specs.ISOLATE_POD), sink);
            assertThat(sink.pieces().get("pod.json"))
                    .doesNotContain("hunter2")
                    .contains("PASSWORD", "TOKEN", "secretKeyRef", "\"note\":\"kept\"");
        }
    }

    @Test
    void evidenceOfAReplica_hasItsOwner_withNoValueOfItsTemplate() {
        try (var grounds = new RangeGrounds()) {
            String replica = grounds.replica();
            var pod = grounds.admin().get(grounds.path(replica)).orElseThrow();
            String owner = pod.at("/metadata/ownerReferences/0/name").asText();
            String path = "/apis/apps/v1/namespaces/" + grounds.namespace() + "/replicasets/" + owner;
            grounds.admin().merge(path, """
                    {"spec":{"template":{"spec":{"containers":[{"name":"web","env":[{"name":"TOKEN","value":"hunter2"}]}]}}}}
                    """);
            var sink = new FakeSink();

            grounds.connection().collect(grounds.call(grounds.target(replica), Specs.ISOLATE_POD), sink);

            assertThat(sink.pieces().get("owner.json"))
                    .contains("\"kind\":\"ReplicaSet\"", "TOKEN")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void evidenceOfAWorkload_isItsPodsToo_asManyAsFit() {
        try (var grounds = new RangeGrounds()) {
            var call = grounds.call(grounds.target(Where.WORKLOAD, "Deployment/web"), Specs.ISOLATE_POD);
            String pod = grounds.replica();
            var sink = new FakeSink();
            assertThat(grounds.connection().collect(call, sink)).isInstanceOf(Outcome.Done.class);
            assertThat(sink.pieces()).containsKeys("object.json", pod + "-pod.json", pod + "-log-web.txt");
            assertThat(sink.pieces().keySet())
                    .filteredOn(name -> name.endsWith("-pod.json"))
                    .hasSize(3);

            grounds.admin().merge("/apis/apps/v1/namespaces/shop/deployments/web", "{\"spec\":{\"replicas\":12}}");
            var many = new FakeSink();
            grounds.connection().collect(call, many);
            assertThat(many.pieces().keySet())
                    .filteredOn(name -> name.endsWith("-pod.json"))
                    .hasSize(10);
            assertThat(many.absent()).containsEntry("pods", "of 12 those past the first 10");
        }
    }

    @Test
    void evidenceOfAWorkload_whosePodsWeMayNotList_isTheWorkload_andSaysSo() {
        try (var grounds = new RangeGrounds()) {
            var call = grounds.call(grounds.target(Where.WORKLOAD, "StatefulSet/payments"), Specs.ISOLATE_POD);
            grounds.deny("list pods");
            var sink = new FakeSink();
            grounds.connection().collect(call, sink);
            assertThat(sink.pieces()).containsOnlyKeys("object.json", "events.json");
            assertThat(sink.absent()).containsEntry("pods", "no permission list pods");
        }
    }

    @Test
    void evidenceOfANode_isTheObjectAndItsEvents_andOfASecret_isNothing() {
        try (var grounds = new RangeGrounds()) {
            String name = grounds.node();
            String uid = grounds.admin()
                    .get("/api/v1/nodes/" + name)
                    .orElseThrow()
                    .at("/metadata/uid")
                    .asText();
            var node = new Target("range-cluster", Where.NODE, name, uid);
            var sink = new FakeSink();
            grounds.connection().collect(grounds.call(node, CordonNode.SPEC), sink);
            assertThat(sink.pieces()).containsOnlyKeys("object.json", "events.json");

            var secret = new Target("range-cluster", Where.SECRET, "shop/any", "u");
            var none = new FakeSink();
            grounds.connection().collect(grounds.call(secret, CordonNode.SPEC), none);
            assertThat(none.pieces()).isEmpty();
            assertThat(none.absent()).isEmpty();
        }
    }

    @Test
    void evidenceThatWeMayNotRead_isNamedWithThePermission() {
        try (var grounds = new RangeGrounds()) {
            grounds.deny("get pods/log");
            var sink = new FakeSink();
            Outcome outcome =
                    grounds.connection().collect(grounds.call(grounds.target("toolbox"), Specs.ISOLATE_POD), sink);
            assertThat(outcome).isEqualTo(new Outcome.Done("2 pieces, 1 left out"));
            assertThat(sink.absent()).containsOnlyKeys("log-toolbox.txt");
            assertThat(sink.absent().get("log-toolbox.txt")).startsWith("no permission get pods/log");
        }
    }

    @Test
    void evidence_isTheObjectItsEventsAndLogs() {
        try (var grounds = new RangeGrounds()) {
            var sink = new FakeSink("events.json");
            Call call = grounds.call(grounds.target("toolbox"), Specs.ISOLATE_POD);
            Outcome outcome = grounds.connection().collect(call, sink);
            assertThat(sink.pieces()).containsOnlyKeys("pod.json", "log-toolbox.txt", "log-toolbox-previous.txt");
            assertThat(sink.pieces().values()).doesNotContain("");
            assertThat(outcome).isEqualTo(new Outcome.Done("3 pieces, 1 left out"));
            grounds.admin().delete(grounds.path("toolbox"));
            assertThat(grounds.connection().collect(call, new FakeSink())).isInstanceOf(Outcome.Gone.class);
        }
    }

    @Test
    void kubeconfig_isReadAtFirstUse_andAgainWhenItChanges(@TempDir Path directory) throws Exception {
        try (var grounds = new RangeGrounds()) {
            Path file = directory.resolve("kubeconfig");
            Connection connection = open(Map.of("kubeconfig", file.toString()), new Problems());
            assertThat(resolve(connection)).isInstanceOf(Resolved.Unreachable.class);
            Files.writeString(file, kubeconfig(grounds, "wrong"));
            assertThat(resolve(connection))
                    .isEqualTo(new Resolved.Unreachable("the API server does not accept our credentials (401)"));
            Files.writeString(file, kubeconfig(grounds, RangeGrounds.TOKEN));
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
            assertThat(resolve(connection)).isInstanceOf(Resolved.Found.class);
            connection.close();
        }
    }

    @Test
    void cluster_isCalledByNobodyAtTheStart() {
        Connection connection = open(Map.of("url", "https://192.0.2.1:6443", "token-file", "/nowhere"), new Problems());
        assertThat(connection.name()).isEqualTo("prod");
        assertThat(resolve(connection)).isInstanceOf(Resolved.Unreachable.class);
        connection.close();
    }

    @Test
    void podThatWeRunIn_isKnownByItsNamespaceAndItsHost(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("namespace"), "shop\n");
        try (var grounds = new RangeGrounds()) {
            var pod = Pod.read(grounds.admin().get(grounds.path("toolbox")).orElseThrow());
            assertThat(Ourselves.of(new Access.InCluster(directory, "toolbox")).is(pod))
                    .isTrue();
            assertThat(Ourselves.of(new Access.InCluster(directory, "web-1")).is(pod))
                    .isFalse();
            assertThat(Ourselves.of(new Access.InCluster(directory.resolve("nowhere"), "toolbox"))
                            .is(pod))
                    .isFalse();
            assertThat(Ourselves.of(new Access.Kubeconfig(directory, Optional.empty()))
                            .is(pod))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{kubeconfig: a, url: 'https://b', token-file: c}",
                "{url: 'https://b'}",
                "{url: 'ftp://b', token-file: c}",
                "{url: 'no address', token-file: c}",
                "{kubeconfig: a, tiers: [isolat]}",
                "{kubeconfig: a, tiers: [strip-all]}",
                "{kubeconfig: a, kubconfig: b}",
            })
    void settings_thatAreWrong_areTold(String yaml) {
        var problems = new Problems();
        Document document = Document.read("killswitch.yaml", yaml, problems);
        new KubernetesProvider()
                .open("prod", document.root(), Clock.systemUTC())
                .close();
        document.finish();
        assertThat(problems.found()).hasSize(1);
    }

    private static Connection open(Map<String, ?> settings, Problems problems) {
        return new KubernetesProvider()
                .open("prod", Document.of("prod", settings, problems).root(), Clock.systemUTC());
    }

    private static Resolved resolve(Connection connection) {
        return connection.resolve(
                RangeGrounds.reference("shop/toolbox"), Instant.now().plusSeconds(3));
    }

    private static Permissions permissions(Grounds grounds, ActionSpec spec) {
        return grounds.connection().permissions(spec, Grounds.deadline());
    }

    private static String kubeconfig(RangeGrounds grounds, String token) {
        return """
                apiVersion: v1
                kind: Config
                current-context: here
                clusters: [{name: range, cluster: {server: "%s"}}]
                users: [{name: us, user: {token: %s}}]
                contexts: [{name: here, context: {cluster: range, user: us}}]
                """.formatted(grounds.uri(), token);
    }
}
