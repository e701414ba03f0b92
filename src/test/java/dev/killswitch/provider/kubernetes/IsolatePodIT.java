package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Connection.Permissions;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Released;
import dev.killswitch.action.Resolved;
import dev.killswitch.servers.ControlPlane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real API server, and what only it decides. */
class IsolatePodIT {
    abstract static class OnServer extends PodActionContract {
        @Override
        Grounds open() {
            return new ServerGrounds();
        }

        @Override
        String actionName() {
            return "kubernetes.isolate-pod";
        }
    }

    @Nested
    class Bare extends OnServer {
        @Override
        String pod(Grounds grounds) {
            return grounds.bare();
        }
    }

    @Nested
    class OfReplicaSet extends OnServer {
        @Override
        String pod(Grounds grounds) {
            return grounds.replica();
        }
    }

    @Nested
    class OfStatefulSet extends OnServer {
        @Override
        String pod(Grounds grounds) {
            return grounds.stateful();
        }
    }

    @Test
    void replica_isLetGoAndReplaced_andTakenBack() {
        try (var grounds = new ServerGrounds()) {
            String name = grounds.replica();
            Call call = call(grounds, name);
            Inspected.Found found = found(grounds, call);
            isolate(grounds).apply(call, found.before());
            awaitPod(
                    grounds, name, pod -> pod.getMetadata().getOwnerReferences().isEmpty());
            grounds.plane().awaitPods(grounds.namespace(), Map.of("app", "web"), pods -> pods.size() == 2);
            assertThat(isolate(grounds).release(call, found.before())).isInstanceOf(Released.Replaced.class);
            awaitPod(
                    grounds,
                    name,
                    pod -> !pod.getMetadata().getOwnerReferences().isEmpty());
            grounds.plane().awaitPods(grounds.namespace(), Map.of("app", "web"), pods -> pods.size() == 2);
        }
    }

    @Test
    void openedPolicyOfOurs_isHealedWhole_andAnAllowIsTold() {
        try (var grounds = new ServerGrounds()) {
            Call first = call(grounds, grounds.bare());
            isolate(grounds).apply(first, found(grounds, first).before());
            String path = grounds.policies() + "/killswitch-quarantine";
            assertThat(policy(grounds, path).path("spec")).isEqualTo(StandingPolicy.spec());
            grounds.admin().merge(path, "{\"spec\":{\"ingress\":[{}]}}");
            assertThat(isolate(grounds).prove(first, found(grounds, first).before()))
                    .isInstanceOf(Proof.Unproven.class);
            Call second = call(grounds, grounds.stateful());
            isolate(grounds).apply(second, found(grounds, second).before());
            assertThat(policy(grounds, path).path("spec")).isEqualTo(StandingPolicy.spec());
            grounds.admin()
                    .create(
                            grounds.policies(),
                            "{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"NetworkPolicy\",\"metadata\":{\"name\":\"allow\"},\"spec\":{\"podSelector\":{},\"egress\":[{}],\"policyTypes\":[\"Egress\"]}}");
            assertThat(isolate(grounds).prove(first, found(grounds, first).before()))
                    .isEqualTo(Policies.leftOpenBy(
                            grounds,
                            List.of("NetworkPolicy allow lets out every port to anywhere"
                                    + " (next: ks do kubernetes.withdraw-network-policy " + grounds.namespace()
                                    + "/allow --param direction=egress, or ks kill pod "
                                    + first.target().id() + ")"),
                            "allow"));
        }
    }

