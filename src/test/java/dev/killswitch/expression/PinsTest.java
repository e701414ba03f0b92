package dev.killswitch.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.expression.ValueType.Scalar;
import dev.killswitch.expression.ValueType.Struct;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinsTest {
    private static final Expressions EXPRESSIONS = Expressions.over(new Environment(
            Map.of("entity", new Struct("entity", Map.of("kind", Scalar.TEXT, "role", Scalar.TEXT))),
            Map.of("role", Map.of("TARGET", "target")),
            Set.of()));

    private static Optional<Set<String>> pinned(String text, String name) {
        return ((Compiled.Ready<Condition>) EXPRESSIONS.condition(text))
                .expression()
                .pinned(name);
    }

    @Test
    void valueThatMustBe_isToldFromTheText() {
        assertThat(pinned("entity.kind == 'pod'", "entity.kind")).contains(Set.of("pod"));
        assertThat(pinned("'pod' == entity.kind && entity.role != 'x'", "entity.kind"))
                .contains(Set.of("pod"));
        assertThat(pinned("entity.kind in ['pod', 'node']", "entity.kind")).contains(Set.of("pod", "node"));
        assertThat(pinned("(entity.kind == 'a' || entity.kind == 'b') && entity.kind in ['b', 'c']", "entity.kind"))
                .contains(Set.of("b"));
        assertThat(pinned("entity.role == role.TARGET", "entity.role")).contains(Set.of("target"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "entity.kind != 'pod'",
                "!(entity.kind == 'pod')",
                "entity.kind == 'pod' || entity.role == 'x'",
                "entity.kind.startsWith('pod')",
                "entity.kind in ['a', entity.role]",
                "entity.kind == entity.role",
                "entity.role == 'target' ? entity.kind == 'a' : entity.kind == 'b'",
            })
    void otherConditions_pinNothing(String text) {
        assertThat(pinned(text, "entity.kind")).isEmpty();
    }
}
