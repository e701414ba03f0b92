package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Profile.Measuring;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import dev.killswitch.servers.ControlPlane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where pods are kept, and no packet goes: it must end, say so, and leave nothing. */
class CanaryIT {
    private static final String HOME = "/api/v1/namespaces/killswitch-canary";
    private static final String PODS = HOME + "/pods";

    private static List<String> permissions() {
        return Stream.of(
                        CanaryCluster.PERMISSIONS_INSIDE.stream(),
                        Stream.of("get namespaces", "create namespaces", "delete namespaces", "get serviceaccounts"),
                        Stream.of("list daemonsets.apps"))
                .flatMap(one -> one)
                .toList();
    }

    private final TickingClock clock = new TickingClock(Instant.now());
    private final ControlPlane plane = ControlPlane.shared();
    private final Cluster admin = Cluster.of(plane.admin());

    private Connection connect(List<String> permissions) {
        return connect(
                plane.tokenWith(permissions.stream().map(ServerGrounds::rule).toList()));
    }

    private Connection connect(String token) {
        Map<String, ?> settings = Map.of(
                "kubeconfig",
                plane.kubeconfig(token).toString(),
                "tiers",
                List.of("canary"),
                "canary",
                Map.of("patience", "1m", "watch", "10s"));
        return new KubernetesProvider()
                .open(
                        "real-cluster",
                        Document.of("connection", settings, new Problems()).root(),
                        clock);
    }

    @Test
    void podsThatGiveNoAnswer_proveNothing_andAllIsTakenAway() {
        try (Connection connection = connect(permissions())) {
            begin(connection);
            tendUntil(
                    connection,
                    "the server is made",
                    () -> admin.get(PODS + "/server").isPresent());
            JsonNode pod = admin.get(PODS + "/server").orElseThrow();
            assertThat(pod.at("/spec/automountServiceAccountToken").asBoolean(true))
                    .isFalse();
            assertThat(admin.get("/apis/networking.k8s.io/v1/namespaces/killswitch-canary/networkpolicies/"
                                    + StandingPolicy.NAME)
                            .orElseThrow()
                            .path("spec"))
                    .isEqualTo(StandingPolicy.spec());
            Instant until =
                    connection.profile().orElseThrow().running().orElseThrow().until();
            assertThat(until).isBefore(clock.instant().plusSeconds(61));
            tendUntil(
                    connection,
                    "it is over and swept",
                    () -> connection.profile().orElseThrow().running().isEmpty());
            assertThat(connection.profile().orElseThrow().failed().orElseThrow().why())
                    .startsWith("unproven: pods gave no answer within 60 s");
            assertThat(admin.get(HOME)).isEmpty();
        }
    }

    /** As the chart lays it: whoever measures may make pods there, and nowhere else. */
    @Test
    void namespaceThatWasLaid_needsRightsInItAlone_andStays() {
        String token = plane.tokenWith(Stream.of("get namespaces", "get serviceaccounts", "list daemonsets.apps")
                .map(ServerGrounds::rule)
                .toList());
        try (Connection connection = connect(token)) {
            plane.await(
                    "no other test's is left",
                    Duration.ofSeconds(60),
                    () -> admin.get(HOME).isEmpty());
            lay(ServerGrounds.account(token));
            begin(connection);
            tendUntil(
                    connection,
                    "the server is made",
                    () -> admin.get(PODS + "/server").isPresent());
            tendUntil(
                    connection,
                    "it is over and swept",
                    () -> connection.profile().orElseThrow().running().isEmpty());
            assertThat(connection.profile().orElseThrow().failed().orElseThrow().why())
                    .startsWith("unproven: pods gave no answer within 60 s");
            assertThat(admin.get(PODS).orElseThrow().path("items")).isEmpty();
            assertThat(admin.get(HOME)).isPresent();
        } finally {
            admin.delete(HOME);
            plane.await(
                    "it is gone", Duration.ofSeconds(60), () -> admin.get(HOME).isEmpty());
        }
    }