    @Test
    void nameOfSomebodyElses_isNotOverwritten_andOursGoesWithThePod() {
        try (var grounds = new ServerGrounds()) {
            JsonNode theirs = grounds.admin()
                    .create(
                            grounds.policies(),
                            "{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"NetworkPolicy\",\"metadata\":{\"name\":\"killswitch-quarantine\"},\"spec\":{\"podSelector\":{\"matchLabels\":{\"a\":\"b\"}},\"policyTypes\":[\"Ingress\"]}}");
            Call call = call(grounds, grounds.bare());
            assertThat(isolate(grounds).apply(call, found(grounds, call).before()))
                    .isInstanceOf(Outcome.Done.class);
            assertThat(policy(grounds, grounds.policies() + "/killswitch-quarantine"))
                    .isEqualTo(theirs);
            assertThat(policy(grounds, grounds.policies() + "/ks-isolate-c-1").path("spec"))
                    .isEqualTo(StandingPolicy.spec());
            grounds.admin().delete(grounds.path("toolbox"));
            grounds.plane()
                    .await(
                            grounds.plane()
                                    .admin()
                                    .network()
                                    .v1()
                                    .networkPolicies()
                                    .inNamespace(grounds.namespace())
                                    .withName("ks-isolate-c-1"),
                            policy -> policy == null);
        }
    }

    @Test
    void podsWithoutLabels_withTooMany_andWithoutRoom_areIsolatedAndReleased() {
        try (var grounds = new ServerGrounds()) {
            grounds.plane().newPod(grounds.namespace(), "plain", Map.of());
            Map<String, String> many = IntStream.range(0, 220)
                    .boxed()
                    .collect(Collectors.toMap("label-%03d"::formatted, _ -> "x".repeat(63)));
            grounds.plane().newPod(grounds.namespace(), "many", many);
            grounds.plane().newPod(grounds.namespace(), "full", Map.of("app", "full"));
            grounds.admin()
                    .merge(
                            grounds.path("full"),
                            "{\"metadata\":{\"annotations\":{\"theirs\":\"" + "x".repeat(256 * 1024 - 100) + "\"}}}");
            for (String name : List.of("plain", "many", "full")) {
                JsonNode labels = labels(grounds, name);
                Call call = call(grounds, name);
                Inspected.Found found = found(grounds, call);
                assertThat(isolate(grounds).apply(call, found.before())).isInstanceOf(Outcome.Done.class);
                assertThat(labels(grounds, name).has(Marks.QUARANTINE)).isTrue();
                assertThat(isolate(grounds).release(call, found.before())).isEqualTo(new Released.Restored());
                assertThat(labels(grounds, name)).isEqualTo(labels);
            }
        }
    }

    /** Its Job starts another: who isolates one suspends the Job, once the door is closed. */
    @Test
    void podOfAJob_isLetGoAndReplaced_andStaysWhereItIs() {
        try (var grounds = new ServerGrounds()) {
            grounds.plane().create(grounds.namespace(), """
                    apiVersion: batch/v1
                    kind: Job
                    metadata: {name: report}
                    spec:
                      template:
                        metadata: {labels: {app: report}}
                        spec:
                          restartPolicy: Never
                          nodeName: %s
                          containers: [{name: app, image: "example.invalid/app:1"}]
                    """.formatted(ControlPlane.NODE));
            String name = grounds.plane()
                    .awaitPods(grounds.namespace(), Map.of("app", "report"), pods -> pods.size() == 1)
                    .getFirst()
                    .getMetadata()
                    .getName();
            Call call = call(grounds, name);
            Inspected.Found found = found(grounds, call);
            assertThat(found.undo()).isEqualTo(Undo.EQUIVALENT);
            assertThat(isolate(grounds).apply(call, found.before())).isInstanceOf(Outcome.Done.class);
            String another = grounds.plane()
                    .awaitPods(
                            grounds.namespace(),
                            Map.of("app", "report"),
                            pods -> pods.size() == 1
                                    && !pods.getFirst().getMetadata().getName().equals(name))
                    .getFirst()
                    .getMetadata()
                    .getName();
            assertThat(another).isNotEqualTo(name);
            awaitPod(
                    grounds,
                    name,
                    pod -> pod != null && pod.getMetadata().getOwnerReferences().isEmpty());
            assertThat(labels(grounds, name).size()).isEqualTo(1);
        }
    }

