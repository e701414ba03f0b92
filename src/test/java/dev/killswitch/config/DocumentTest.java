package dev.killswitch.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.config.Section.Place;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTest {
    private final Problems problems = new Problems();

    private Section read(String... lines) {
        return Document.read("k.yaml", String.join("\n", lines), problems).root();
    }

    private List<String> told() {
        return problems.found().stream().map(Problems.Problem::toString).toList();
    }

    @Test
    void everyKindOfValue_isRead() {
        Section root = read(
                "name: payments: api".replace(": api", "-api"),
                "wait: 1h30m",
                "size: 256M",
                "on: true",
                "mode: two-persons",
                "hosts: [a, 'b c', 3]",
                "store: {url: \"jdbc:x\"}",
                "rules:",
                "  - {name: one}",
                "  - name: two");
        assertThat(root.text("name")).contains("payments-api");
        assertThat(root.duration("wait", Duration.ZERO)).isEqualTo(Duration.ofMinutes(90));
        assertThat(root.count("size", 0, 0, 1L << 40)).isEqualTo(256L << 20);
        assertThat(root.on("on")).isTrue();
        assertThat(root.choice("mode", Mode.class, Mode.ONE_PERSON)).isEqualTo(Mode.TWO_PERSONS);
        assertThat(root.texts("hosts")).containsExactly("a", "b c", "3");
        assertThat(root.section("store").requiredText("url")).isEqualTo("jdbc:x");
        assertThat(root.sections("rules").stream().map(rule -> rule.requiredText("name")))
                .containsExactly("one", "two");
        assertThat(root.names()).contains("name", "rules");
        assertThat(told()).isEmpty();
    }

    private enum Mode {
        ONE_PERSON,
        TWO_PERSONS
    }

    @Test
    void missingKey_isTheFallback_withoutAProblem() {
        Section root = read("a: 1");
        assertThat(root.text("b")).isEmpty();
        assertThat(root.duration("b", Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
        assertThat(root.count("b", 5, 0, 10)).isEqualTo(5);
        assertThat(root.on("b")).isFalse();
        assertThat(root.texts("b")).isEmpty();
        assertThat(root.sections("b")).isEmpty();
        assertThat(root.section("b").section("c").text("d")).isEmpty();
        assertThat(told()).isEmpty();
    }

    @Test
    void dollarBraces_areNotExpanded() {
        assertThat(read("when: ${HOME} && ${a:b}").text("when")).contains("${HOME} && ${a:b}");
    }

    @Test
    void wordsOfOtherYamls_areJustText() {
        Section root = read("a: yes", "b: 012", "c: 12:30", "on: 1", "d: 2026-01-01");
        assertThat(root.value("a")).contains("yes");
        assertThat(root.value("b")).contains(12L);
        assertThat(root.value("c")).contains("12:30");
        assertThat(root.value("on")).contains(1L);
        assertThat(root.value("d")).contains("2026-01-01");
    }

    @Test
    void value_isPlainJava() {
        Section root = read("v: {text: a, quoted: '1', whole: 1, part: 1.5, yes: true, none: null, list: [1, {a: b}]}");
        assertThat(root.value("v"))
                .contains(Map.of(
                        "text",
                        "a",
                        "quoted",
                        "1",
                        "whole",
                        1L,
                        "part",
                        1.5,
                        "yes",
                        true,
                        "list",
                        List.of(1L, Map.of("a", "b"))));
        assertThat(root.value("missing")).isEmpty();
    }

    @Test
    void unaskedKeys_areToldWithTheNearest_atEveryLevel() {
        var document = Document.read("k.yaml", "stroe: {url: x}\nrules:\n  - {nmae: a}\nstore: {ur: y}", problems);
        document.root().section("store").text("url");
        document.root().sections("rules").getFirst().text("name");
        document.finish();
        assertThat(told())
                .containsExactlyInAnyOrder(
                        "k.yaml:1:1: unknown key 'stroe'; expected 'store' (nearest)",
                        "k.yaml:3:6: unknown key 'nmae'; expected 'name' (nearest)",
                        "k.yaml:4:9: unknown key 'ur'; expected 'url' (nearest)");
    }

    @Test
    void levelPassedOver_isNotJudged() {
        var document = Document.read("k.yaml", "source: {kind: odd, a: 1, b: {c: 2}}", problems);
        Section source = document.root().section("source");
        source.problem("kind", "'odd'", "'add' (nearest)");
        source.passOver();
        document.finish();
        assertThat(told()).containsExactly("k.yaml:1:16: 'odd'; expected 'add' (nearest)");
    }

    @Test
    void unreadableText_isToldOnce_andNotAsMissingKeys() {
        var document = Document.read("k.yaml", "a: [1, 2\nb: c", problems);
        document.root().requiredText("a");
        document.root().section("b").problem("c", "x", "y");
        document.finish();
        assertThat(told()).hasSize(1).first().asString().startsWith("k.yaml:2:2: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing\n", "---\n", "null"})
    void emptyText_isAnEmptyLevel(String text) {
        var document = Document.read("k.yaml", text, problems);
        assertThat(document.root().names()).isEmpty();
        document.finish();
        assertThat(told()).isEmpty();
    }

    @Test
    void hugeText_isRefusedUnread() {
        Document.read("k.yaml", "a: " + "x".repeat(1 << 20), problems);
        assertThat(told()).containsExactly("k.yaml: 1048579 characters; expected at most 1048576");
    }

    @Test
    void deepText_isRefused() {
        Document.read("k.yaml", "a: " + "[".repeat(10_000), problems);
        assertThat(told()).hasSize(1);
    }

    @Test
    void aliasBomb_isRefused() {
        Document.read("k.yaml", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", problems);
        assertThat(told()).isNotEmpty().allMatch(line -> line.contains("anchor or alias"));
    }

    @Test
    void secretWrittenInTheFile_isNotShown() {
        var document = Document.read(
                "k.yaml",
                "proof: {token: hunter2, 'client-secret': \"a b\", bearer-file: /run/x, pasword: x}",
                problems);
        document.root().section("proof").text("bearer-file");
        document.finish();
        assertThat(problems.rendered())
                .contains("/run/x")
                .doesNotContain("hunter2")
                .doesNotContain("a b");
    }

    @Test
    void windowsLineEnds_doNotMoveThePlace() {
        read("a: 1\r", "b: x").count("b", 0, 0, 1);
        assertThat(told()).containsExactly("k.yaml:2:4: 'x'; expected a whole number from 0 to 1");
    }

    @Test
    void placeInText_isFoundInEveryStyle() {
        Section root = read(
                "plain: aa + bb",
                "single: 'aa ''+ bb'",
                "double: \"aa \\\"+ bb\"",
                "literal: |",
                "    aa",
                "    + bb",
                "folded: >-",
                "  aa +",
                "  bb",
                "wrapped: aa +",
                "   bb");
        root.problemIn("plain", new Place(1, 6), "bb", "p");
        root.problemIn("single", new Place(1, 7), "bb", "s");
        root.problemIn("double", new Place(1, 7), "bb", "d");
        root.problemIn("literal", new Place(2, 3), "bb", "l");
        root.problemIn("folded", new Place(1, 6), "bb", "f");
        root.problemIn("wrapped", new Place(1, 6), "bb", "w");
        assertThat(told())
                .containsExactly(
                        "k.yaml:1:13: bb; expected p",
                        "k.yaml:2:17: bb; expected s",
                        "k.yaml:3:17: bb; expected d",
                        "k.yaml:6:7: bb; expected l",
                        "k.yaml:9:3: bb; expected f",
                        "k.yaml:11:4: bb; expected w");
    }

    @Test
    void longLine_isShownAroundThePlace() {
        read("a: " + "x".repeat(300) + " y").problem("a", "b", "c");
        String excerpt = problems.found().getFirst().excerpt();
        assertThat(excerpt.lines()).hasSize(2).allMatch(line -> line.length() <= 130);
    }

    @Test
    void json_isReadToo() {
        Section root = read("{\"ttl\": \"4h\", \"text\": \"a/b\\u00e9\", \"list\": [1, true, null]}");
        assertThat(root.duration("ttl", Duration.ZERO)).isEqualTo(Duration.ofHours(4));
        assertThat(root.text("text")).contains("a/bé");
        assertThat(root.value("list")).contains(List.of(1L, true));
        assertThat(told()).isEmpty();
    }

    @Test
    void valuesReadByOthers_areToldByTheirKey() {
        var values = new HashMap<String, Object>(Map.of("ttl", "soon", "deep", Map.of("count", 7), "odd", 1));
        values.put("nothing", null);
        var document = Document.of("parameters", values, problems);
        document.root().duration("ttl", Duration.ZERO);
        document.root().section("deep").count("count", 0, 0, 5);
        document.root().text("nothing");
        document.finish();
        assertThat(told())
                .containsExactlyInAnyOrder(
                        "parameters.ttl: 'soon'; expected a span of time such as 500ms, 30s, 10m, 4h or 7d",
                        "parameters.deep.count: '7'; expected a whole number from 0 to 5",
                        "parameters.nothing: nothing at 'nothing'; expected a value, or the key left out",
                        "parameters.odd: unknown key 'odd'; expected one of deep, nothing, ttl");
    }

    @Test
    void override_winsOverTheFile_andThePropertyOverTheVariable() {
        var overrides = Overrides.of(
                Map.of("killswitch.store.url", "property", "java.home", "x"),
                Map.of(
                        "KILLSWITCH_STORE_URL", "variable",
                        "KILLSWITCH_STORE_DISK_RESERVE", "1G",
                        "KILLSWITCH_CONFIG", "k.yaml",
                        "KILLSWITCH_SERVICE_HOST", "10.0.0.1",
                        "KILLSWITCH_PORT", "tcp://10.0.0.1:80",
                        "KILLSWITCH_PORT_80_TCP_ADDR", "10.0.0.1",
                        "KILLSWITCH_WEB_SERVICE_PORT_HTTP", "80"),
                Set.of("config"));
        var document = Document.read("k.yaml", "store: {url: file}", overrides, problems);
        Section store = document.root().section("store");
        assertThat(store.text("url")).contains("property");
        assertThat(store.count("disk-reserve", 0, 0, 1L << 40)).isEqualTo(1L << 30);
        document.finish();
        assertThat(told()).isEmpty();
    }

    @Test
    void overrideThatIsWrong_isToldByItsName() {
        var overrides = Overrides.of(
                Map.of("killswitch.a.lits", "x", "killswitch.a.list", "x"),
                Map.of("KILLSWITCH_A_WAIT", "soon", "KILLSWITCH_A_WIAT", "1s", "KILLSWITCH_PORT", "80"),
                Set.of());
        var document = Document.read("k.yaml", "a: {}", overrides, problems);
        Section a = document.root().section("a");
        a.duration("wait", Duration.ZERO);
        a.texts("list");
        document.finish();
        assertThat(told())
                .containsExactly(
                        "KILLSWITCH_A_WAIT: 'soon'; expected a span of time such as 500ms, 30s, 10m, 4h or 7d",
                        "-Dkillswitch.a.list: a value for a list; expected it in the file",
                        "-Dkillswitch.a.lits: a property that fits no key; expected 'killswitch.a.list' (nearest)",
                        "KILLSWITCH_A_WIAT: an environment variable that fits no key; expected 'KILLSWITCH_A_WAIT'"
                                + " (nearest)",
                        "KILLSWITCH_PORT: an environment variable that fits no key; expected the name of a key of"
                                + " the configuration");
    }

    @Test
    void manyMistakes_areBounded() {
        String[] lines = new String[5_000];
        Arrays.setAll(lines, i -> "key" + i + ": 1");
        var document = Document.read("k.yaml", String.join("\n", lines), problems);
        document.finish();
        assertThat(told()).hasSize(1_000);
    }
}
