package dev.killswitch.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Answers;
import dev.killswitch.alert.Body;
import dev.killswitch.alert.Delivery;
import dev.killswitch.alert.Parsed;
import dev.killswitch.alert.SenderProof;
import dev.killswitch.alert.SourceCatalog;
import dev.killswitch.alert.SourceCatalog.Source;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import dev.killswitch.config.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real payloads of some forty senders, read where they lie and never copied: each kind must have an answer to all. */
class SamplesTest {
    private static final Path ALERTS = Path.of(System.getProperty("samples", "samples"), "alerts");

    private static final Map<String, Source> SOURCES = sources("""
            falco: {kind: falco, scope: {connection: k}, proof: {bearer-file: x}}
            guardduty: {kind: guardduty, scope: {connection: a}, proof: {bearer-file: x}}
            sns:
              kind: guardduty
              scope: {connection: a}
              proof: {sns: {topic: "arn:aws:sns:us-west-2:123456789012:MyTopic"}}
            alertmanager:
              kind: alertmanager
              scope: {connection: k}
              proof: {bearer-file: x}
              pod-labels: true
              severity: {words: {ticket: low}}
              entities: [{kind: host, labels: [instance]}]
            grafana:
              kind: generic
              scope: {connection: k}
              proof: {hmac: {secret-file: x}}
              map:
                items: 'body.version == "1" ? body.alerts : []'
                finding: item.fingerprint
                type: item.labels.alertname
                flags: 'item.labels.alertname == "TestAlert" ? ["sample"] : []'
                entities: [{kind: host, id: item.labels.instance}]
            github:
              kind: generic
              proof: {hmac: {secret-file: x}}
              map:
                ignore-when: has(body.zen)
                finding: body.repository.full_name + "#" + string(body.alert.number)
                type: body.alert.secret_type
                activity: 'body.action == "resolved" ? "closed" : "opened"'
            """);

    private static Map<String, Source> sources(String yaml) {
        var problems = new Problems();
        Document document = Document.read("killswitch.yaml", yaml, problems);
        Map<String, Source> sources = SourceCatalog.installed().read(document.root());
        document.finish();
        assertThat(problems.found()).isEmpty();
        return sources;
    }

    @BeforeEach
    void samplesAreThere() {
        assumeThat(ALERTS).isDirectory();
    }

