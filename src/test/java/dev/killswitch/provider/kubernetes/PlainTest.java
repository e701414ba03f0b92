package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTest {
    @Test
    void whatSteersATerminal_orHides_isShownAsAQuestionMark() {
        assertThat(Plain.of("a\u001b[2Jb\nc\u202ed\u2028e\ud800f")).isEqualTo("a?[2Jb?c?d?e?f");
    }

    @Test
    void anyScript_isLeftAsItIs() {
        assertThat(Plain.of("größer → 漢字 🔒")).isEqualTo("größer → 漢字 🔒");
    }

    @Test
    void longText_isCutBetweenCharacters_withinItsBytes() {
        for (int max = 5; max < 40; max++) {
            String cut = Plain.of("漢字🔒".repeat(10), max);
            assertThat(Plain.bytes(cut)).isLessThanOrEqualTo(max);
            assertThat(cut).endsWith("...").doesNotContain("?");
        }
        assertThat(Plain.of("short", 5)).isEqualTo("short");
    }
}
