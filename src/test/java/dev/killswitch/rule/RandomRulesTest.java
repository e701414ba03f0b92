package dev.killswitch.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.killswitch.alert.Alert.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Whatever an author writes is loaded or refused with words, and what is loaded answers. */
class RandomRulesTest {
    private static final int ROUNDS = 30;

    private static final String RULE = """
            format: 1
            rules:
              - name: a
                mode: enforce
                sources: [falco]
                types: ["T*"]
                when: alert.severity >= severity.LOW && (alert.opened || alert.entities.exists(e, e.id == "x"))
                targets:
                  pod: entity.kind == "kubernetes.pod" && entity.role == role.TARGET
                do:
                  - {action: kubernetes.isolate-pod, on: pod, ttl: 4h, at-expiry: release}
                examples:
                  - {name: e, alert: {flags: [sample]}, expect: []}
            """;

    private static final List<String> WORDS = List.of(
            "\"",
            "'",
            "{",
            "}",
            "[",
            "]",
            ":",
            "&a",
            "*a",
            "!!x ",
            "|",
            ">",
            "\t",
            "\n",
            "  ",
            "#",
            "%",
            "@",
            "`",
            "null",
            "~",
            "\\",
            "\u0000",
            "\ud800",
            "\u202e",
            "---\n",
            "<<: ",
            "? ",
            "- ",
            "(",
            ")",
            "&&",
            "||",
            "1/0",
            "has(",
            ".all(x,",
            "99999999999999999999",
            "-1",
            "1e400",
            "timestamp('x')",
            "matches('(')",
            "dyn(",
            "b'\\xff'");

    @RepeatedTest(4)
    void changedRuleFile_isLoadedOrRefused(RepetitionInfo repetition) {
        int seed = repetition.getCurrentRepetition();
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String text = changed(random);
            assertThatCode(() -> tried(text))
                    .as("seed %d round %d:%n%s", seed, round, text)
                    .doesNotThrowAnyException();
        }
    }

    private static void tried(String text) {
        switch (Rules.load(text)) {
            case Loading.Loaded loaded ->
                loaded.rulebook()
                        .evaluate(Rules.alert("Tx", Severity.HIGH, Rules.pod("a/b")), "falco", Instant.EPOCH)
                        .matches()
                        .forEach(match -> assertThat(Explanation.lines(match.explanation()))
                                .isNotEmpty());
            case Loading.Refused refused ->
                assertThat(refused.problems())
                        .isNotEmpty()
                        .allSatisfy(problem -> assertThat(problem.where()).isNotBlank());
        }
    }

    private static String changed(Random random) {
        var text = new StringBuilder(RULE);
        int changes = 1 + random.nextInt(3);
        for (int change = 0; change < changes; change++) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(6));
            text.replace(from, to, random.nextInt(3) == 0 ? "" : WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }
}
