package dev.killswitch.source.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Alert.Activity;
import dev.killswitch.alert.Alert.Severity;
import dev.killswitch.alert.AlertSource;
import dev.killswitch.alert.AlertSourceContract;
import dev.killswitch.alert.Entity;
import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Entity.Trust;
import dev.killswitch.alert.Parsed;
import dev.killswitch.alert.SourceCatalog;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertmanagerSourceTest extends AlertSourceContract {
    private static final String FIRING = """
            {"status":"firing","fingerprint":"0123456789abcdef","startsAt":"2026-01-02T04:04:05.5+01:00",
             "endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://prometheus.example/graph",
             "labels":{"alertname":"CryptoMiner","severity":"Page","namespace":"shop","pod":"toolbox","cluster":"eu-1",
              "serviceaccount":"web"},
             "annotations":{"summary":"a miner runs","description":"x"}}""";

    private static final String RESOLVED = FIRING.replace("firing", "resolved")
            .replace("0001-01-01T00:00:00Z", "2026-01-02T05:00:00Z")
            .replace("0123456789abcdef", "fedcba9876543210");

    private static final AlertSource.Reader READER = reader("""
            pod-labels: true
            severity: {words: {page: critical, ticket: medium}}
            entities:
              - {kind: kubernetes.serviceaccount, labels: [namespace, serviceaccount], role: actor}
            """);

    private static AlertSource.Reader reader(String own) {
        var problems = new Problems();
        AlertSource.Reader reader = reader(own, problems);
        assertThat(problems.found()).isEmpty();
        return reader;
    }

    private static AlertSource.Reader reader(String own, Problems problems) {
        Document document = Document.read("killswitch.yaml", """
                am:
                  kind: alertmanager
                  scope: {connection: prod-eu}
                  proof: {basic: {user: am, password-file: x}}
                """ + own.indent(2), problems);
        var sources = SourceCatalog.of(List.of(new AlertmanagerSource())).read(document.root());
        document.finish();
        return sources.values().iterator().next().reader();
    }

    private static String group(String... alerts) {
        return "{\"version\":\"4\",\"groupKey\":\"{}:{}\",\"truncatedAlerts\":0,\"status\":\"firing\",\"receiver\":\"ks\","
                + "\"alerts\":[" + String.join(",", alerts) + "]}";
    }

    private static Alert with(AlertSource.Reader reader, String body) {
        return ((Parsed.Received) reader.read(delivery(body))).alerts().getFirst();
    }

    @Override
    protected AlertSource source() {
        return new AlertmanagerSource();
    }

    @Override
    protected AlertSource.Reader reader() {
        return READER;
    }

    @Override
    protected List<String> samples() {
        return List.of(group(FIRING, RESOLVED));
    }

    @Test
    void eachAlertOfAGroup_isReadByItself() {
        Parsed.Received received = (Parsed.Received) read(group(FIRING, RESOLVED));
        assertThat(received.skipped()).isEmpty();
        Alert firing = received.alerts().getFirst();
        assertThat(firing.finding()).isEqualTo("0123456789abcdef@2026-01-02T03:04:05.500Z");
        assertThat(firing.version()).isEqualTo("firing");
        assertThat(firing.type()).isEqualTo("CryptoMiner");
        assertThat(firing.title()).isEqualTo("a miner runs");
        assertThat(firing.activity()).isEqualTo(Activity.OPENED);
        assertThat(firing.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(firing.occurred()).isEqualTo(Instant.parse("2026-01-02T03:04:05.500Z"));
        Alert resolved = received.alerts().getLast();
        assertThat(resolved.activity()).isEqualTo(Activity.CLOSED);
        assertThat(resolved.occurred()).isEqualTo(Instant.parse("2026-01-02T05:00:00Z"));
    }

    @Test
    void labels_nameWhatTheOperatorSays() {
        var scope = Map.of("connection", "prod-eu");
        assertThat(alert(group(FIRING)).entities())
                .containsExactly(
                        new Entity(
                                "kubernetes.pod",
                                "shop/toolbox",
                                scope,
                                Role.TARGET,
                                Trust.MAPPED,
                                "/alerts/0/labels/pod"),
                        new Entity(
                                "kubernetes.serviceaccount",
                                "shop/web",
                                scope,
                                Role.ACTOR,
                                Trust.MAPPED,
                                "/alerts/0/labels/serviceaccount"));
    }

    @ParameterizedTest
    @CsvSource({
        "ip, 10.42.0.7:8080, ip:10.42.0.7",
        "ip, fd00::7, ip:fd00::7",
        "uid, 0b0f3c1e-0a0a-4b4b-8c8c-1d1d1d1d1d1d, uid:0b0f3c1e-0a0a-4b4b-8c8c-1d1d1d1d1d1d",
        "container, containerd://0123456789ab, container:containerd://0123456789ab",
    })
    void labelThatDoesNotNameThePod_findsItByWhatItSays(String by, String said, String id) {
        AlertSource.Reader reader =
                reader("entities: [{kind: kubernetes.pod, by: " + by + ", labels: [serviceaccount]}]");
        assertThat(with(reader, group(FIRING.replace("\"web\"", "\"" + said + "\"")))
                        .entities())
                .extracting(Entity::id)
                .containsExactly(id);
    }

    @Test
    void withoutAWordOfTheOperator_labelsNameNothing_andSeverityIsUnknown() {
        Alert alert = with(reader(""), group(FIRING));
        assertThat(alert.entities()).isEmpty();
        assertThat(alert.severity()).isEqualTo(Severity.UNKNOWN);
    }

    @Test
    void valueWithASlash_isNoPartOfAnId() {
        assertThat(alert(group(FIRING.replace("\"shop\"", "\"kube-system/dns\"")))
                        .entities())
                .isEmpty();
        assertThat(alert(group(FIRING.replace("\"toolbox\"", "\"<NA>\""))).entities())
                .extracting(Entity::kind)
                .containsExactly("kubernetes.serviceaccount");
    }

    @Test
    void clusterLabel_decidesTheConnection_andAnUnknownClusterHasNone() {
        AlertSource.Reader reader = reader("""
                pod-labels: true
                clusters: {label: cluster, connections: {eu-1: prod-eu-1}}
                """);
        assertThat(with(reader, group(FIRING)).entities().getFirst().scope())
                .isEqualTo(Map.of("cluster", "eu-1", "connection", "prod-eu-1"));
        assertThat(with(reader, group(FIRING.replace("eu-1", "eu-2")))
                        .entities()
                        .getFirst()
                        .scope())
                .isEqualTo(Map.of("cluster", "eu-2"));
        assertThat(with(reader, group(FIRING.replace("\"cluster\"", "\"other\"")))
                        .entities()
                        .getFirst()
                        .scope())
                .isEmpty();
    }

    @Test
    void withoutFingerprint_theFindingIsOverTheLabels() {
        String old = FIRING.replace("\"fingerprint\":\"0123456789abcdef\",", "");
        String finding = alert(group(old)).finding();
        assertThat(finding).matches("labels-[0-9a-f]{32}@2026-01-02T03:04:05.500Z");
        assertThat(alert(group(old.replace("a miner runs", "another text"))).finding())
                .isEqualTo(finding);
        assertThat(alert(group(old.replace("toolbox", "toolbox2"))).finding()).isNotEqualTo(finding);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\":\"4\"|\"version\":\"3\"|/version",
                "\"version\":\"4\"|\"version\":4|/version",
                "\"version\":\"4\"|\"version\":\"1\"|/version",
                "\"alerts\"|\"other\"|/alerts",
                "\"alertname\"|\"other\"|/alerts/0/labels/alertname",
                "\"status\":\"firing\",\"fing|\"status\":\"pending\",\"fing|/alerts/0/status",
                "2026-01-02T04:04:05.5+01:00|yesterday|/alerts/0/startsAt",
            })
    void whatIsNotSo_isMalformed_withItsPlace(String found, String instead, String where) {
        assertThat(read(group(FIRING).replace(found, instead)))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed -> assertThat(malformed.where()).isEqualTo(where));
    }

    @Test
    void oneThatCannotBeRead_isSkipped_andTheOthersAreNot() {
        Parsed.Received received = (Parsed.Received) read(group("{}", FIRING, "7"));
        assertThat(received.alerts()).hasSize(1);
        assertThat(received.skipped())
                .extracting(Parsed.Malformed::where)
                .containsExactly("/alerts/0/labels/alertname", "/alerts/2/labels/alertname");
    }

    @Test
    void whatTheSenderLeftOut_orWeDo_isSaid() {
        Parsed.Received cut =
                (Parsed.Received) read(group(FIRING).replace("\"truncatedAlerts\":0", "\"truncatedAlerts\":7"));
        assertThat(cut.skipped()).extracting(Parsed.Malformed::where).containsExactly("/truncatedAlerts");
        String many = IntStream.rangeClosed(1, 1_001).mapToObj(_ -> FIRING).collect(Collectors.joining(","));
        Parsed.Received bounded = (Parsed.Received) read(group(many));
        assertThat(bounded.alerts()).hasSize(1_000);
        assertThat(bounded.skipped()).extracting(Parsed.Malformed::where).containsExactly("/alerts/1000");
    }

    @Test
    void groupWithoutAlerts_isIgnored() {
        assertThat(read(group())).isInstanceOf(Parsed.Ignored.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "severity: {words: {page: urgent}}|critical",
                "entities: [{labels: [pod]}]|kind",
                "entities: [{kind: Pod, labels: [pod]}]|such as kubernetes.pod",
                "entities: [{kind: kubernetes.pod}]|such as [namespace, pod]",
                "entities: [{kind: kubernetes.pod, labels: [namespace, pod], role: victim}]|target",
                "entities: [{kind: kubernetes.pod, by: ip, labels: [namespace, pod]}]|no more than one label",
                "entities: [{kind: kubernetes.node, by: ip, labels: [node]}]|of a kubernetes.pod",
                "entities: [{kind: kubernetes.pod, by: name, labels: [pod]}]|container",
                "clusters: {connections: {eu-1: prod-eu}}|which cluster",
                "pod-label: true|pod-labels",
            })
    void eachMistake_isTold(String own, String expected) {
        var problems = new Problems();
        reader(own, problems);
        assertThat(problems.found()).singleElement().asString().contains(expected);
    }
}
