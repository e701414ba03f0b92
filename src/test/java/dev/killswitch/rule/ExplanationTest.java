package dev.killswitch.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.alert.Alert.Severity;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static String explained(String when) {
        String rule = """
                format: 1
                rules:
                  - name: a
                    sources: [falco]
                    when: |
                      %s
                    targets: {pod: entity.kind == "kubernetes.pod"}
                    do: [{action: kubernetes.isolate-pod, on: pod}]
                """.formatted(when);
        return Rules.rulebook(rule)
                .evaluate(Rules.alert("T", Severity.HIGH), "falco", Instant.EPOCH)
                .matches()
                .getFirst()
                .explanation();
    }

    @Test
    void explanation_isATreeForPeople() {
        String json =
                explained("alert.severity >= severity.HIGH && (alert.opened || alert.closed) && !(source == \"x\")"
                        + " && (alert.opened ? now > timestamp(\"1960-01-01T00:00:00Z\") : false)");
        assertThat(Explanation.lines(json))
                .containsExactly(
                        "all of: true",
                        "  alert.severity >= severity.HIGH: true (alert.severity = HIGH)",
                        "  any of: true",
                        "    alert.opened: true",
                        "    alert.closed: not evaluated",
                        "  not: true",
                        "    source == \"x\": false (source = \"falco\")",
                        "  if, then, else: true",
                        "    alert.opened: true",
                        "    now > timestamp(\"1960-01-01T00:00:00Z\"): true (now = 1970-01-01T00:00:00Z)",
                        "    false: not evaluated");
    }

    @Test
    void oddCharacters_comeBackAsTheyWere() {
        assertThat(Explanation.lines(explained("alert.type != '\"\\\\{}[]: #\u202e\ud83d\ude00'")))
                .singleElement()
                .asString()
                .contains("{}[]: #\u202e\ud83d\ude00");
    }

    @Test
    void otherText_isGivenBack() {
        assertThat(Explanation.lines("{\"a\": 1}")).containsExactly("{\"a\": 1}");
        assertThat(Explanation.lines("")).containsExactly("");
        assertThat(Explanation.lines("[")).containsExactly("[");
    }
}
