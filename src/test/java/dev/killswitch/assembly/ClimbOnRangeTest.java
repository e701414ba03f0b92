package dev.killswitch.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.alert.Body;
import dev.killswitch.alert.Delivery;
import dev.killswitch.engine.Intake.Taken;
import dev.killswitch.engine.Releases;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.StepState;
import dev.killswitch.range.RangeServer;
import dev.killswitch.range.StateFile;
import dev.killswitch.range.aws.PracticeAccount;
import dev.killswitch.range.kubernetes.KubernetesRange;
import dev.killswitch.web.Product;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;

/** A rule takes what is stronger, from the alert to the release, on the range: a cluster and an account. */
class ClimbOnRangeTest {
    private static final String TOKEN = "of-the-cluster";
    private static final String POLICIES = "/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies";

    /** Somebody lets in whoever wants to reach a pod that we isolate. */
    private static final String WIDE = """
            {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"wide"},
             "spec":{"podSelector":{"matchExpressions":[{"key":"killswitch.dev/quarantine","operator":"Exists"}]},
             "policyTypes":["Ingress"],"ingress":[{}]}}""";

    private static final String RULES = """
            format: 1
            rules:
              - name: shell
                mode: enforce
                sources: [of-clusters]
                types: [shell]
                when: alert.opened
                targets: {pod: entity.kind == "kubernetes.pod"}
                do: [{action: kubernetes.isolate-pod, on: pod, stronger: [kubernetes.withdraw-network-policy]}]
              - name: stolen
                mode: enforce
                sources: [of-accounts]
                types: [stolen]
                when: alert.opened
                targets: {user: entity.kind == "aws.user"}
                do: [{action: aws.deny-user, on: user, stronger: [aws.deny-user-inside]}]
            """;

    @TempDir
    private Path data;

