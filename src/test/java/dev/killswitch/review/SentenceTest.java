package dev.killswitch.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentenceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nb",
                "a\r\nb",
                "a\u2028b",
                "a\u2029b",
                "a\u0085b",
                "a\u000Bb",
                "a\u202Eb",
                "a\uD800b",
                "\u2014 key sig",
                "<script>alert(1)</script>",
                "` ` |x| ``` \\",
                "[x](javascript:alert(1))",
                "![x](http://evil/x.png)",
                "&lt;b&gt; \" ' onload='"
            })
    void hostileText_staysOneQuotedPiece(String text) {
        Sentence sentence = Sentence.of("deleted {} at once", text);
        for (String line : new String[] {sentence.plain(), sentence.markdown(), sentence.html()}) {
            assertThat(line.codePoints())
                    .noneMatch(point -> Character.isISOControl(point)
                            || Character.getType(point) == Character.LINE_SEPARATOR
                            || Character.getType(point) == Character.PARAGRAPH_SEPARATOR
                            || Character.getType(point) == Character.FORMAT
                            || point == '\u2014');
        }
        assertThat(sentence.plain()).matches("deleted (\"[^\"]*\"|\\S+) at once");
        assertThat(sentence.markdown()).matches("deleted `[^`|]+` at once");
        assertThat(sentence.html()).matches("deleted <code>[^<>\"']+</code> at once");
    }

    @Test
    void longText_isCutAtAWholeCharacter() {
        String shown = Sentence.of("{}", "\uD83D\uDD25".repeat(500_000)).plain();
        assertThat(shown.codePoints().filter(point -> point == 0x1F525)).hasSize(400);
        assertThat(shown).contains("…");
    }

    @Test
    void emptyText_isSaid() {
        assertThat(Sentence.of("{}", " ").plain()).isEqualTo("\"(nothing)\"");
    }

    @Test
    void sentenceLikeName_standsInQuotes() {
        assertThat(Sentence.of("{} was killed", "nothing happened; web").plain())
                .isEqualTo("\"nothing happened; web\" was killed");
    }

    @Test
    void moreValuesThanSlots_isRefused() {
        assertThatThrownBy(() -> Sentence.of("{}", 1, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT0.412S, 0.412 s",
        "-PT2S, -2 s",
        "PT81S, 1 min 21 s",
        "PT14M, 14 min",
        "PT23H46M, 23 h 46 min",
        "PT76H, 3 d 4 h"
    })
    void span_saysItsTwoLargestUnits(Duration span, String said) {
        assertThat(Times.span(span)).isEqualTo(said);
    }

    @Test
    void absurdTimes_areStillTold() {
        assertThat(Times.exact(Instant.MAX)).endsWith("23:59:59.999Z");
        assertThat(Times.exact(Instant.MIN)).endsWith("00:00:00.000Z");
        assertThat(Times.span(Times.between(Instant.MIN, Instant.MAX))).endsWith(" h");
        assertThat(Times.after(Instant.MAX, Duration.ofSeconds(1))).isEqualTo(Instant.MAX);
        assertThat(Times.after(Instant.EPOCH, Duration.ofSeconds(Long.MAX_VALUE)))
                .isAfter(Instant.EPOCH);
    }

    @Test
    void clock_namesTheDayOnlyWhereItIsAnother() {
        Instant at = Instant.parse("2026-08-23T10:00:02.114Z");
        assertThat(Times.clock(at, at.plusSeconds(60))).isEqualTo("10:00:02Z");
        assertThat(Times.clock(at, at.plus(Duration.ofDays(1)))).isEqualTo("2026-08-23 10:00:02Z");
    }
}
