package dev.killswitch.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.product.PackagedProduct.Reply;
import dev.killswitch.servers.ControlPlane;
import dev.killswitch.servers.Moto;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;

/** The whole way on real servers: a real API server with the chart's rights, and moto. */
class RealServersIT {
    private static final String ACCOUNT = "123456789012";
    private static final String USER = "leaky";
    private static final String RULES = """
            format: 1
            rules:
              - name: shell
                mode: enforce
                sources: [falco]
                when: alert.opened
                targets: {pod: entity.kind == "kubernetes.pod" && entity.role == role.TARGET}
                do:
                  - {action: kubernetes.isolate-pod, on: pod}
              - name: misused
                mode: enforce
                sources: [guardduty]
                when: alert.severity >= severity.HIGH
                targets: {user: entity.kind == "aws.user"}
                do:
                  - {recipe: aws.contain-user, on: user}
            """;

    @TempDir
    private Path data;

    private IamClient iam;
    private String namespace;

    @BeforeEach
    void makeTargets() {
        ControlPlane plane = ControlPlane.shared();
        namespace = plane.newNamespace();
        plane.newPod(namespace, "api", Map.of("app", "api"));
        iam = IamClient.builder()
                .endpointOverride(Moto.shared().endpoint())
                .region(Region.AWS_GLOBAL)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "none")))
                .build();
        iam.createUser(request -> request.userName(USER));
        iam.createAccessKey(request -> request.userName(USER));
    }

    @AfterEach
    void removeUser() {
        iam.listAttachedUserPolicies(request -> request.userName(USER))
                .attachedPolicies()
                .forEach(policy ->
                        iam.detachUserPolicy(request -> request.userName(USER).policyArn(policy.policyArn())));
        keys().forEach(key ->
                iam.deleteAccessKey(request -> request.userName(USER).accessKeyId(key.accessKeyId())));
        iam.deleteUser(request -> request.userName(USER));
        iam.close();
    }

    @Test
    void alerts_takeAPodOffTheNetwork_andAKeyOutOfForce() throws IOException {
        try (PackagedProduct product = PackagedProduct.start(data, "-Dkillswitch.config=" + configuration())) {
            Reply shell = product.post("/v1/alerts/falco", "source-falco", shell());
            assertThat(shell.status()).as(shell.body()).isEqualTo(202);
            Pod pod = ControlPlane.shared()
                    .await(
                            ControlPlane.shared()
                                    .admin()
                                    .pods()
                                    .inNamespace(namespace)
                                    .withName("api"),
                            one -> one.getMetadata().getLabels().containsKey("killswitch.dev/quarantine"));
            assertThat(pod.getMetadata().getLabels()).doesNotContainKey("app");
            checkDescribed();
            checkEvidence(product, shell.json().at("/alerts/0/incident").asText());

            product.awaitArmed();
            Reply finding = product.post("/v1/alerts/guardduty", "source-guardduty", finding());
            assertThat(finding.status()).as(finding.body()).isEqualTo(202);
            String incident = finding.json().at("/alerts/0/incident").asText();
            product.await(
                    "/v1/incidents/" + incident,
                    "viewer",
                    reply ->
                            keys().stream().allMatch(key -> key.statusAsString().equals("Inactive")));
            assertThat(iam.listAttachedUserPolicies(request -> request.userName(USER))
                            .attachedPolicies())
                    .anyMatch(policy -> policy.policyArn().endsWith("/AWSDenyAll"));
        }
    }

    /** What its owner reads of it. */
    private void checkDescribed() {
        ControlPlane plane = ControlPlane.shared();
        List<String> describe = List.of("-n", namespace, "describe", "pod", "api");
        plane.await(
                "an Event of it",
                Duration.ofSeconds(30),
                () -> plane.kubectl(describe, "").output().contains("Contained"));
        assertThat(plane.kubectl(describe, "").output())
                .containsPattern("killswitch.dev/note:\\s+c-\\S+ holds this, for incident i-\\S+, by rule shell, since")
                .containsPattern(
                        "Killswitch: kubernetes.isolate-pod takes one pod off the network.*; let it go: ks release"
                                + " c-\\S+; ask: #on-call");
    }

    /** Of a node of air there is no log, which is said; the pod and its events are there. */
    private void checkEvidence(PackagedProduct product, String incident) throws IOException {
        Reply evidence = product.await(
                "/v1/incidents/" + incident + "/evidence",
                "viewer",
                reply -> reply.json().at("/items/0/pieces").size() == 2);
        assertThat(evidence.json().at("/items/0/absent/0/name").asText()).isEqualTo("log-app.txt");
        Path saved = data.resolve("saved");
        assertThat(product.ks("evidence", incident, "--out", saved.toString())).startsWith("saved       2 pieces");
        String containment = evidence.json().at("/items/0/containment").asText();
        assertThat(saved.resolve(containment).resolve("pod.json")).content().contains("\"name\":\"api\"");
    }

    private List<AccessKeyMetadata> keys() {
        return iam.listAccessKeys(request -> request.userName(USER)).accessKeyMetadata();
    }

    /** Armed from the start: what automation does on an installation that an operator has armed. */
    private Path configuration() throws IOException {
        Path tokens = Files.createDirectories(data.resolve("tokens"));
        Path rules = Files.createDirectories(data.resolve("rules"));
        Files.writeString(rules.resolve("rules.yaml"), RULES);
        Files.writeString(tokens.resolve("source-falco"), "a-secret-of-the-falco-source");
        Files.writeString(tokens.resolve("source-guardduty"), "a-secret-of-the-guardduty-source");
        Path credentials = Files.writeString(
                data.resolve("credentials"),
                "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = none\n");
        Path kubeconfig = ControlPlane.shared().kubeconfig(ControlPlane.shared().tokenWith(rights()));
        return Files.writeString(data.resolve("killswitch.yaml"), """
                automation: {start: armed}
                rules: {directory: "%s"}
                sources:
                  falco: {kind: falco, scope: {connection: cluster}, proof: {bearer-file: "%s"}}
                  guardduty: {kind: guardduty, proof: {bearer-file: "%s"}}
                connections:
                  cluster: {kind: kubernetes, kubeconfig: "%s", contact: "#on-call", tiers: [isolate, kill]}
                  account: {kind: aws, endpoint: "%s", credentials-file: "%s", accounts: ["%s"], tiers: [tier1]}
                """.formatted(
                        rules,
                        tokens.resolve("source-falco"),
                        tokens.resolve("source-guardduty"),
                        kubeconfig,
                        Moto.shared().endpoint(),
                        credentials,
                        ACCOUNT));
    }

    /** What the chart gives for looking and isolating. */
    private static List<PolicyRule> rights() {
        return List.of(
                rule(
                        "",
                        List.of("pods", "namespaces", "services", "nodes", "serviceaccounts", "events"),
                        "get",
                        "list"),
                rule("", List.of("events"), "create", "patch"),
                rule("", List.of("pods/log"), "get"),
                rule("", List.of("pods"), "patch", "delete"),
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

    private String shell() {
        return """
                {"output":"A shell was spawned","priority":"Critical","rule":"Terminal shell in container","time":"%s",
                 "output_fields":{"k8s.ns.name":"%s","k8s.pod.name":"api","container.id":"4a5b6c7d8e9f"},
                 "source":"syscall","hostname":"node-a"}""".formatted(now(), namespace);
    }

    private String finding() {
        return """
                {"version":"0","id":"event-of-the-test","detail-type":"GuardDuty Finding","source":"aws.guardduty",
                 "account":"%2$s","time":"%1$s","region":"eu-west-1","resources":[],"detail":{"schemaVersion":"2.0",
                 "accountId":"%2$s","region":"eu-west-1","partition":"aws","id":"0123456789abcdef0123456789abcdef",
                 "type":"UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom","severity":8.0,"createdAt":"%1$s",
                 "updatedAt":"%1$s","title":"t","description":"d","resource":{"resourceType":"AccessKey",
                 "accessKeyDetails":{"accessKeyId":"%3$s","principalId":"AIDAEXAMPLEEXAMPLE012","userName":"%4$s",
                 "userType":"IAMUser"}},"service":{"serviceName":"guardduty","resourceRole":"TARGET","count":1,
                 "archived":false,"action":{"actionType":"AWS_API_CALL"}}}}""".formatted(now(), ACCOUNT, keys().getFirst().accessKeyId(), USER);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
