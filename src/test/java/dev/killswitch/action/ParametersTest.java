package dev.killswitch.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.ActionSpec.Param;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import dev.killswitch.config.Problems.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {
    private static final List<Param> SPEC = List.of(
            new Param("grace", Param.Type.COUNT, "1", "seconds", 60),
            new Param("wait", Param.Type.DURATION, "PT1S", "how long", 60),
            Param.choice("way", List.of("in", "out"), "in", "which way"));

    private final Problems problems = new Problems();

    private Parameters read(Map<String, ?> given) {
        return Parameters.read(SPEC, Document.of("parameters", given, problems).root());
    }

    @Test
    void unsaid_isTheFallback() {
        assertThat(read(Map.of()).values()).isEqualTo(Map.of("grace", 1L, "wait", Duration.ofSeconds(1), "way", "in"));
        assertThat(problems.found()).isEmpty();
    }

    @Test
    void most_isTaken() {
        assertThat(read(Map.of("grace", 60, "wait", "60s", "way", "out")).values())
                .isEqualTo(Map.of("grace", 60L, "wait", Duration.ofSeconds(60), "way", "out"));
        assertThat(problems.found()).isEmpty();
    }

    @Test
    void moreThanTheMost_isToldWithTheBound() {
        read(Map.of("grace", 100, "wait", "61s"));
        assertThat(problems.found())
                .extracting(Problem::expected)
                .containsExactly("a whole number from 0 to 60", "at most 60s");
        read(Map.of("grace", "1h"));
        assertThat(problems.found().getLast().expected()).isEqualTo("a whole number from 0 to 60");
    }

    @Test
    void whatIsNoChoice_isToldWithTheChoices() {
        read(Map.of("way", "sideways"));
        assertThat(problems.found()).extracting(Problem::found).containsExactly("'sideways'");
        assertThat(problems.found()).extracting(Problem::expected).containsExactly("one of in, out");
    }
}