    private static Source source(String name) {
        return SOURCES.values().stream()
                .filter(source -> source.settings().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Delivery delivery(Path file) throws IOException {
        return new Delivery("s", "d-1", Instant.EPOCH, Map.of(), Body.of(Files.readAllBytes(file)));
    }

    private static Parsed read(Source source, Path file) throws IOException {
        Delivery delivery = delivery(file);
        assertThat(source.reader().deliveryKey(delivery)).isNotBlank();
        return Answers.checked(source.reader().read(delivery));
    }

    private static Parsed read(String name, String file) throws IOException {
        return read(source(name), ALERTS.resolve(file + ".json"));
    }

    /** What one kind reads of another's payload would be a wrong reading: only SNS carries others' findings. */
    @Test
    void everySample_isAnAnswerOfEveryKind_andAnAlertOfItsOwnAlone() throws IOException {
        try (Stream<Path> files = Files.walk(ALERTS)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String folder = String.valueOf(file.getParent().getFileName());
                for (Source source : SOURCES.values()) {
                    boolean itsOwn = source.settings().name().equals(folder)
                            || (source.settings().kind().equals("guardduty")
                                    && List.of("sns", "guardduty").contains(folder));
                    Parsed answer = read(source, file);
                    assertThat(itsOwn || !(answer instanceof Parsed.Received))
                            .as(file + " as " + source.settings().name())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void everySample_isProvenByNobody() throws IOException {
        SenderProof proof = SenderProof.of(
                source("sns").settings().proof(), path -> SecretFile.at(ALERTS.resolve("missing", path)));
        try (Stream<Path> files = Files.walk(ALERTS)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                assertThat(proof.check(delivery(file))).isInstanceOf(SenderProof.Refused.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "cloudevent-knative-data|985e132de0997720079dbea04c34d740|Terminal shell in container|OPENED LOW []"
                        + "|TARGET kubernetes.pod default/alpine, RELATED kubernetes.namespace default,"
                        + " RELATED container f29b261f8831",
                "contact-k8s-api|b5d59d5cb963f5c08df3e01d68377ae7|Contact K8S API Server From Container|OPENED LOW []"
                        + "|TARGET kubernetes.pod openfaas-fn/falco-pod-delete-7dc9f5fbb8-gbfk7,"
                        + " RELATED kubernetes.namespace openfaas-fn, RELATED container 12fc4de5ccc3",
                "host-kernel-module-no-container|e8a90ffe27b626ad0edfdf0b36ac4cb9|Linux Kernel Module Injection Detected"
                        + "|OPENED MEDIUM []|``",
                "host-sensitive-file|974ae0e9c4ce7ee610d4d6c1abd336dc|Read sensitive file untrusted|OPENED MEDIUM []|``",
                "k8s-audit-exec-eks|ff092202ee281a1ece469ec88b01c8af|Attach/Exec Pod|OPENED LOW []"
                        + "|TARGET kubernetes.pod default/kubecon, RELATED kubernetes.namespace default,"
                        + " ACTOR kubernetes.subject User:kubernetes-admin",
                "k8s-audit-exec-ovh|9c40fa684ee43dd0b6f3a4de0ac035eb|Attach/Exec Pod|OPENED LOW []"
                        + "|TARGET kubernetes.pod hello-app/nginx-676b6c5bbc-4xc6t, RELATED kubernetes.namespace hello-app,"
                        + " ACTOR kubernetes.subject User:kubernetes-admin",
                "k8s-audit-serviceaccount-created-eks|a78da3c801c5f7042b9c2d83c0f449b1|K8s Serviceaccount Created"
                        + "|OPENED INFORMATIONAL []|TARGET kubernetes.serviceaccount default/default,"
                        + " RELATED kubernetes.namespace default,"
                        + " ACTOR kubernetes.subject User:system:node:ip-192-168-34-135.ec2.internal",
                "terminal-shell-critical|5643c28d25a7357efedfc1a30ab7379e|Terminal shell in container|OPENED CRITICAL []"
                        + "|TARGET kubernetes.pod default/kubecon, RELATED kubernetes.namespace default,"
                        + " RELATED container ee97d9c4186f",
            })
    void falcoSample_isReadAs(String file, String finding, String type, String state, String entities)
            throws IOException {
        assertThat(summary(alert("falco", "falco/" + file))).isEqualTo(List.of(finding, type, state, entities));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "guardduty/accesskey-malicious-ip-caller|16dd674a4cb5437c9a66d14f11839b02"
                        + "|UnauthorizedAccess:IAMUser/MaliciousIPCaller|OPENED MEDIUM [SAMPLE]"
                        + "|RELATED aws.network-interface eni-bfcffe88,"
                        + " RELATED aws.instance-profile arn:aws:iam::111111111111:example/instance/profile",
                "guardduty/container-suspicious-file|16f05caa14654697a0725be23b9e1a0f|Execution:Container/SuspiciousFile"
                        + "|OPENED MEDIUM [SAMPLE]|TARGET container e6cf2e24515c1df7f4",
                "guardduty/ecs-malicious-file|cfa85e08f16d4f0bad271c90a1fae771|Execution:ECS/MaliciousFile"
                        + "|OPENED HIGH [SAMPLE]|TARGET aws.ecs-cluster arn:aws:ecs:region:123456789000:cluster/clusterName,"
                        + " TARGET aws.ecs-task arn:aws:ecs:region:123456789000:task/mycluster/043de9ab3",
                "guardduty/eks-admin-to-default-sa-namespace|df2295bd4966407b84223c9a4ae09eab"
                        + "|Policy:Kubernetes/AdminAccessToDefaultServiceAccount|OPENED HIGH [SAMPLE]"
                        + "|RELATED kubernetes.namespace namespacename",
                "guardduty/eks-admin-to-default-sa|df2295bd4966407b84223c9a4ae09eab"
                        + "|Policy:Kubernetes/AdminAccessToDefaultServiceAccount|OPENED HIGH [SAMPLE]|``",
                "guardduty/eventbridge-iam-accesskey-tor-sample|36b01b60fc22bb4edb19d62d9899e953"
                        + "|UnauthorizedAccess:IAMUser/TorIPCaller|OPENED MEDIUM [SAMPLE]|``",
                "guardduty/panther-critical-attack-sequence|8c258d654378414b9bc26f61a93eb816"
                        + "|AttackSequence:IAM/CompromisedCredentials|OPENED CRITICAL []|``",
                "guardduty/panther-critical-sample-flag|b174b38d16e34da0a4c66012083bd8f7"
                        + "|AttackSequence:S3/CompromisedData|OPENED CRITICAL [SAMPLE]|``",
                "guardduty/panther-high-iam|eeb88ab56556eb7771b266670dddee5a"
                        + "|PrivilegeEscalation:IAMUser/AdministrativePermissions|OPENED HIGH []|``",
                "guardduty/panther-low-sample-flag|eeb88ab56556eb7771b266670dddee5a"
                        + "|PrivilegeEscalation:IAMUser/AdministrativePermissions|OPENED LOW [SAMPLE]|``",
                "sns/notification-guardduty-finding|36b01b60fc22bb4edb19d62d9899e953"
                        + "|UnauthorizedAccess:IAMUser/TorIPCaller|OPENED MEDIUM [SAMPLE]|``",
            })
    void guardDutySample_isReadAs(String file, String finding, String type, String state, String entities)
            throws IOException {
        assertThat(summary(alert("sns", file))).isEqualTo(List.of(finding, type, state, entities));
    }

    @Test
    void otherSnsSamples_areHandshakesOrIgnored() throws IOException {
        assertThat(read("sns", "sns/notification-cloudwatch-alarm")).isInstanceOf(Parsed.Ignored.class);
        assertThat(read("sns", "sns/notification-plain-text")).isInstanceOf(Parsed.Ignored.class);
        assertThat(read("sns", "sns/subscription-confirmation-cloudwatch")).isInstanceOf(Parsed.Ignored.class);
        assertThat(read("sns", "sns/subscription-confirmation"))
                .isInstanceOfSatisfying(
                        Parsed.Handshake.class,
                        handshake -> assertThat(handshake.confirm()).hasHost("sns.us-west-2.amazonaws.com"));
    }

    @Test
    void alertmanagerSamples_areReadAs() throws IOException {
        assertThat(read("alertmanager", "alertmanager/resolved-two-alerts"))
                .isInstanceOfSatisfying(
                        Parsed.Received.class,
                        received -> assertThat(received.alerts())
                                .extracting(SamplesTest::summary)
                                .containsExactly(
                                        List.of(
                                                "66214a361160fb6f@2017-05-15T13:49:37.834Z",
                                                "airDown",
                                                "CLOSED LOW []",
                                                "TARGET host instance1:3456"),
                                        List.of(
                                                "25a874c99325d1ce@2017-05-15T11:47:37.834Z",
                                                "airDown",
                                                "CLOSED LOW []",
                                                "TARGET host instance2:7890")));
        assertThat(read("alertmanager", "alertmanager/v3-alerta"))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed -> assertThat(malformed.where()).isEqualTo("/version"));
    }

    @Test
    void samplesOfOthers_areReadByAMap() throws IOException {
        assertThat(summary(alert("grafana", "grafana/unified-v12-test-alert")))
                .isEqualTo(List.of("c4edaaf9f9f839b0", "TestAlert", "OPENED UNKNOWN [SAMPLE]", "TARGET host Grafana"));
        assertThat(read("grafana", "grafana/legacy-v6")).isInstanceOf(Parsed.Malformed.class);
        assertThat(read("github", "github/ping")).isInstanceOf(Parsed.Ignored.class);
        assertThat(read("github", "github/code-scanning-alert-created")).isInstanceOf(Parsed.Malformed.class);
        assertThat(alert("github", "github/secret-scanning-alert-reopened").finding())
                .contains("#");
    }

    private static Alert alert(String source, String file) throws IOException {
        Parsed answer = read(source, file);
        assertThat(answer).isInstanceOf(Parsed.Received.class);
        return ((Parsed.Received) answer).alerts().getFirst();
    }

    private static List<String> summary(Alert alert) {
        return List.of(
                alert.finding(),
                alert.type(),
                alert.activity() + " " + alert.severity() + " " + alert.flags(),
                alert.entities().stream()
                        .map(entity -> entity.role() + " " + entity.kind() + " " + entity.id())
                        .collect(Collectors.joining(", ")));
    }
}
