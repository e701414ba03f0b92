package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TellingTest {
    private final Problems problems = new Problems();

    private Telling read(Map<String, ?> settings) {
        return Telling.read(Document.of("connection", settings, problems).root());
    }

    @Test
    void unsaid_eventsAreWritten_andNobodyIsNamed() {
        assertThat(read(Map.of())).isEqualTo(new Telling("", Telling.Events.ON));
    }

    @Test
    void said_isAsItIsSaid() {
        assertThat(read(Map.of("contact", "#on-call, +49 30 1234", "events", "off")))
                .isEqualTo(new Telling("#on-call, +49 30 1234", Telling.Events.OFF));
        assertThat(problems.found()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u001b[2Jb", "a\u202eb"})
    void contactThatIsNoLine_isRefused(String contact) {
        assertThat(read(Map.of("contact", contact)).contact()).isEmpty();
        assertThat(problems.found()).hasSize(1);
    }

    @Test
    void longContact_isRefused_andNotRepeated() {
        read(Map.of("contact", "漢".repeat(41)));

        assertThat(problems.found().toString()).contains("123 bytes").doesNotContain("漢");
    }
}
