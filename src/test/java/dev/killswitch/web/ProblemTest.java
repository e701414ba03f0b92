package dev.killswitch.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProblemTest {
    @Test
    void whatAReaderSays_isToldInTwo() {
        assertThat(Problem.One.of("/rule", "expected the name of a rule, found nothing", "what senders send"))
                .isEqualTo(new Problem.One("/rule", "nothing", "the name of a rule"));
        assertThat(Problem.One.of("/rule", "too long", "what senders send"))
                .isEqualTo(new Problem.One("/rule", "too long", "what senders send"));
    }

    @Test
    void jsonThatBreaksOff_readsWell() {
        try {
            RequestBody.of("{\"action\":".getBytes(StandardCharsets.UTF_8));
        } catch (ProblemException broken) {
            assertThat(broken.problem().detail()).contains("found the end").doesNotContain("found expected");
            return;
        }
        throw new AssertionError("it was taken");
    }
}
