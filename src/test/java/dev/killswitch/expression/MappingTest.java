package dev.killswitch.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.expression.Mapping.Result;
import dev.killswitch.expression.ValueType.ListOf;
import dev.killswitch.expression.ValueType.MapOf;
import dev.killswitch.expression.ValueType.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MappingTest {
    private static final Expressions EXPRESSIONS = Expressions.over(new Environment(
            Map.of("body", Scalar.ANY, "headers", new MapOf(new ListOf(Scalar.TEXT))), Map.of(), Set.of()));

    private static Inputs inputs() {
        var body = new HashMap<String, Object>();
        body.put("id", "f-1");
        body.put("level", 7);
        body.put("score", new BigDecimal("7.5"));
        body.put("big", new BigInteger("9007199254740993"));
        body.put("none", null);
        body.put("items", List.of(Map.of("name", "a"), Map.of("name", "b")));
        return Inputs.of(Map.of("body", body, "headers", Map.of("x-kind", List.of("test"))));
    }

    private static Result take(String text, ValueType type) {
        Compiled<Mapping> compiled = EXPRESSIONS.mapping(text, type);
        assertThat(compiled).isInstanceOf(Compiled.Ready.class);
        return ((Compiled.Ready<Mapping>) compiled).expression().take(inputs());
    }

    @Test
    void values_comeOutAsPlainJava() {
        assertThat(take("body.id", Scalar.TEXT)).isEqualTo(new Result.Value("f-1"));
        assertThat(take("int(body.level) * 10", Scalar.INT)).isEqualTo(new Result.Value(70L));
        assertThat(take("body.score", Scalar.ANY)).isEqualTo(new Result.Value(7.5));
        assertThat(take("body.big", Scalar.ANY)).isEqualTo(new Result.Value(9007199254740993L));
        assertThat(take("body.items.map(i, string(i.name))", new ListOf(Scalar.TEXT)))
                .isEqualTo(new Result.Value(List.of("a", "b")));
        assertThat(take("headers['x-kind'][0] == 'test'", Scalar.BOOL)).isEqualTo(new Result.Value(true));
        assertThat(take("{'a': body.none, 'b': 1}", Scalar.ANY)).isEqualTo(new Result.Value(Map.of("b", 1L)));
    }

    @Test
    void comparison_isNoValue() {
        assertThat(EXPRESSIONS.value("1 == 2")).isInstanceOf(Compiled.Wrong.class);
        assertThat(EXPRESSIONS.value("body.id == 'x'")).isInstanceOf(Compiled.Wrong.class);
        assertThat(EXPRESSIONS.value("body.id")).isInstanceOf(Compiled.Ready.class);
        assertThat(EXPRESSIONS.value("body.level > 3 ? 'high' : 'low'")).isInstanceOf(Compiled.Ready.class);
    }

    @Test
    void nullAndEmptyOptional_areNothing() {
        assertThat(take("body.none", Scalar.ANY)).isEqualTo(new Result.Nothing());
        assertThat(take("body.?missing", Scalar.ANY)).isEqualTo(new Result.Nothing());
        assertThat(take("body.?missing.orValue('x')", Scalar.TEXT)).isEqualTo(new Result.Value("x"));
    }

    @Test
    void missingKey_fails() {
        assertThat(take("body.missing", Scalar.TEXT))
                .isEqualTo(new Result.Failed("no key 'missing' there; ask has(…) or 'in' first"));
    }

    @Test
    void valueOfAnotherType_fails() {
        assertThat(take("body.level", Scalar.TEXT)).isEqualTo(new Result.Failed("expected string, found int"));
        assertThat(take("body.items", new ListOf(Scalar.TEXT)))
                .isEqualTo(new Result.Failed("expected list of string, found list"));
        assertThat(take("body.score", Scalar.INT)).isEqualTo(new Result.Failed("expected int, found double"));
    }

    @Test
    void wrongType_isAMistake() {
        assertThat(EXPRESSIONS.mapping("1 + 1", Scalar.TEXT))
                .isEqualTo(new Compiled.Wrong<Mapping>(
                        List.of(new Mistake(1, 1, "an expression of type int", "one of type string"))));
    }
}
