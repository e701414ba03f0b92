package dev.killswitch.source.generic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Alert.Activity;
import dev.killswitch.alert.Alert.Flag;
import dev.killswitch.alert.Alert.Severity;
import dev.killswitch.alert.AlertSource;
import dev.killswitch.alert.AlertSourceContract;
import dev.killswitch.alert.Body;
import dev.killswitch.alert.Delivery;
import dev.killswitch.alert.Entity;
import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Entity.Trust;
import dev.killswitch.alert.Parsed;
import dev.killswitch.alert.SourceCatalog;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenericSourceTest extends AlertSourceContract {
    private static final String KEY_LEAKED = """
            {"id":4711,"event":{"name":"key leaked","prio":"P1","at":"2026-01-02T03:04:05Z"},"state":"new",
             "keys":["AKIAIOSFODNN7EXAMPLE","AKIAIOSFODNN7EXAMPL2","null"],"owner":{"aws.user":"alice"},
             "account":"111122223333","message":"a key of alice was found in a public place"}""";

    private static final String ONE = """
            map:
              finding: body.id
              version: body.?rev
              type: body.event.name
              title: body.message
              severity: '{"P1": "critical", "P2": "high"}[body.event.prio]'
              activity: 'body.state == "new" ? "opened" : "closed"'
              occurred: timestamp(body.event.at)
              flags: 'has(body.drill) ? ["sample"] : []'
              delivery: headers["x-delivery"][0]
              ignore-when: has(body.zen)
              entities:
                - {kind: aws.access-key, id: body.keys, role: actor, scope: {account: body.account}}
                - {kind: aws.user, id: 'body.owner["aws.user"]', when: has(body.owner)}
            """;

    private static final String BATCH = """
            map:
              items: body.alerts
              finding: item.fingerprint
              type: item.labels.alertname
              activity: 'item.status == "firing" ? "opened" : "closed"'
              severity: item.labels.?level
              entities:
                - {kind: kubernetes.pod, id: 'item.labels.namespace + "/" + item.labels.pod'}
                - {kind: kubernetes.namespace, id: item.labels.namespace, role: related}
            """;

    private static final String FIRING = """
            {"fingerprint":"0123456789abcdef","status":"firing",
             "labels":{"alertname":"Miner","namespace":"shop","pod":"toolbox","level":"high"}}""";

    private static AlertSource.Reader reader(String own) {
        var problems = new Problems();
        AlertSource.Reader reader = reader(own, problems);
        assertThat(problems.found()).isEmpty();
        return reader;
    }

    private static AlertSource.Reader reader(String own, Problems problems) {
        Document document = Document.read("killswitch.yaml", """
                any:
                  kind: generic
                  scope: {connection: acme}
                  proof: {hmac: {secret-file: x}}
                """ + own.indent(2), problems);
        var sources = SourceCatalog.of(List.of(new GenericSource())).read(document.root());
        document.finish();
        return sources.values().iterator().next().reader();
    }

    private final AlertSource.Reader one = reader(ONE);
    private final AlertSource.Reader batch = reader(BATCH);

    @Override
    protected AlertSource source() {
        return new GenericSource();
    }

    @Override
    protected AlertSource.Reader reader() {
        return one;
    }

    @Override
    protected List<String> samples() {
        return List.of(KEY_LEAKED);
    }

    private Parsed.Received batch(String... items) {
        return (Parsed.Received) batch.read(delivery("{\"alerts\":[" + String.join(",", items) + "]}"));
    }

    @Test
    void fields_areWhatTheExpressionsTake() {
        Alert alert = alert(KEY_LEAKED);
        assertThat(alert.finding()).isEqualTo("4711");
        assertThat(alert.version()).isNull();
        assertThat(alert.type()).isEqualTo("key leaked");
        assertThat(alert.title()).isEqualTo("a key of alice was found in a public place");
        assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(alert.activity()).isEqualTo(Activity.OPENED);
        assertThat(alert.occurred()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(alert.flags()).isEmpty();
        assertThat(alert.fields()).containsEntry("state", "new").containsEntry("id", 4711L);
        assertThat(alert(KEY_LEAKED.replace("\"state\"", "\"drill\":1,\"rev\":7,\"state\""))
                        .flags())
                .containsExactly(Flag.SAMPLE);
        assertThat(alert(KEY_LEAKED.replace("\"state\"", "\"drill\":1,\"rev\":7,\"state\""))
                        .version())
                .isEqualTo("7");
    }

    @Test
    void entities_areMapped_oneOrSeveral_eachWithItsPlace() {
        var scope = Map.of("connection", "acme", "account", "111122223333");
        assertThat(alert(KEY_LEAKED).entities())
                .containsExactly(
                        new Entity("aws.access-key", "AKIAIOSFODNN7EXAMPLE", scope, Role.ACTOR, Trust.MAPPED, "/keys"),
                        new Entity("aws.access-key", "AKIAIOSFODNN7EXAMPL2", scope, Role.ACTOR, Trust.MAPPED, "/keys"),
                        new Entity(
                                "aws.user",
                                "alice",
                                Map.of("connection", "acme"),
                                Role.TARGET,
                                Trust.MAPPED,
                                "/owner/aws.user"));
        assertThat(alert(KEY_LEAKED.replace("\"owner\"", "\"other\"")).entities())
                .extracting(Entity::kind)
                .containsOnly("aws.access-key");
    }

    /** A thing without its account could be somebody else's. */
    @Test
    void entityWhoseScopeFails_isLeftOut_andTold() {
        Parsed.Received received = (Parsed.Received) read(KEY_LEAKED.replace("\"account\"", "\"acct\""));
        assertThat(received.alerts().getFirst().entities())
                .extracting(Entity::kind)
                .containsExactly("aws.user");
        assertThat(received.skipped())
                .singleElement()
                .satisfies(skipped -> assertThat(skipped.why()).startsWith("map.entities.scope.account: "));
    }

    @ParameterizedTest
    @CsvSource({
        "critical, CRITICAL",
        "Already, UNKNOWN",
        "5, CRITICAL",
        "99, UNKNOWN",
        "-1, UNKNOWN",
        "informational, INFORMATIONAL",
    })
    void severity_isAWordOrANumberOfTheScale(String raw, Severity severity) {
        var reader = reader("map: {finding: body.id, type: body.id, severity: body.s}");
        String value = raw.matches("-?[0-9]+") ? raw : '"' + raw + '"';
        Parsed.Received received = (Parsed.Received) reader.read(delivery("{\"id\":\"x\",\"s\":" + value + "}"));
        assertThat(received.alerts().getFirst().severity()).isEqualTo(severity);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"id\":4711|\"idd\":4711|map.finding",
                "\"id\":4711|\"id\":\"\"|map.finding",
                "\"id\":4711|\"id\":4711.5|map.finding",
                "\"id\":4711|\"id\":[4711]|map.finding",
                "\"P1\"|\"P9\"|map.severity",
                "2026-01-02T03:04:05Z|yesterday|map.occurred",
            })
    void fieldThatCannotBeTaken_isMalformed(String found, String instead, String why) {
        assertThat(read(KEY_LEAKED.replace(found, instead)))
                .isInstanceOfSatisfying(Parsed.Malformed.class, malformed -> {
                    assertThat(malformed.where()).isEqualTo("byte 0");
                    assertThat(malformed.why()).startsWith(why + ": ");
                });
    }

    @Test
    void ping_isIgnored_whereTheMapSaysSo() {
        assertThat(read("{\"zen\":\"x\"}")).isInstanceOf(Parsed.Ignored.class);
    }

    @Test
    void deliveryKey_isMapped_orOfTheBytes() {
        byte[] body = KEY_LEAKED.getBytes(StandardCharsets.UTF_8);
        var delivery = new Delivery("s", "d-1", Instant.EPOCH, Map.of("X-Delivery", List.of("7f3a")), Body.of(body));
        assertThat(one.deliveryKey(delivery)).isEqualTo("mapped:7f3a");
        assertThat(one.deliveryKey(delivery(KEY_LEAKED))).startsWith("sha-256:");
        assertThat(batch.deliveryKey(delivery)).startsWith("sha-256:");
    }

    @Test
    void eachItemOfABatch_isAnAlert_withItsOwnPlace() {
        Parsed.Received received = batch(FIRING, FIRING.replace("firing", "resolved"));
        assertThat(received.skipped()).isEmpty();
        assertThat(received.alerts()).extracting(Alert::activity).containsExactly(Activity.OPENED, Activity.CLOSED);
        Alert second = received.alerts().getLast();
        assertThat(second.fields()).containsEntry("status", "resolved");
        assertThat(second.entities())
                .extracting(entity -> entity.id() + " " + entity.path())
                .containsExactly("shop/toolbox /alerts/1", "shop /alerts/1/labels/namespace");
    }

    @Test
    void itemThatCannotBeRead_isSkipped_andTheOthersAreNot() {
        Parsed.Received received = batch("{}", FIRING, FIRING.replace("\"pod\"", "\"pot\""), "null");
        assertThat(received.alerts()).hasSize(2);
        assertThat(received.alerts().getLast().entities())
                .extracting(Entity::kind)
                .containsExactly("kubernetes.namespace");
        assertThat(received.skipped())
                .extracting(skipped -> skipped.where() + " " + skipped.why().split(":", 2)[0])
                .containsExactly("/alerts/0 map.finding", "/alerts/2 map.entities.id");
    }

    @Test
    void batchWithoutItems_isIgnored_andOneTooLarge_isCut() {
        assertThat(batch.read(delivery("{\"alerts\":[]}"))).isInstanceOf(Parsed.Ignored.class);
        assertThat(batch.read(delivery("{\"alerts\":7}"))).isInstanceOf(Parsed.Malformed.class);
        assertThat(batch.read(delivery("{}"))).isInstanceOf(Parsed.Malformed.class);
        Parsed.Received received =
                batch(IntStream.range(0, 1_002).mapToObj(_ -> FIRING).collect(Collectors.joining(",")));
        assertThat(received.alerts()).hasSize(1_000);
        assertThat(received.skipped()).extracting(Parsed.Malformed::where).containsExactly("/alerts/1000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x: y|map",
                "map: {type: body.a}|finding",
                "map: {finding: body.a}|type",
                "map: {finding: bdy.a, type: body.a}|body",
                "map: {finding: 'body.a +', type: body.a}|an expression",
                "map: {finding: body.a, type: body.a, ignore-when: '\"x\"'}|bool",
                "map: {finding: body.a, type: body.a, titel: body.a}|title",
                "map: {finding: body.a, type: body.a, entities: [{kind: x}]}|id",
                "map: {finding: body.a, type: body.a, entities: [{kind: X, id: body.a}]}|such as kubernetes.pod",
                "map: {finding: body.a, type: body.a, entities: [{kind: x, id: body.a, scope: {connection: body.a}}]}|account",
            })
    void eachMistake_isTold_withItsPlace(String own, String expected) {
        var problems = new Problems();
        reader(own, problems);
        assertThat(problems.found()).isNotEmpty();
        assertThat(problems.found().getFirst().toString())
                .startsWith("killswitch.yaml:")
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "body.a.b|/a/b",
                "body|``",
                "body[\"a/b\"].c[0]|/a~1b/c/0",
                "body.?a[?'b']|/a/b",
                "item.labels.pod|/alerts/3/labels/pod",
                "item.a + item.b|/alerts/3",
                "bodyguard.a|/alerts/3",
            })
    void pointer_isReadFromThePath_orIsTheWholeItem(String expression, String pointer) {
        assertThat(Pointers.of(expression, "/alerts/3")).isEqualTo(pointer);
    }
}
