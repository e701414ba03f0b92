package dev.killswitch.source.falco;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Alert.Flag;
import dev.killswitch.alert.Alert.Severity;
import dev.killswitch.alert.AlertSource;
import dev.killswitch.alert.AlertSourceContract;
import dev.killswitch.alert.Entity;
import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Entity.Trust;
import dev.killswitch.alert.Parsed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FalcoSourceTest extends AlertSourceContract {
    private static final Map<String, String> SCOPE = Map.of("connection", "prod-eu");

    private static final String SHELL = """
            {"uuid":"5d0f7c9e-1d2b-4a53-9f5f-0d8f6a0c1b11","hostname":"falco-x2x","rule":"Terminal shell in container",
             "priority":"Critical","time":"2026-01-02T03:04:05.123456789Z","source":"syscall","tags":["shell","T1059"],
             "output":"a shell was spawned (k8s.ns=kube-system k8s.pod=dns user=root)",
             "output_fields":{"k8s.ns.name":"shop","k8s.pod.name":"toolbox","k8s.pod.uid":null,
              "container.id":"0123456789ab","container.image.repository":"container.image.repository",
              "evt.time":1767323045123456789,"fd.name":"10.0.0.1:1->10.0.0.2:2","fd.rip":"203.0.113.7",
              "user.name":"root","user.loginuid":-1}}
            """;

    private static final String AUDIT = """
            {"rule":"Attach/Exec Pod","priority":"NOTICE","time":{"seconds":1767323045,"nanos":5},"source":"k8s_audit",
             "output":"x","output_fields":{"ka.target.name":"toolbox","ka.target.namespace":"shop",
              "ka.target.resource":"pods","ka.target.subresource":"exec","ka.uri.param[command]":"sh",
              "ka.user.name":"system:serviceaccount:shop:web"}}
            """;

    private static final String CLOUD_TRAIL = """
            {"rule":"Console login without MFA","priority":"error","time":"2026-01-02T04:04:05+01:00",
             "source":"aws_cloudtrail","output":"x",
             "output_fields":{"ct.user":"batch","ct.user.arn":"arn:aws:sts::111122223333:assumed-role/batch/i-0123456789abcdef0",
              "ct.user.principalid":"AROAIOSFODNN7EXAMPLE:i-0123456789abcdef0","ct.user.accesskeyid":"ASIAIOSFODNN7EXAMPLE",
              "ct.srcip":"203.0.113.9","ct.region":"eu-west-1"}}
            """;

    @Override
    protected AlertSource source() {
        return new FalcoSource();
    }

    @Override
    protected AlertSource.Reader reader() {
        return new FalcoReader(SCOPE);
    }

    @Override
    protected List<String> samples() {
        return List.of(SHELL, AUDIT, CLOUD_TRAIL);
    }

    private static Entity entity(String kind, String id, Role role, String field) {
        return new Entity(kind, id, SCOPE, role, Trust.STRUCTURED, "/output_fields/" + field);
    }

    @Test
    void eventThatKnowsNoPod_namesItByItsContainer() {
        assertThat(alert(SHELL.replace("\"toolbox\"", "null")).entities())
                .contains(entity("kubernetes.pod", "container:0123456789ab", Role.TARGET, "container.id"));
        assertThat(alert(SHELL).entities())
                .extracting(Entity::id)
                .contains("shop/toolbox")
                .doesNotContain("container:0123456789ab");
        assertThat(alert(SHELL.replace("\"toolbox\"", "null").replace("0123456789ab", "host"))
                        .entities())
                .extracting(Entity::kind)
                .doesNotContain("kubernetes.pod");
    }

    @Test
    void event_isReadWhole() {
        Alert alert = alert(SHELL);
        assertThat(alert.type()).isEqualTo("Terminal shell in container");
        assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(alert.activity()).isEqualTo(Alert.Activity.OPENED);
        assertThat(alert.occurred()).isEqualTo(Instant.parse("2026-01-02T03:04:05.123456789Z"));
        assertThat(alert.finding()).matches("[0-9a-f]{32}");
        assertThat(alert.flags()).isEmpty();
        assertThat(alert.fields()).containsEntry("hostname", "falco-x2x");
        assertThat(alert.fields().get("output_fields"))
                .isInstanceOfSatisfying(
                        Map.class, fields -> assertThat(fields.get("evt.time")).isEqualTo(1767323045123456789L));
    }

    /** The sentence names another pod, as an intruder could make it do. */
    @Test
    void entities_comeFromFields_neverFromTheOutput() {
        assertThat(alert(SHELL).entities())
                .containsExactly(
                        new Entity(
                                "kubernetes.pod",
                                "shop/toolbox",
                                Map.of("connection", "prod-eu", "container", "0123456789ab"),
                                Role.TARGET,
                                Trust.STRUCTURED,
                                "/output_fields/k8s.pod.name"),
                        entity("kubernetes.namespace", "shop", Role.RELATED, "k8s.ns.name"),
                        entity("container", "0123456789ab", Role.RELATED, "container.id"),
                        entity("ip", "203.0.113.7", Role.RELATED, "fd.rip"));
    }

    @Test
    void auditEvent_namesTheTarget_andWhoAsked() {
        Alert alert = alert(AUDIT);
        assertThat(alert.severity()).isEqualTo(Severity.LOW);
        assertThat(alert.occurred()).isEqualTo(Instant.ofEpochSecond(1767323045, 5));
        assertThat(alert.entities())
                .containsExactly(
                        entity("kubernetes.pod", "shop/toolbox", Role.TARGET, "ka.target.name"),
                        entity("kubernetes.namespace", "shop", Role.RELATED, "ka.target.namespace"),
                        entity("kubernetes.serviceaccount", "shop/web", Role.ACTOR, "ka.user.name"));
    }

    @ParameterizedTest
    @CsvSource({
        "serviceaccounts, kubernetes.serviceaccount, shop/toolbox",
        "deployments, kubernetes.workload, shop/Deployment/toolbox",
        "networkpolicies, kubernetes.networkpolicy, shop/toolbox",
        "nodes, kubernetes.node, toolbox",
    })
    void auditTarget_isOfTheResourcesKind(String resource, String kind, String id) {
        assertThat(alert(AUDIT.replace("pods", resource)).entities())
                .contains(entity(kind, id, Role.TARGET, "ka.target.name"));
    }

    @Test
    void cloudTrailEvent_namesTheCallersCredential() {
        Alert alert = alert(CLOUD_TRAIL);
        assertThat(alert.occurred()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(alert.entities())
                .extracting(entity -> entity.kind() + " " + entity.id() + " " + entity.role())
                .containsExactly(
                        "aws.access-key ASIAIOSFODNN7EXAMPLE ACTOR",
                        "aws.session AROAIOSFODNN7EXAMPLE:i-0123456789abcdef0 ACTOR",
                        "aws.role batch ACTOR",
                        "ip 203.0.113.9 ACTOR");
        assertThat(alert.entities().getFirst().scope())
                .isEqualTo(Map.of("connection", "prod-eu", "account", "111122223333", "region", "eu-west-1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "arn:aws:iam::111122223333:user/team/alice|ACTOR aws.access-key ASIAIOSFODNN7EXAMPLE|ACTOR aws.user alice",
                "arn:aws:iam::111122223333:role/batch|ACTOR aws.access-key ASIAIOSFODNN7EXAMPLE|ACTOR aws.role batch",
                "arn:aws:sts::111122223333:federated-user/bob|ACTOR aws.access-key ASIAIOSFODNN7EXAMPLE|ACTOR aws.federated-user bob",
                "arn:aws:iam::111122223333:root|RELATED aws.access-key ASIAIOSFODNN7EXAMPLE|ACTOR aws.root 111122223333",
            })
    void callersArn_saysWhoItWas(String arn, String key, String caller) {
        String body = CLOUD_TRAIL.replace("arn:aws:sts::111122223333:assumed-role/batch/i-0123456789abcdef0", arn);
        assertThat(alert(body).entities())
                .extracting(entity -> entity.role() + " " + entity.kind() + " " + entity.id())
                .contains(key, caller)
                .doesNotContain("ACTOR aws.role assumed-role");
    }

    @Test
    void serviceCredential_isNamedAsOne_byItsUserToo() {
        String body = CLOUD_TRAIL
                .replace(
                        "arn:aws:sts::111122223333:assumed-role/batch/i-0123456789abcdef0",
                        "arn:aws:iam::111122223333:user/team/alice")
                .replace("ASIAIOSFODNN7EXAMPLE", "ACCAIOSFODNN7EXAMPLE");
        assertThat(alert(body).entities())
                .extracting(entity -> entity.role() + " " + entity.kind() + " " + entity.id())
                .contains("ACTOR aws.service-credential alice/ACCAIOSFODNN7EXAMPLE");
    }

    @Test
    void googleCloudEvent_namesWhoAsked() {
        String body = """
                {"rule":"GCP service account key created","priority":"Notice","time":"2026-01-02T03:04:05Z",
                 "source":"gcp_auditlog","output_fields":{"gcp.user":"eve@example.com","gcp.callerIP":"203.0.113.9",
                  "gcp.projectId":"acme-1"}}
                """;
        assertThat(alert(body).entities())
                .extracting(entity -> entity.role() + " " + entity.kind() + " " + entity.id())
                .containsExactly("ACTOR gcp.principal eve@example.com", "ACTOR ip 203.0.113.9");
    }

    @Test
    void podOfTheMetadataPlugin_isRead_withItsUid() {
        String body = SHELL.replace("k8s.pod.name", "k8smeta.pod.name")
                .replace("k8s.ns.name", "k8smeta.ns.name")
                .replace("\"k8s.pod.uid\":null", "\"k8smeta.pod.uid\":\"0f1e\"");
        Entity pod = alert(body).entities().getFirst();
        assertThat(pod.id()).isEqualTo("shop/toolbox");
        assertThat(pod.scope()).containsEntry("uid", "0f1e");
    }

    @Test
    void podNameThatIsNone_isKeptAsWords_andIsNoTarget() {
        Entity words = alert(SHELL.replace("\"toolbox\"", "\"$(touch /tmp/pwn)\""))
                .entities()
                .getFirst();
        assertThat(words.id()).isEqualTo("shop/$(touch /tmp/pwn)");
        assertThat(words.trust()).isEqualTo(Entity.Trust.TEXT);
        assertThat(words.role()).isEqualTo(Role.RELATED);
    }

    @Test
    void hostEvent_namesNobody() {
        String body = SHELL.replace("\"k8s.ns.name\":\"shop\"", "\"k8s.ns.name\":null")
                .replace("\"k8s.pod.name\":\"toolbox\"", "\"k8s.pod.name\":\"<NA>\"")
                .replace("0123456789ab", "host")
                .replace("203.0.113.7", "127.0.0.1");
        assertThat(alert(body).entities()).isEmpty();
    }

    @Test
    void eventOfFalcoItself_namesNobody() {
        assertThat(alert(SHELL.replace("Terminal shell in container", "Falco internal: syscall event drop"))
                        .entities())
                .isEmpty();
    }

    @Test
    void testOfFalcosidekick_isASample() {
        Alert alert =
                alert(SHELL.replace("Terminal shell in container", "Test rule").replace("T1059", "test"));
        assertThat(alert.flags()).containsExactly(Flag.SAMPLE);
    }

    /** Else an alert on one of them would be taken for a word on the other. */
    @Test
    void sameTimeOnAnotherThing_isAnotherFinding() {
        String nameless = SHELL.replace("\"falco-x2x\"", "null").replace("\"0123456789ab\"", "null");
        String other = nameless.replace("\"k8s.pod.name\":\"toolbox\"", "\"k8s.pod.name\":\"till\"");
        assertThat(alert(other).finding()).isNotEqualTo(alert(nameless).finding());
        String elsewhere = nameless.replace("\"k8s.ns.name\":\"shop\"", "\"k8s.ns.name\":\"bank\"");
        assertThat(alert(elsewhere).finding()).isNotEqualTo(alert(nameless).finding());
        String audited = AUDIT.replace("\"ka.target.name\":\"toolbox\"", "\"ka.target.name\":\"till\"");
        assertThat(alert(audited).finding()).isNotEqualTo(alert(AUDIT).finding());
    }

    @Test
    void sameEvent_keepsItsFinding_whicheverWayItComes() {
        String straight = SHELL.replaceFirst("\"uuid\":\"[^\"]*\",", "");
        assertThat(alert(straight).finding()).isEqualTo(alert(SHELL).finding());
        assertThat(alert(SHELL.replace("05.123456789Z", "05.123456780Z")).finding())
                .isNotEqualTo(alert(SHELL).finding());
        assertThat(reader().deliveryKey(delivery(SHELL)))
                .isEqualTo("falcosidekick:5d0f7c9e-1d2b-4a53-9f5f-0d8f6a0c1b11");
        assertThat(reader().deliveryKey(delivery(straight))).startsWith("sha-256:");
    }

    @ParameterizedTest
    @CsvSource({
        "\"rule\":, /rule",
        "\"priority\":, /priority",
        "\"time\":, /time",
    })
    void whatAnEventCannotDoWithout_isSaid(String key, String where) {
        String body = SHELL.replace("evt.time", "other").replace(key, "\"renamed\":");
        assertThat(read(body))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed -> assertThat(malformed.where()).isEqualTo(where));
    }

    @Test
    void plainText_isMalformed_andSaysWhatToSet() {
        assertThat(read("12:00:00: Notice A shell was spawned"))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed -> assertThat(malformed.why()).contains("json_output: true"));
    }
}