    private final Clock clock = Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));

    @Test
    void podThatAPolicyLeavesOpen_losesThatPolicy_andBothComeBackExactly() throws Exception {
        try (var cluster = KubernetesRange.start(StateFile.nowhere(), clock, TOKEN);
                var account = RangeServer.start(new PracticeAccount(StateFile.nowhere(), clock));
                var running = InProcess.start(data.resolve("data"), configuration(cluster.uri(), account.uri()))) {
            Product product = running.product();
            call(cluster, "POST", POLICIES, WIDE);
            String before = spec(cluster);
            deliver(product, "of-clusters", "{\"id\":\"f-1\",\"type\":\"shell\",\"pod\":\"shop/toolbox\"}");
            until(() -> looked(product, 2) && !isPartial(product));

            Incident incident = incident(product);
            assertThat(incident.steps().values())
                    .extracting(step -> step.planned().step().action() + " "
                            + step.planned().step().reference().id())
                    .containsExactly(
                            "kubernetes.isolate-pod shop/toolbox", "kubernetes.withdraw-network-policy shop/wide");
            StepState rung = List.copyOf(incident.steps().values()).getLast();
            assertThat(rung.planned().step().course().fellShort())
                    .startsWith("partial: NetworkPolicy wide lets in every port from anywhere");
            // No canary has measured this cluster's network: what is left is that nobody knows whether it enforces.
            assertThat(incident.steps().values())
                    .allSatisfy(step -> assertThat(step.state()).isEqualTo(StepState.State.UNPROVEN));
            assertThat(spec(cluster)).doesNotContain("\"ingress\":[{}]");

            List<String> standing = incident.containments().values().stream()
                    .filter(Containment::stands)
                    .map(Containment::id)
                    .toList()
                    .reversed();
            for (String containment : standing) {
                assertThat(product.engine().releases().ask(containment, "p-1", null))
                        .isInstanceOf(Releases.Answer.Running.class);
                until(() -> is(product, containment, one -> one.state() == Containment.State.RELEASED));
            }
            assertThat(incident(product).containments().values())
                    .hasSize(2)
                    .allSatisfy(one -> assertThat(one.state()).isEqualTo(Containment.State.RELEASED));
            assertThat(spec(cluster)).isEqualTo(before);
        }
    }

    @Test
    void userWhoseAttachmentsAreFull_isDeniedByWhatNeedsNone() throws Exception {
        try (var cluster = KubernetesRange.start(StateFile.nowhere(), clock, TOKEN);
                var account = RangeServer.start(new PracticeAccount(StateFile.nowhere(), clock));
                var running = InProcess.start(data.resolve("data"), configuration(cluster.uri(), account.uri()));
                var iam = iam(account.uri())) {
            Product product = running.product();
            fill(iam);
            deliver(product, "of-accounts", "{\"id\":\"f-2\",\"type\":\"stolen\",\"user\":\"alice\"}");
            until(() -> looked(product, 1));

            Incident incident = incident(product);
            List<StepState> steps = List.copyOf(incident.steps().values());
            assertThat(steps.getFirst().state()).isEqualTo(StepState.State.REFUSED);
            StepState last = steps.getLast();
            assertThat(last.planned().step().reference())
                    .isEqualTo(steps.getFirst().planned().step().reference());
            assertThat(last.planned().step().course().fellShort())
                    .contains("quota")
                    .contains("refused");
            assertThat(last.state()).isIn(StepState.State.PROVEN, StepState.State.PROVEN_FOR_NEW);
            assertThat(last.planned().step().action()).isEqualTo("aws.deny-user-inside");
            assertThat(iam.listUserPolicies(r -> r.userName("alice")).policyNames())
                    .contains("killswitch-" + last.planned().step().containment());
        }
    }

    private static void fill(IamClient iam) {
        int attached = iam.listAttachedUserPolicies(r -> r.userName("alice"))
                .attachedPolicies()
                .size();
        for (int number = attached; number < 10; number++) {
            String arn = "arn:aws:iam::aws:policy/Filler" + number;
            iam.attachUserPolicy(r -> r.userName("alice").policyArn(arn));
        }
    }

    private static IamClient iam(URI uri) {
        return IamClient.builder()
                .endpointOverride(uri)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(PracticeAccount.keyId("break-glass", 1), "none")))
                .build();
    }

    private Path configuration(URI cluster, URI account) throws IOException {
        Path secret = Files.writeString(data.resolve("secret"), "a-secret-of-the-source");
        Path token = Files.writeString(data.resolve("token"), TOKEN);
        Path credentials = Files.writeString(data.resolve("credentials"), PracticeAccount.credentials());
        Path rules = Files.createDirectories(data.resolve("rules"));
        Files.writeString(rules.resolve("rules.yaml"), RULES);
        return Files.writeString(data.resolve("killswitch.yaml"), """
                automation: {start: armed}
                rules: {directory: "%1$s"}
                sources:
                  of-clusters:
                    kind: generic
                    scope: {connection: prod}
                    proof: {bearer-file: "%2$s"}
                    map:
                      finding: body.id
                      type: body.type
                      entities: [{kind: kubernetes.pod, id: body.pod}]
                  of-accounts:
                    kind: generic
                    proof: {bearer-file: "%2$s"}
                    map:
                      finding: body.id
                      type: body.type
                      entities: [{kind: aws.user, id: body.user, scope: {account: '"111122223333"'}}]
                connections:
                  prod: {kind: kubernetes, url: "%3$s", token-file: "%4$s", tiers: [isolate, withdraw]}
                  acme:
                    kind: aws
                    endpoint: "%5$s"
                    credentials-file: "%6$s"
                    role: "%7$s"
                    accounts: ["111122223333"]
                    tiers: [tier1, tier2]
                    settling: 0s
                """.formatted(
                        rules, secret, cluster, token, account, credentials, PracticeAccount.ROLE));
    }

    private void deliver(Product product, String source, String body) {
        until(() -> product.connections().all().stream()
                .allMatch(connection -> connection.notReady().isEmpty()));
        var delivery = new Delivery(
                source,
                product.ids().next("d"),
                clock.instant(),
                Map.of("content-type", List.of("application/json")),
                Body.of(body.getBytes(StandardCharsets.UTF_8)));
        assertThat(product.engine().intake().take(product.doors().get(source).source(), delivery))
                .isInstanceOf(Taken.Recorded.class);
    }

    private static Incident incident(Product product) {
        return product.register().incidents(null, 10).getFirst();
    }

    /** Whether so many of its steps have been looked at, and no more are at work. */
    private static boolean looked(Product product, int count) {
        List<StepState> steps = product.register().incidents(null, 10).stream()
                .flatMap(incident -> incident.steps().values().stream())
                .toList();
        return steps.size() >= 2
                && steps.stream().noneMatch(StepState::isOpen)
                && steps.stream().filter(step -> step.proof() != null).count() == count;
    }

    private static boolean isPartial(Product product) {
        return incident(product).steps().values().stream().anyMatch(step -> step.state() == StepState.State.PARTIAL);
    }

    private static boolean is(Product product, String containment, Predicate<Containment> wanted) {
        Containment found = incident(product).containments().get(containment);
        return found != null && wanted.test(found);
    }

    private static String spec(KubernetesRange cluster) throws IOException, InterruptedException {
        String policy = call(cluster, "GET", POLICIES + "/wide", null);
        return policy.substring(policy.indexOf("\"spec\""));
    }

    private static String call(KubernetesRange cluster, String method, String path, @Nullable String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(cluster.uri().resolve(path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isBetween(200, 201);
            return answer.body();
        }
    }

    private static void until(BooleanSupplier done) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
