package dev.killswitch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "10m, PT10M, 10m",
        "500ms, PT0.5S, 500ms",
        "1h30m, PT1H30M, 1h30m",
        "7d, PT168H, 7d",
        "90s, PT1M30S, 1m30s",
        "PT4H, PT4H, 4h",
        "P1D, PT24H, 1d",
        "0s, PT0S, 0s",
    })
    void spanOfTime_isReadAndWritten(String text, Duration duration, String written) {
        assertThat(Durations.parse(text)).contains(duration);
        assertThat(Durations.write(duration)).isEqualTo(written);
        assertThat(Durations.parse(written)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "m", "10 m", "-1s", "PT-1S", "P", "1h 30m", "1y", "9999999999s", "PT1S PT1S"})
    void otherText_isNoSpanOfTime(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"sevrity, severity", "severty, severity", "tilte, title", "alert.severty, alert.severity"})
    void slip_isRecognised(String word, String meant) {
        assertThat(Nearest.to(word, List.of("severity", "title", "alert.severity", "type")))
                .contains(meant);
    }

    @Test
    void otherWord_isAnsweredWithAList() {
        assertThat(Nearest.to("entirely-different", List.of("a", "severity"))).isEmpty();
        assertThat(Nearest.hint("zzz", List.of("b", "a"))).isEqualTo("one of a, b");
        assertThat(Nearest.hint("zzz", List.of())).isEqualTo("none here");
        assertThat(Nearest.hint(
                        "zzz", IntStream.range(10, 30).mapToObj(i -> "name" + i).toList()))
                .endsWith("and 8 more");
        assertThat(Nearest.to("x".repeat(5_000), List.of("a"))).isEmpty();
    }
}
