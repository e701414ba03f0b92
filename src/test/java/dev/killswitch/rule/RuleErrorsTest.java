package dev.killswitch.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.Golden;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an author reads for each kind of mistake, as it stands in the golden file. */
class RuleErrorsTest {
    private static final String RIGHT = """
            format: 1
            rules:
              - name: shell
                mode: enforce
                sources: [falco]
                types: ["Terminal shell*"]
                when: alert.severity >= severity.MEDIUM && alert.opened
                targets:
                  pod: entity.kind == "kubernetes.pod"
                do:
                  - {action: kubernetes.isolate-pod, on: pod}
            """;

    private final Map<String, String> mistakes = new LinkedHashMap<>();

    @Test
    void eachMistake_isToldWithItsPlaceAndTheNearestName() {
        assertThat(Rules.load(RIGHT)).isInstanceOf(Loading.Loaded.class);
        replace("no format", "format: 1\n", "");
        replace("later format", "format: 1", "format: 2");
        replace("unknown key of a rule", "    when:", "    wehn:");
        replace("no name", "- name: shell\n    mode", "- mode");
        replace("odd name", "name: shell", "name: Shell_1");
        replace("unknown mode", "mode: enforce", "mode: enfroce");
        replace("unknown source", "[falco]", "[falco, guarddutty]");
        replace("no sources", "    sources: [falco]\n", "");
        replace("star within a type", "Terminal shell*", "Terminal*shell");
        replace("misspelt field", "alert.opened", "alert.opend");
        replace("misspelt constant", "severity.MEDIUM", "severity.MEDUIM");
        replace("misspelt name", "&& alert.opened", "&& alrt.opened");
        replace("misspelt function", "alert.opened", "alert.type.startWith('x')");
        replace("types that do not fit", "severity.MEDIUM", "'medium'");
        replace("no yes or no", "alert.severity >= severity.MEDIUM && alert.opened", "alert.severity");
        replace("unfinished condition", "&& alert.opened", "&&");
        replace(
                "condition over several lines",
                "when: alert.severity",
                "when: |\n      alert.opened\n      && alert.clsed\n      && alert.severity");
        replace(
                "quoted condition",
                "when: alert.severity >= severity.MEDIUM && alert.opened",
                "when: 'alert.type == ''x'' && alert.titel == \"y\"'");
        replace("pattern", "alert.opened", "alert.type.matches('(')");
        replace("entity outside of targets", "alert.opened", "entity.kind == 'x'");
        replace(
                "several mistakes in one condition",
                "alert.severity >= severity.MEDIUM && alert.opened",
                "alert.sevrity > 3 && alert.opend && foo");
        replace("misspelt field of an entity", "entity.kind", "entity.knd");
        replace("unknown target kind", "\"kubernetes.pod\"", "\"kubernetes.pdo\"");
        replace("unknown role", "\"kubernetes.pod\"", "\"kubernetes.pod\" && entity.role == \"targt\"");
        replace("kind that the action does not act on", "\"kubernetes.pod\"", "\"aws.user\"");
        replace("several kinds", "== \"kubernetes.pod\"", "in [\"kubernetes.pod\", \"aws.user\"]");
        replace("target nothing is done to", "    do:", "      user: entity.kind == \"aws.user\"\n    do:");
        replace("unknown target", "on: pod", "on: pdo");
        replace("no target", ", on: pod", "");
        replace("unknown action", "isolate-pod", "isolat-pod");
        replace("recipe called an action", "kubernetes.isolate-pod", "aws.contain-user");
        replace("unknown recipe", "action: kubernetes.isolate-pod", "recipe: aws.contain-usr");
        replace("action called a recipe", "action: kubernetes", "recipe: kubernetes");
        replace("action and recipe", "on: pod", "recipe: aws.contain-user, on: pod");
        replace("neither action nor recipe", "{action: kubernetes.isolate-pod, on: pod}", "{on: pod}");
        replace("nothing to do", "    do:\n      - {action: kubernetes.isolate-pod, on: pod}", "    do: []");
        replace("the same step again", "on: pod}", "on: pod}\n      - {action: kubernetes.isolate-pod, on: pod}");
        replace("tier that is off where a source leads to", "[falco]", "[falco, alertmanager]");
        mistakes.put(
                "tier that a recipe needs",
                RIGHT.replace("[falco]", "[alertmanager]")
                        .replace("kubernetes.pod", "aws.user")
                        .replace("action: kubernetes.isolate-pod", "recipe: aws.contain-user"));
        replace("stronger than which there is nothing", "isolate-pod, on: pod}", "kill-pod, on: pod, stronger: take}");
        replace("unknown word for stronger", "on: pod}", "on: pod, stronger: tak}");
        replace(
                "stronger that is not above it",
                "on: pod}",
                "on: pod, stronger: [kubernetes.kil-pod, aws.deny-session]}");
        replace("tier of what is stronger is off", "on: pod}", "on: pod, stronger: take}");
        replace("tier of the one that is named is off", "on: pod}", "on: pod, stronger: [kubernetes.withdraw-rule]}");
        replace("unknown parameter", "on: pod}", "on: pod, parameters: {grace: 1s}}");
        replace("misspelt parameter", "isolate-pod, on: pod}", "kill-pod, on: pod, parameters: {graec: 1s}}");
        replace("parameter of another type", "isolate-pod, on: pod}", "kill-pod, on: pod, parameters: {grace: soon}}");
        replace("parameter past its bound", "isolate-pod, on: pod}", "kill-pod, on: pod, parameters: {grace: 100}}");
        replace("missing parameter", "kubernetes.isolate-pod, on: pod}", "aws.disable-access-key, on: pod}");
        replace("after what is not before", "on: pod}", "on: pod, after: [kubernetes.kill-pod]}");
        replace(
                "release what cannot be undone",
                "isolate-pod, on: pod}",
                "kill-pod, on: pod, ttl: 1h, at-expiry: release}");
        replace("at-expiry without ttl", "on: pod}", "on: pod, at-expiry: ask}");
        replace("odd ttl", "on: pod}", "on: pod, ttl: 4 hours}");
        replace("ttl of nothing", "on: pod}", "on: pod, ttl: 0s}");
        replace("count without a span", "    targets:", "    count: {at-least: 3}\n    targets:");
        replace("count over too long a span", "    targets:", "    count: {at-least: 3, within: 30d}\n    targets:");
        replace("unknown per", "    targets:", "    count: {at-least: 3, within: 1h, per: pod}\n    targets:");
        replace("budget of none", "    targets:", "    budget: {targets: 0, per: 1h}\n    targets:");
        replace("unknown review", "    targets:", "    review: ful\n    targets:");
        example(
                "example that does something else",
                "{name: a, alert: {severity: low}, expect: [\"kubernetes.isolate-pod a/b\"]}");
        example(
                "example that does too much",
                "{name: a, alert: {entities: [{kind: kubernetes.pod, id: a/b}]}, expect: []}");
        example("example of another type", "{name: a, alert: {type: Else}, expect: [\"kubernetes.isolate-pod a/b\"]}");
        example("example without expect", "{name: a, alert: {}}");
        example("misspelt key of an example", "{name: a, alert: {sevrity: low}, expect: []}");
        example("unknown flag", "{name: a, alert: {flags: [simple]}, expect: []}");
        replace(
                "example that errs",
                "&& alert.opened",
                "&& alert.fields['x'] == 1\n    examples:\n      - {name: a, alert: {}, expect: []}");
        mistakes.put("two rules of one name", RIGHT + RIGHT.substring(RIGHT.indexOf("  - name")));
        mistakes.put(
                "several at once, in their order",
                RIGHT.replace("[falco]", "[falco, guarddutty]").replace("alert.opened", "alert.opend")
                        + "    examples:\n      - {name: a, alert: {severity: hi, flags: [simple]}, expect: []}\n"
                        + RIGHT.substring(RIGHT.indexOf("  - name")));
        mistakes.put("no yaml", "format: 1\nrules:\n  - name: a\n   mode: off\n");
        var text = new StringBuilder();
        mistakes.forEach((name, content) -> text.append("== ")
                .append(name)
                .append('\n')
                .append(Rules.rendered(Rules.load(content)))
                .append('\n'));
        assertThat(text.toString()).doesNotContain("(loaded");
        Golden.assertSame(RuleErrorsTest.class, "rule/errors.txt", text.toString());
    }

    private void replace(String name, String right, String wrong) {
        assertThat(RIGHT).contains(right);
        mistakes.put(name, RIGHT.replace(right, wrong));
    }

    private void example(String name, String example) {
        mistakes.put(name, RIGHT + "    examples:\n      - " + example + "\n");
    }
}
