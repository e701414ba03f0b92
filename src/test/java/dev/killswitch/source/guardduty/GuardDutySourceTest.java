package dev.killswitch.source.guardduty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Alert.Activity;
import dev.killswitch.alert.Alert.Flag;
import dev.killswitch.alert.Alert.Severity;
import dev.killswitch.alert.AlertSource;
import dev.killswitch.alert.AlertSourceContract;
import dev.killswitch.alert.Entity;
import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Parsed;
import dev.killswitch.alert.SourceCatalog;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardDutySourceTest extends AlertSourceContract {
    private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:findings";
    private static final AlertSource.Reader READER = reader("sns: {topic: \"" + TOPIC + "\"}");

    private static AlertSource.Reader reader(String proof) {
        var problems = new Problems();
        Document document = Document.read("killswitch.yaml", """
                gd:
                  kind: guardduty
                  scope: {connection: acme}
                  proof: {%s}
                  clusters: {"arn:aws:eks:eu-west-1:111122223333:cluster/prod": prod-eu}
                """.formatted(proof), problems);
        var sources = SourceCatalog.of(List.of(new GuardDutySource())).read(document.root());
        document.finish();
        assertThat(problems.found()).isEmpty();
        return sources.values().iterator().next().reader();
    }

    @Override
    protected AlertSource source() {
        return new GuardDutySource();
    }

    @Override
    protected AlertSource.Reader reader() {
        return READER;
    }

    @Override
    protected List<String> samples() {
        return List.of(Findings.EXFILTRATION, Findings.EKS, Findings.SEQUENCE, Findings.inSns(Findings.EKS));
    }

    private static Stream<String> named(Alert alert) {
        return alert.entities().stream().map(entity -> entity.role() + " " + entity.kind() + " " + entity.id());
    }

    private static Entity only(Alert alert, String kind, Role role) {
        List<Entity> found = alert.entities().stream()
                .filter(entity -> entity.kind().equals(kind) && entity.role() == role)
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @Test
    void finding_isReadWhole() {
        Alert alert = alert(Findings.EXFILTRATION);
        assertThat(alert.finding()).isEqualTo("0123456789abcdef0123456789abcdef");
        assertThat(alert.version()).isEqualTo("2026-01-02T03:04:30.000Z#1");
        assertThat(alert.type()).isEqualTo("UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS");
        assertThat(alert.severity()).isEqualTo(Severity.HIGH);
        assertThat(alert.activity()).isEqualTo(Activity.OPENED);
        assertThat(alert.occurred()).isEqualTo(Instant.parse("2026-01-02T03:04:00Z"));
        assertThat(alert.flags()).isEmpty();
        assertThat(alert.fields()).containsEntry("accountId", "111122223333");
    }

    @Test
    void stolenInstanceCredential_isThatOneSession() {
        Alert alert = alert(Findings.EXFILTRATION);
        assertThat(named(alert))
                .containsExactly(
                        "TARGET aws.access-key ASIAIOSFODNN7EXAMPLE",
                        "TARGET aws.role batch",
                        "TARGET aws.session AROAIOSFODNN7EXAMPLE:i-0123456789abcdef0",
                        "RELATED aws.instance i-0123456789abcdef0",
                        "RELATED aws.network-interface eni-0123456789abcdef0",
                        "RELATED aws.instance-profile arn:aws:iam::111122223333:instance-profile/batch",
                        "ACTOR ip 203.0.113.7");
        Entity session = only(alert, "aws.session", Role.TARGET);
        assertThat(session.path()).isEqualTo("/detail/resource/accessKeyDetails/principalId");
        assertThat(session.scope())
                .isEqualTo(Map.of(
                        "connection",
                        "acme",
                        "account",
                        "111122223333",
                        "region",
                        "eu-west-1",
                        "role",
                        "batch",
                        "access-key",
                        "ASIAIOSFODNN7EXAMPLE"));
    }

    @Test
    void stolenInstanceCredential_takesTheSessionFromTheInstance_whereThePrincipalHasNone() {
        String body = Findings.EXFILTRATION.replace("AROAIOSFODNN7EXAMPLE:i-0123456789abcdef0", "AROAIOSFODNN7EXAMPLE");
        assertThat(only(alert(body), "aws.session", Role.TARGET).id())
                .isEqualTo("AROAIOSFODNN7EXAMPLE:i-0123456789abcdef0");
        String other = body.replace("InstanceCredentialExfiltration", "Other");
        assertThat(alert(other).entities()).extracting(Entity::kind).doesNotContain("aws.session");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IAMUser|TARGET aws.access-key ASIAIOSFODNN7EXAMPLE|TARGET aws.user batch",
                "Role|TARGET aws.role batch|TARGET aws.session AROAIOSFODNN7EXAMPLE:i-0123456789abcdef0",
                "FederatedUser|TARGET aws.access-key ASIAIOSFODNN7EXAMPLE|TARGET aws.federated-user batch",
                "AWSAccount|RELATED aws.access-key ASIAIOSFODNN7EXAMPLE|RELATED aws.access-key ASIAIOSFODNN7EXAMPLE",
            })
    void userType_decidesWhatTheNamesMean(String type, String one, String other) {
        assertThat(named(alert(Findings.EXFILTRATION.replace("AssumedRole", type))))
                .contains(one, other);
    }

    @ParameterizedTest
    @CsvSource({
        "AKIAIOSFODNN7EXAMPLE, aws.access-key AKIAIOSFODNN7EXAMPLE",
        "ACCAIOSFODNN7EXAMPLE, aws.service-credential alice/ACCAIOSFODNN7EXAMPLE",
        "APKAIOSFODNN7EXAMPLE, aws.ssh-key alice/APKAIOSFODNN7EXAMPLE",
        "ASCAIOSFODNN7EXAMPLE, aws.signing-certificate alice/ASCAIOSFODNN7EXAMPLE",
    })
    void idOfACredential_saysOfWhichKindItIs(String id, String named) {
        assertThat(named(alert(Findings.EKS.replace("AKIAIOSFODNN7EXAMPLE", id))))
                .contains("ACTOR " + named, "ACTOR aws.user alice");
    }

    @Test
    void rootUser_isNamed_andItsKeyIsNoTarget() {
        String body = Findings.EXFILTRATION
                .replace("AssumedRole", "Root")
                .replace("AROAIOSFODNN7EXAMPLE:i-0123456789abcdef0", "111122223333");
        assertThat(named(alert(body)).filter(name -> name.startsWith("TARGET")))
                .containsExactly("TARGET aws.root 111122223333");
    }

    @Test
    void resourceThatAttacks_isTheActor_andTheOtherEndTheTarget() {
        String body = Findings.EXFILTRATION
                .replace("\"resourceType\":\"AccessKey\"", "\"resourceType\":\"Instance\"")
                .replace("\"resourceRole\":\"TARGET\"", "\"resourceRole\":\"ACTOR\"");
        assertThat(named(alert(body)))
                .contains("ACTOR aws.instance i-0123456789abcdef0", "TARGET ip 203.0.113.7", "ACTOR aws.role batch");
    }

    @Test
    void workloadOfACluster_isReachedByItsOwnConnection() {
        Alert alert = alert(Findings.EKS);
        assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(alert.flags()).containsExactly(Flag.ARCHIVED);
        assertThat(alert.activity()).isEqualTo(Activity.OPENED);
        assertThat(named(alert))
                .containsExactly(
                        "ACTOR aws.access-key AKIAIOSFODNN7EXAMPLE",
                        "ACTOR aws.user alice",
                        "RELATED aws.eks-cluster prod",
                        "TARGET kubernetes.pod shop/toolbox",
                        "RELATED kubernetes.namespace shop",
                        "RELATED kubernetes.serviceaccount shop/web",
                        "ACTOR kubernetes.serviceaccount ci/runner",
                        "RELATED kubernetes.subject User:alice",
                        "ACTOR ip 203.0.113.7");
        assertThat(only(alert, "kubernetes.pod", Role.TARGET).scope())
                .isEqualTo(Map.of(
                        "connection", "prod-eu",
                        "cluster", "prod",
                        "account", "111122223333",
                        "region", "eu-west-1",
                        "uid", "u-1"));
    }

    /** A cluster of that name in another account is another cluster. */
    @Test
    void clusterThatIsNotConfigured_hasNoConnection() {
        Alert alert = alert(Findings.EKS.replace("111122223333:cluster/prod", "444455556666:cluster/prod"));
        assertThat(only(alert, "kubernetes.pod", Role.TARGET).scope()).doesNotContainKey("connection");
        assertThat(only(alert, "aws.user", Role.ACTOR).scope()).containsEntry("connection", "acme");
    }

    @Test
    void attackSequence_namesEveryActor() {
        Alert alert = alert(Findings.SEQUENCE);
        assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(named(alert))
                .containsExactly(
                        "ACTOR aws.access-key AKIAIOSFODNN7EXAMPLE",
                        "ACTOR aws.user alice",
                        "ACTOR aws.access-key ASIAIOSFODNN7EXAMPLE",
                        "ACTOR aws.role batch",
                        "ACTOR aws.session AROAIOSFODNN7EXAMPLE:job-7",
                        "TARGET aws.instance i-0123456789abcdef0",
                        "TARGET aws.bucket acme-invoices",
                        "TARGET kubernetes.workload shop/Deployment/web",
                        "RELATED kubernetes.namespace shop",
                        "RELATED aws.access-key AKIAIOSFODNN7EXAMPLE",
                        "ACTOR ip 203.0.113.7");
        assertThat(only(alert, "aws.role", Role.ACTOR).scope()).containsEntry("account", "444455556666");
        assertThat(only(alert, "aws.role", Role.ACTOR).path())
                .isEqualTo("/detail/service/detection/sequence/actors/1/user/name");
    }

    /** The user whose deny ends a federated session stands in a sequence alone: where the session came from. */
    @Test
    void federatedActorOfASequence_isItsIssuerToo() {
        String actor = "{\"user\":{\"name\":\"bob\",\"uid\":\"444455556666:bob\",\"type\":\"FederatedUser\","
                + "\"credentialUid\":\"ASIAIOSFODNN7EXAMPLE\",\"account\":{\"uid\":\"444455556666\"}},"
                + "\"session\":{\"uid\":\"s\",\"issuer\":\"arn:aws:iam::444455556666:user/ci/deployer\"}}";
        assertThat(named(alert(Findings.SEQUENCE.replace("\"actors\":[", "\"actors\":[" + actor + ","))))
                .startsWith(
                        "ACTOR aws.access-key ASIAIOSFODNN7EXAMPLE",
                        "ACTOR aws.federated-user bob",
                        "ACTOR aws.user arn:aws:iam::444455556666:user/ci/deployer",
                        "ACTOR aws.access-key AKIAIOSFODNN7EXAMPLE");
    }

    @ParameterizedTest
    @CsvSource({
        "10, CRITICAL",
        "9.0, CRITICAL",
        "8.9, HIGH",
        "7, HIGH",
        "6.9, MEDIUM",
        "4, MEDIUM",
        "3.9, LOW",
        "1, LOW",
        "0.9, UNKNOWN",
        "99, CRITICAL",
        "1e308, CRITICAL",
        "-1, UNKNOWN",
        "10.1, CRITICAL",
    })
    void severity_isOnTheCommonScale(String raw, Severity severity) {
        assertThat(alert(Findings.EXFILTRATION.replace("\"severity\":8", "\"severity\":" + raw))
                        .severity())
                .isEqualTo(severity);
    }

    @Test
    void sentAgainLater_isAnUpdate_andArchivedOnesSaySo() {
        Alert alert = alert(Findings.EKS.replaceFirst(
                "\"updatedAt\":\"2026-01-02T03:04:30.000Z\"", "\"updatedAt\":\"2026-01-02T09:04:30.000Z\""));
        assertThat(alert.activity()).isEqualTo(Activity.UPDATED);
        assertThat(alert.version()).isEqualTo("2026-01-02T09:04:30.000Z#7");
    }

    @Test
    void sample_isFlagged_byTheFlagAndByWhatNobodyElseCanName() {
        assertThat(alert(Findings.EXFILTRATION.replace("\"additionalInfo\":{}", "\"additionalInfo\":{\"sample\":true}"))
                        .flags())
                .containsExactly(Flag.SAMPLE);
        assertThat(alert(Findings.EXFILTRATION.replace("ASIAIOSFODNN7EXAMPLE", "GeneratedFindingAccessKeyId"))
                        .flags())
                .containsExactly(Flag.SAMPLE);
    }

    /** Whoever may create users can call one so, and must not be spared for it: his key stays what it was. */
    @Test
    void nameThatAnIntruderChose_makesNoSample() {
        Alert alert =
                alert(Findings.EKS.replace("\"userName\":\"alice\"", "\"userName\":\"GeneratedFindingUserName\""));
        assertThat(alert.flags()).doesNotContain(Flag.SAMPLE);
        assertThat(named(alert)).contains("ACTOR aws.access-key AKIAIOSFODNN7EXAMPLE");
    }

    @Test
    void findingInSns_isTheSame_withPointersThatGoOnInside() {
        Alert bare = alert(Findings.EKS);
        Alert inSns = alert(Findings.inSns(Findings.EKS));
        assertThat(inSns.fields()).isEqualTo(bare.fields());
        assertThat(named(inSns)).containsExactlyElementsOf(named(bare).toList());
        assertThat(inSns.entities().getFirst().path())
                .isEqualTo("/Message/detail/resource/accessKeyDetails/accessKeyId");
    }

    @Test
    void findingByItself_orInPascalCase_isTheSame() {
        String bare = Findings.EXFILTRATION.substring(
                Findings.EXFILTRATION.indexOf("\"detail\":") + 9, Findings.EXFILTRATION.length() - 1);
        assertThat(alert(bare).fields()).isEqualTo(alert(Findings.EXFILTRATION).fields());
        String written = Pattern.compile("\"([a-z])([A-Za-z0-9]*)\":")
                .matcher(bare)
                .replaceAll(key -> "\"" + key.group(1).toUpperCase(Locale.ROOT) + key.group(2) + "\":");
        assertThat(alert(written).fields()).isEqualTo(alert(bare).fields());
        assertThat(alert(written).entities().getFirst().path()).isEqualTo("/Resource/AccessKeyDetails/AccessKeyId");
        assertThat(named(alert(written)))
                .containsExactlyElementsOf(named(alert(bare)).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello world!",
                "{\"AlarmName\":\"disk\",\"NewStateValue\":\"ALARM\"}",
                "{}",
                "[1]",
                "{\"type\":\"x\"}"
            })
    void otherMessagesOfATopic_areIgnored(String message) {
        assertThat(read(Findings.inSns(message))).isInstanceOf(Parsed.Ignored.class);
    }

    @Test
    void messageThatWasCut_isMalformed_withThePlaceInside() {
        assertThat(read(Findings.inSns("{\"detail-type\":")))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed -> assertThat(malformed.where()).isEqualTo("/Message byte 15"));
    }

    @Test
    void otherEvents_areIgnored_andWhatIsNone_isMalformed() {
        assertThat(read(Findings.EKS.replace("GuardDuty Finding", "EC2 Instance State-change Notification")))
                .isInstanceOf(Parsed.Ignored.class);
        assertThat(read("{\"hello\":1}")).isInstanceOf(Parsed.Malformed.class);
        assertThat(read("{\"detail-type\":\"GuardDuty Finding\",\"detail\":{}}"))
                .isEqualTo(new Parsed.Malformed("/detail/id", "expected a name, found nothing"));
    }

    @Test
    void subscription_isConfirmed_forTheConfiguredTopicAlone() {
        String address = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=0";
        var confirmation = Map.of("Type", "SubscriptionConfirmation", "SubscribeURL", address);
        assertThat(read(Findings.sns(confirmation)))
                .isEqualTo(new Parsed.Handshake(200, "text/plain", "", URI.create(address)));
        var other = Map.of("Type", "SubscriptionConfirmation", "SubscribeURL", address, "TopicArn", TOPIC + "2");
        assertThat(read(Findings.sns(other))).isInstanceOf(Parsed.Ignored.class);
        assertThat(reader("bearer-file: x").read(delivery(Findings.sns(confirmation))))
                .isInstanceOf(Parsed.Ignored.class);
        for (String bad : List.of(
                address.replace("sns.", "sqs."),
                address.replace("https", "http"),
                address.replace("Confirm", "Un"),
                "https://169.254.169.254/?Action=ConfirmSubscription&Token=0")) {
            assertThat(read(Findings.sns(Map.of("Type", "SubscriptionConfirmation", "SubscribeURL", bad))))
                    .isInstanceOf(Parsed.Malformed.class);
        }
        assertThat(read(Findings.sns(Map.of("Type", "UnsubscribeConfirmation"))))
                .isInstanceOf(Parsed.Ignored.class);
    }

    @Test
    void deliveryKey_isTheSendersOwnId() {
        assertThat(reader().deliveryKey(delivery(Findings.EKS)))
                .isEqualTo("eventbridge:6f1c1a52-0000-4000-8000-000000000001");
        assertThat(reader().deliveryKey(delivery(Findings.inSns(Findings.EKS))))
                .isEqualTo("sns:11111111-2222-3333-4444-555555555555");
    }

    @Test
    void clusterByItsNameAlone_isAProblem() {
        var problems = new Problems();
        Document document = Document.read(
                "killswitch.yaml",
                "gd: {kind: guardduty, proof: {bearer-file: x}, clusters: {prod: prod-eu}}",
                problems);
        SourceCatalog.of(List.of(new GuardDutySource())).read(document.root());
        document.finish();
        assertThat(problems.found()).singleElement().asString().contains("the ARN of an EKS cluster");
    }
}