    @Test
    void podByAddress_isFound() {
        try (var grounds = new ServerGrounds()) {
            String name = grounds.bare();
            grounds.plane().awaitRunning(grounds.namespace(), name);
            String address = grounds.admin()
                    .get(grounds.path(name))
                    .orElseThrow()
                    .at("/status/podIP")
                    .asText();
            var reference = new Reference("real-cluster", "kubernetes.pod", address, Map.of("ip", address));
            assertThat(grounds.connection().resolve(reference, Grounds.deadline()))
                    .isEqualTo(new Resolved.Found(grounds.target(name)));
        }
    }

    @Test
    void tokenThatMayOnlyLook_isToldWhatItLacks() {
        try (var grounds = new ServerGrounds(List.of("get pods", "list networkpolicies.networking.k8s.io"))) {
            assertThat(grounds.connection().permissions(Specs.KILL_POD, Grounds.deadline()))
                    .isEqualTo(new Permissions.Known(List.of("delete pods")));
            Call call = call(grounds, grounds.bare());
            assertThat(isolate(grounds).apply(call, found(grounds, call).before()))
                    .isEqualTo(new Outcome.Refused("no permission create networkpolicies.networking.k8s.io"));
            Action kill = grounds.connection().action("kubernetes.kill-pod");
            Call killing = grounds.call(grounds.target("toolbox"), kill.spec());
            assertThat(kill.apply(killing, ((Inspected.Found) kill.inspect(killing)).before()))
                    .isEqualTo(new Outcome.Refused("no permission delete pods"));
            assertThat(grounds.admin().get(grounds.path("toolbox"))).isPresent();
        }
    }

    /** As an operator writes it who has no kubeconfig; and nobody is believed whose certificate we were not told. */
    @Test
    void address_isReachedByTokenFile_andOnlyWithItsCertificate(@TempDir Path directory) throws Exception {
        try (var grounds = new ServerGrounds()) {
            String name = grounds.bare();
            ControlPlane plane = grounds.plane();
            Path token = directory.resolve("token");
            Files.writeString(token, plane.tokenWith(List.of(ServerGrounds.rule("get pods"))));
            String authority = plane.config("").getCaCertFile();
            var reference = new Reference("real-cluster", "kubernetes.pod", grounds.namespace() + "/" + name, Map.of());
            var settings = Map.of("url", plane.url(), "token-file", token.toString(), "ca-file", authority);
            try (Connection known = ServerGrounds.open(settings)) {
                assertThat(known.resolve(reference, Grounds.deadline()))
                        .isEqualTo(new Resolved.Found(grounds.target(name)));
            }
            var without = Map.of("url", plane.url(), "token-file", token.toString());
            try (Connection unknown = ServerGrounds.open(without)) {
                assertThat(unknown.resolve(reference, Grounds.deadline()))
                        .isEqualTo(new Resolved.Unreachable("the API server cannot be reached"));
            }
        }
    }

    private static void awaitPod(
            ServerGrounds grounds, String name, Predicate<io.fabric8.kubernetes.api.model.Pod> soThat) {
        grounds.plane()
                .await(
                        grounds.plane()
                                .admin()
                                .pods()
                                .inNamespace(grounds.namespace())
                                .withName(name),
                        soThat);
    }

    private static Action isolate(Grounds grounds) {
        return grounds.connection().action("kubernetes.isolate-pod");
    }

    private static Call call(Grounds grounds, String pod) {
        return grounds.call(grounds.target(pod), isolate(grounds).spec());
    }

    private static Inspected.Found found(Grounds grounds, Call call) {
        Inspected inspected = isolate(grounds).inspect(call);
        assertThat(inspected).isInstanceOf(Inspected.Found.class);
        return (Inspected.Found) inspected;
    }

    private static JsonNode policy(Grounds grounds, String path) {
        return grounds.admin().get(path).orElseThrow();
    }

    private static JsonNode labels(Grounds grounds, String pod) {
        return grounds.admin().get(grounds.path(pod)).orElseThrow().at("/metadata/labels");
    }
}
