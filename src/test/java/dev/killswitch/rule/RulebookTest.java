package dev.killswitch.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.alert.Alert;
import dev.killswitch.rule.Rule.Count;
import dev.killswitch.rule.Rule.Count.Per;
import dev.killswitch.rule.Rule.Mode;
import dev.killswitch.rule.Rule.Review;
import dev.killswitch.rule.Rule.Unresolved;
import dev.killswitch.rule.Rulebook.Judge;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulebookTest {
    private final List<String> asked = new ArrayList<>();

    /** A rule that writes down that it was asked. */
    private final class FakeJudge implements Judge {
        private final Rule rule;

        FakeJudge(String name, Mode mode, String... types) {
            rule = ruleOf(name, mode, null, types);
        }

        @Override
        public Rule rule() {
            return rule;
        }

        @Override
        public void judge(Rulebook.Seen seen, Rulebook.Findings findings) {
            asked.add(rule.name());
        }
    }

    private static Rule ruleOf(String name, Mode mode, @Nullable Count count, String... types) {
        return new Rule(
                name,
                mode,
                Set.of("falco"),
                Arrays.asList(types),
                "true",
                count,
                Map.of(),
                List.of(),
                Unresolved.PAGE,
                null,
                Review.LIGHT,
                "a.yaml:1:1");
    }

    private static Alert alert(String type) {
        return new Alert(
                "f", null, type, "t", Alert.Activity.OPENED, Alert.Severity.HIGH, null, Set.of(), Map.of(), List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "falco, Terminal shell, 'exact,begins,all,twice'",
        "falco, Terminal, 'begins,all'",
        "falco, Term, all",
        "falco, '', all",
        "falco, Terminal shell in container, 'begins,all,twice'",
        "other, Terminal shell, ''",
    })
    void onlyRulesOfTheSourceAndType_areAsked_inOrder_once(String source, String type, String expected) {
        var rulebook = new Rulebook(
                Map.of(),
                List.of(
                        new FakeJudge("exact", Mode.ENFORCE, "Terminal shell"),
                        new FakeJudge("begins", Mode.OBSERVE, "Terminal*", "Else"),
                        new FakeJudge("all", Mode.ENFORCE),
                        new FakeJudge("twice", Mode.ENFORCE, "Terminal s*", "Terminal shell", "Terminal sh*"),
                        new FakeJudge("off", Mode.OFF, "*")));
        rulebook.evaluate(alert(type), source, Instant.EPOCH);
        assertThat(String.join(",", asked)).isEqualTo(expected);
    }

    @Test
    void manyRulesOfOtherTypes_areNotAsked() {
        var judges = new ArrayList<Judge>();
        for (int i = 0; i < 2_000; i++) {
            judges.add(new FakeJudge("r" + i, Mode.ENFORCE, "Type " + i));
        }
        new Rulebook(Map.of(), judges).evaluate(alert("Type 7"), "falco", Instant.EPOCH);
        assertThat(asked).containsExactly("r7");
    }

    @Test
    void digest_dependsOnPathAndBytes_andNotOnOrder() {
        byte[] a = "a".getBytes(StandardCharsets.UTF_8);
        byte[] b = "b".getBytes(StandardCharsets.UTF_8);
        String digest = digest(Map.of("x.yaml", a, "y.yaml", b));
        assertThat(digest).isEqualTo(digest(Map.of("y.yaml", b, "x.yaml", a))).hasSize(64);
        assertThat(digest).isNotEqualTo(digest(Map.of("x.yaml", b, "y.yaml", a)));
        assertThat(digest(Map.of("xa", b))).isNotEqualTo(digest(Map.of("x", "ab".getBytes(StandardCharsets.UTF_8))));
        assertThat(digest(Map.of())).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    private static String digest(Map<String, byte[]> files) {
        return Rulebook.digest(new TreeMap<>(files));
    }

    @Test
    void filesHandedOut_cannotChangeTheRulebook() {
        byte[] bytes = {1, 2, 3};
        var rulebook = new Rulebook(Map.of("a", bytes), List.of());
        bytes[0] = 9;
        rulebook.files().replaceAll((_, _) -> new byte[0]);
        rulebook.files().values().forEach(copy -> copy[1] = 9);
        assertThat(rulebook.files().get("a")).containsExactly(1, 2, 3);
        assertThat(Rulebook.digest(rulebook.files())).isEqualTo(rulebook.digest());
    }

    @ParameterizedTest
    @CsvSource({
        "TARGET, count/r/target/prod:kubernetes.pod/a/b",
        "SOURCE, count/r/source/falco",
        "FINDING, count/r/finding/falco/f",
        "RULE, count/r/rule",
    })
    void tallyKey_tellsApartWhatIsCountedApart(Per per, String key) {
        Rule rule = ruleOf("r", Mode.ENFORCE, new Count(2, Duration.ofMinutes(1), per));
        assertThat(new Match(rule, "falco", "f", "{}", Map.of()).tallyKey("prod:kubernetes.pod/a/b"))
                .isEqualTo(key);
    }
}
