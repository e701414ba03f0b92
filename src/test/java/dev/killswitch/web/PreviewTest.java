package dev.killswitch.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewTest {
    private static MultiMap asked(String... values) {
        return MultiMap.caseInsensitiveMultiMap().add("preview", (Iterable<String>) List.of(values));
    }

    @Test
    void saidOnce_isTaken() {
        assertThat(OrderResource.isPreview(asked("true"))).isTrue();
        assertThat(OrderResource.isPreview(asked("false"))).isFalse();
        assertThat(OrderResource.isPreview(MultiMap.caseInsensitiveMultiMap())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TRUE", "1", "yes", "false ", "true,false"})
    void anythingElse_isRefused(String value) {
        assertThatThrownBy(() -> OrderResource.isPreview(asked(value)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("true or false");
    }

    @Test
    void saidTwice_isRefused() {
        assertThatThrownBy(() -> OrderResource.isPreview(asked("false", "true")))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> OrderResource.isPreview(asked("true", "true"))).isInstanceOf(ProblemException.class);
    }

    @Test
    void misspelt_isRefused() {
        MultiMap asked = MultiMap.caseInsensitiveMultiMap().add("prevew", "true");

        assertThatThrownBy(() -> OrderResource.isPreview(asked))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("prevew");
    }
}
