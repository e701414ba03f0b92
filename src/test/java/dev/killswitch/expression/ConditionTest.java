package dev.killswitch.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.expression.Clause.Kind;
import dev.killswitch.expression.Clause.State;
import dev.killswitch.expression.Condition.Judgement;
import dev.killswitch.expression.ValueType.ListOf;
import dev.killswitch.expression.ValueType.MapOf;
import dev.killswitch.expression.ValueType.Named;
import dev.killswitch.expression.ValueType.Scalar;
import dev.killswitch.expression.ValueType.Struct;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
    private static final Struct ENTITY = new Struct("thing", Map.of("kind", Scalar.TEXT, "id", Scalar.TEXT));
    private static final Struct ALERT = new Struct(
            "alert",
            Map.of(
                    "level", new Named(Map.of(4L, "HIGH", 5L, "CRITICAL")),
                    "opened", Scalar.BOOL,
                    "title", Scalar.TEXT,
                    "occurred", Scalar.TIME,
                    "flags", new ListOf(Scalar.TEXT),
                    "fields", new MapOf(Scalar.ANY),
                    "entities", new ListOf(ENTITY)));
    private static final Environment ENVIRONMENT = new Environment(
            Map.of("alert", ALERT, "now", Scalar.TIME),
            Map.of("level", Map.of("HIGH", 4L, "CRITICAL", 5L)),
            Set.of("alert.title", "alert.fields"));
    private static final Expressions EXPRESSIONS = Expressions.over(ENVIRONMENT);
    private static final Inputs INPUTS = Inputs.of(Map.of(
            "alert",
            Map.of(
                    "level",
                    5,
                    "opened",
                    true,
                    "title",
                    "a shell",
                    "flags",
                    List.of("sample"),
                    "fields",
                    Map.of("proc.name", "bash", "port", 22, "deep", Map.of("a", List.of(1, 2))),
                    "entities",
                    List.of(Map.of("kind", "pod", "id", "a/b"))),
            "now",
            Instant.parse("2026-01-01T00:00:00Z")));

    private static Judgement judge(String text) {
        return condition(text).judge(INPUTS);
    }

    private static Condition condition(String text) {
        Compiled<Condition> compiled = EXPRESSIONS.condition(text);
        assertThat(compiled).isInstanceOf(Compiled.Ready.class);
        return ((Compiled.Ready<Condition>) compiled).expression();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '~',
            value = {
                "alert.level >= level.HIGH && alert.opened => true",
                "alert.level < level.HIGH => false",
                "'sample' in alert.flags => true",
                "alert.fields['proc.name'] == 'bash' => true",
                "alert.fields.port > 21.5 => true",
                "alert.fields.deep.a[1] == 2 => true",
                "has(alert.fields.nothing) => false",
                "alert.fields.?nothing.orValue('x') == 'x' => true",
                "alert.entities.exists(e, e.kind == 'pod' && e.id.startsWith('a/')) => true",
                "alert.title.matches('^a [a-z]+$') => true",
                "has(alert.occurred) => false",
                "now > timestamp('2025-01-01T00:00:00Z') => true",
                "now - duration('1h') < now => true",
            })
    void condition_saysWhatIsSo(String text, boolean expected) {
        assertThat(judge(text)).isInstanceOf(expected ? Judgement.Yes.class : Judgement.No.class);
    }

    @Test
    void explanation_hasEachClauseWithItsValues() {
        Clause clause = judge(
                        "alert.level >= level.HIGH && (alert.opened || alert.level == 1) && !('x' in alert.flags)")
                .clause();
        assertThat(clause.kind()).isEqualTo(Kind.ALL);
        assertThat(clause.state()).isEqualTo(State.TRUE);
        assertThat(clause.clauses()).extracting(Clause::kind).containsExactly(Kind.TEST, Kind.ANY, Kind.NOT);
        assertThat(clause.clauses().getFirst().values()).containsExactly(Map.entry("alert.level", "CRITICAL"));
        assertThat(clause.clauses().get(1).clauses())
                .extracting(Clause::state)
                .containsExactly(State.TRUE, State.NOT_EVALUATED);
        assertThat(clause.json())
                .isEqualTo("{\"op\":\"all\",\"value\":\"true\",\"clauses\":["
                        + "{\"text\":\"alert.level >= level.HIGH\",\"value\":\"true\","
                        + "\"values\":{\"alert.level\":\"CRITICAL\"}},"
                        + "{\"op\":\"any\",\"value\":\"true\",\"clauses\":["
                        + "{\"text\":\"alert.opened\",\"value\":\"true\"},"
                        + "{\"text\":\"alert.level == 1\",\"value\":\"not-evaluated\"}]},"
                        + "{\"op\":\"not\",\"value\":\"true\",\"clauses\":["
                        + "{\"text\":\"\\\"x\\\" in alert.flags\",\"value\":\"false\","
                        + "\"values\":{\"alert.flags\":\"[\\\"sample\\\"]\"}}]}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '~',
            value = {
                "alert.opened && alert.level < 3 && alert.flags == [] => alert.level < 3",
                "alert.level < 3 || alert.flags == [] => alert.level < 3 || alert.flags == []",
                "alert.opened && !(alert.level > 3) => !(alert.level > 3)",
                "alert.opened ? alert.level < 3 : true => alert.opened ? (alert.level < 3) : true",
            })
    void no_namesTheClauseThatDecided(String text, String deciding) {
        assertThat(((Judgement.No) judge(text)).deciding().text()).isEqualTo(deciding);
    }

    @Test
    void branchNotTaken_isNotEvaluated() {
        Clause clause =
                judge("alert.opened ? alert.level > 3 : alert.level < 3").clause();
        assertThat(clause.clauses())
                .extracting(Clause::state)
                .containsExactly(State.TRUE, State.TRUE, State.NOT_EVALUATED);
    }

    @Test
    void missingField_errs_andIsNeverANo() {
        Judgement judgement = judge("alert.opened && alert.fields['nothing'] == 1");
        assertThat(judgement).isInstanceOfSatisfying(Judgement.Erred.class, erred -> {
            assertThat(erred.erred().text()).isEqualTo("alert.fields[\"nothing\"] == 1");
            assertThat(erred.why()).isEqualTo("no key 'nothing' there; ask has(…) or 'in' first");
            assertThat(erred.clause().state()).isEqualTo(State.ERRED);
        });
    }

    @Test
    void errorThatDoesNotMatter_isShownAndNotTold() {
        Judgement judgement = judge("alert.fields.nothing == 1 || alert.opened");
        assertThat(judgement).isInstanceOf(Judgement.Yes.class);
        assertThat(judgement.clause().clauses()).extracting(Clause::state).containsExactly(State.ERRED, State.TRUE);
    }

    @Test
    void wrongTypeAtRunTime_errs() {
        assertThat(judge("alert.fields.port.startsWith('2')")).isInstanceOf(Judgement.Erred.class);
    }

    @Test
    void fieldThatIsNoYesOrNo_errs() {
        assertThat(judge("alert.fields.port"))
                .isInstanceOfSatisfying(
                        Judgement.Erred.class, erred -> assertThat(erred.why()).isEqualTo("expected bool, found int"));
        assertThat(judge("alert.fields.port && alert.opened")).isInstanceOf(Judgement.Erred.class);
        assertThat(judge("!alert.fields['proc.name']")).isInstanceOf(Judgement.Erred.class);
    }

    @Test
    void longLoop_isEnded() {
        Inputs many = INPUTS.and(
                "alert",
                Map.of(
                        "flags",
                        IntStream.range(0, 200).mapToObj(String::valueOf).toList()));
        Judgement judgement = condition("alert.flags.all(a, alert.flags.all(b, a != 'x' && b != 'y'))")
                .judge(many);
        assertThat(judgement)
                .isInstanceOfSatisfying(
                        Judgement.Erred.class,
                        erred -> assertThat(erred.why()).isEqualTo("Iteration budget exceeded: 10000"));
    }

    @Test
    void textThatAnAttackerWrites_isNotShown() {
        String json = judge("alert.title == 'x' || alert.fields['proc.name'] == 'y' || alert.fields.port == 1")
                .clause()
                .json();
        assertThat(json)
                .doesNotContain("a shell")
                .doesNotContain("bash")
                .contains("text of 7 characters, sha256 ")
                .contains("\"alert.fields.port\":\"22\"");
    }

    @Test
    void oddCharacters_areEscapedInJson() {
        String json = judge("alert.title == '\u0001\"\\\\\u202e\ud83d\ude00'")
                .clause()
                .json();
        assertThat(json).contains("\ud83d\ude00").contains("\\u202e").doesNotContain("\u202e");
        assertThat(json.chars()).noneMatch(character -> character < ' ');
    }

    @Test
    void valuesInsideLoops_areNotShown_butTheList() {
        Clause clause = judge("alert.entities.exists(e, e.kind == 'node')").clause();
        assertThat(clause.values()).containsExactly(Map.entry("alert.entities", "[map of 2]"));
    }

    @Test
    void valuesLine_isForPeople() {
        Judgement.No no = (Judgement.No) judge("alert.opened && alert.level < level.HIGH");
        assertThat(no.deciding().valuesLine()).isEqualTo("alert.level = CRITICAL");
        assertThat(((Judgement.No) judge("!alert.opened")).deciding().valuesLine())
                .isEqualTo("false");
    }

    @Test
    void names_areAllThereIs() {
        assertThat(ENVIRONMENT.names())
                .containsEntry("alert.level", "int")
                .containsEntry("alert.entities", "list of thing")
                .containsEntry("alert.entities[].kind", "string")
                .containsEntry("alert.fields", "map of string to anything")
                .containsEntry("level.HIGH", "int");
    }

    @Test
    void manyThreads_doNotDisturbEachOther() throws Exception {
        Condition condition = condition("alert.level >= level.HIGH && alert.opened");
        Callable<Set<String>> run = () -> IntStream.range(0, 2_000)
                .mapToObj(i -> condition
                        .judge(INPUTS.and("alert", Map.of("level", i % 2 == 0 ? 5 : 4, "opened", true)))
                        .clause()
                        .allValues()
                        .toString())
                .collect(Collectors.toSet());
        try (var threads = Executors.newFixedThreadPool(3)) {
            for (var seen : threads.invokeAll(List.of(run, run, run))) {
                assertThat(seen.get()).hasSize(2);
            }
        }
    }
}
