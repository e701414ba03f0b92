package dev.killswitch.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.expression.ValueType.ListOf;
import dev.killswitch.expression.ValueType.MapOf;
import dev.killswitch.expression.ValueType.Scalar;
import dev.killswitch.expression.ValueType.Struct;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MistakesTest {
    private static final Expressions EXPRESSIONS = Expressions.over(new Environment(
            Map.of(
                    "alert",
                    new Struct(
                            "alert",
                            Map.of(
                                    "severity",
                                    Scalar.INT,
                                    "opened",
                                    Scalar.BOOL,
                                    "title",
                                    Scalar.TEXT,
                                    "fields",
                                    new MapOf(Scalar.ANY),
                                    "entities",
                                    new ListOf(new Struct("thing", Map.of("kind", Scalar.TEXT)))))),
            Map.of("severity", Map.of("HIGH", 4L)),
            Set.of()));

    private static List<String> told(String text) {
        return switch (EXPRESSIONS.condition(text)) {
            case Compiled.Ready<Condition> _ -> List.of();
            case Compiled.Wrong<Condition> wrong ->
                wrong.mistakes().stream()
                        .map(mistake -> mistake.line() + ":" + mistake.column() + " " + mistake.found() + " / "
                                + mistake.expected())
                        .toList();
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alert.severty > 3 | 1:7 unknown field 'severty' / 'severity' (nearest)",
                "alert.entities.exists(e, e.knd == 'x') | 1:28 unknown field 'knd' / 'kind' (nearest)",
                "severity.HIHG == 1 | 1:10 unknown field 'HIHG' / 'HIGH' (nearest)",
                "alrt.opened | 1:1 unknown name 'alrt' / 'alert' (nearest)",
                "alert.title.startWith('x') | 1:13 unknown function 'startWith' / 'startsWith' (nearest)",
                "alert.severity > 'x' | 1:16 '>' of (int, string) / values of types that go together",
                "alert.severity | 1:1 an expression of type int / one of type bool",
                "alert.opened && | 1:16 mismatched input 'the end' / an expression",
                "alert.opened alert.opened | 1:14 mismatched input 'alert' / an expression",
                "alert.title.matches('(') | 1:20 a pattern with missing closing ) / what can be worked out",
                "1 / 0 == 1 | 1:3 / by zero / what can be worked out",
            })
    void mistake_isToldAtItsPlace_withTheNearest(String text, String expected) {
        assertThat(told(text)).containsExactly(expected);
    }

    @Test
    void severalMistakes_areAllTold_withTheirLines() {
        assertThat(told("alert.titel == 'x'\n  && alert.opend\n  && foo"))
                .containsExactly(
                        "1:7 unknown field 'titel' / 'title' (nearest)",
                        "2:12 unknown field 'opend' / 'opened' (nearest)",
                        "3:6 unknown name 'foo' / one of alert, severity");
    }

    @Test
    void valueOfAMadeUpType_isAMistake() {
        assertThat(told("made.Up{a: 1} == 1")).first().asString().contains("unknown name 'made.Up'");
        assertThat(told("thing{kind: 'x'}.kind == 'x'"))
                .containsExactly("1:6 a value of a type made up here / the alert's own");
    }

    @Test
    void wrongTime_isToldAtLoad() {
        assertThat(told("timestamp('yesterday') == timestamp('2026-01-01T00:00:00Z')"))
                .hasSize(1);
    }

    @Test
    void longExpression_isRefusedUnread() {
        assertThat(told("'" + "x".repeat(2_000) + "' == alert.title"))
                .containsExactly("1:1 2017 characters / at most 2000");
    }

    @Test
    void deepExpression_isRefused() {
        assertThat(told("(".repeat(100) + "true" + ")".repeat(100))).hasSize(1);
        assertThat(told("!".repeat(1_500) + "true"))
                .satisfiesAnyOf(
                        told -> assertThat(told).isEmpty(),
                        told -> assertThat(told).hasSize(1));
    }

    @Test
    void wideExpression_isRefused() {
        assertThat(told("[" + "1,".repeat(990) + "1] == []")).hasSizeLessThanOrEqualTo(1);
        assertThat(told("true" + "&&true".repeat(332))).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void emptyExpression_isAMistake() {
        assertThat(told("")).hasSize(1);
        assertThat(told("  \n ")).hasSize(1);
    }
}