    private void lay(String account) {
        admin.create("/api/v1/namespaces", """
                {"metadata":{"name":"killswitch-canary","labels":{
                 "killswitch.dev/managed-by":"killswitch","killswitch.dev/canary":"laid"}}}""");
        String rules = CanaryCluster.PERMISSIONS_INSIDE.stream()
                .map(ServerGrounds::rule)
                .map(rule -> "{\"apiGroups\":[\"%s\"],\"resources\":[\"%s\"],\"verbs\":[\"%s\"]}"
                        .formatted(
                                rule.getApiGroups().getFirst(),
                                rule.getResources().getFirst(),
                                rule.getVerbs().getFirst()))
                .collect(Collectors.joining(","));
        String rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/killswitch-canary/";
        admin.create(rbac + "roles", "{\"metadata\":{\"name\":\"canary\"},\"rules\":[" + rules + "]}");
        admin.create(rbac + "rolebindings", """
                {"metadata":{"name":"canary"},
                 "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"canary"},
                 "subjects":[{"kind":"ServiceAccount","name":"%s","namespace":"default"}]}""".formatted(account));
    }

    /** Another process finds what this one leaves in the middle. */
    @Test
    void whatACrashLeft_isTakenAwayAtTheNextStart() {
        try (Connection connection = connect(permissions())) {
            begin(connection);
            tendUntil(
                    connection,
                    "the server is made",
                    () -> admin.get(PODS + "/server").isPresent());
        }
        try (Connection next = connect(permissions())) {
            assertThat(next.measure()).isInstanceOf(Measuring.Refused.class);
            tendUntil(next, "nothing is left", () -> admin.get(HOME).isEmpty());
        }
    }

    @Test
    void eachPermission_isNamedWhereItIsMissing() {
        for (String missing : List.of("create namespaces", "create pods")) {
            List<String> others =
                    permissions().stream().filter(one -> !one.equals(missing)).toList();
            try (Connection connection = connect(others)) {
                begin(connection);
                tendUntil(
                        connection,
                        "it is over",
                        () -> connection.profile().orElseThrow().running().isEmpty());
                assertThat(connection
                                .profile()
                                .orElseThrow()
                                .failed()
                                .orElseThrow()
                                .why())
                        .isEqualTo("unproven: no permission " + missing);
                assertThat(admin.get(HOME)).isEmpty();
            }
        }
    }

    /** The pods pass the strictest profile, which the canary's own namespace demands. */
    @Test
    void objects_areTakenByTheApiServer() {
        String namespace = plane.newNamespace();
        admin.merge(
                "/api/v1/namespaces/" + namespace,
                "{\"metadata\":{\"labels\":{\"pod-security.kubernetes.io/enforce\":\"restricted\"}}}");
        var pods = new CanaryPods(new CanarySettings(
                Optional.empty(), CanarySettings.IMAGE, Duration.ofSeconds(20), Duration.ofMinutes(3)));
        for (var pod : List.of(
                pods.server(),
                pods.near("10.0.0.1"),
                pods.far("10.0.0.1"),
                pods.witness("10.0.0.1", "10.0.0.2", Optional.of("10.0.0.3")))) {
            assertThat(admin.create("/api/v1/namespaces/" + namespace + "/pods", pod.toString())
                            .at("/status/phase")
                            .asText())
                    .isEqualTo("Pending");
        }
    }

    /** Once what another test left is gone. */
    private void begin(Connection connection) {
        tendUntil(connection, "it may begin", () -> !(connection.measure() instanceof Measuring.Refused));
    }

    /** Each look is a second later by the clock that the connection has. */
    private void tendUntil(Connection connection, String what, BooleanSupplier so) {
        plane.await(what, Duration.ofSeconds(60), () -> {
            clock.tick(Duration.ofSeconds(1));
            connection.tend(clock.instant().plusSeconds(20));
            return so.getAsBoolean();
        });
    }
}
