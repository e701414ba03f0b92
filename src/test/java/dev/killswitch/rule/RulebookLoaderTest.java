package dev.killswitch.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Parameters;
import dev.killswitch.alert.Alert.Severity;
import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Entity.Trust;
import dev.killswitch.rule.Evaluation.Erred;
import dev.killswitch.rule.Rule.AtExpiry;
import dev.killswitch.rule.Rule.Budget;
import dev.killswitch.rule.Rule.Count;
import dev.killswitch.rule.Rule.Count.Per;
import dev.killswitch.rule.Rule.Do;
import dev.killswitch.rule.Rule.Mode;
import dev.killswitch.rule.Rule.Review;
import dev.killswitch.rule.Rule.Unresolved;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RulebookLoaderTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final String SHELL = """
            format: 1
            rules:
              - name: shell
                mode: enforce
                sources: [falco]
                types: ["Terminal shell*"]
                when: alert.severity >= severity.MEDIUM && alert.opened
                count: {at-least: 2, within: 10m, per: source}
                targets: {pod: entity.kind == "kubernetes.pod" && entity.role == role.TARGET}
                do:
                  - {action: kubernetes.isolate-pod, on: pod, ttl: 4h, at-expiry: release}
                  - {action: kubernetes.kill-pod, on: pod, after: [kubernetes.isolate-pod], parameters: {grace: 0}}
                unresolved: record
                budget: {targets: 3, per: 1h}
                review: full
            """;

    @Test
    void everythingInARule_isRead() {
        Rule rule = Rules.rulebook(SHELL).rule("shell").orElseThrow();
        assertThat(rule.mode()).isEqualTo(Mode.ENFORCE);
        assertThat(rule.sources()).containsExactly("falco");
        assertThat(rule.types()).containsExactly("Terminal shell*");
        assertThat(rule.when()).isEqualTo("alert.severity >= severity.MEDIUM && alert.opened");
        assertThat(rule.count()).isEqualTo(new Count(2, Duration.ofMinutes(10), Per.SOURCE));
        assertThat(rule.targets()).containsOnlyKeys("pod");
        assertThat(rule.unresolved()).isEqualTo(Unresolved.RECORD);
        assertThat(rule.budget()).isEqualTo(new Budget(3, Duration.ofHours(1)));
        assertThat(rule.review()).isEqualTo(Review.FULL);
        assertThat(rule.where()).isEqualTo("rules.yaml:3:11");
        assertThat(rule.steps())
                .containsExactly(
                        new Do(
                                Do.Kind.ACTION,
                                "kubernetes.isolate-pod",
                                "pod",
                                Parameters.NONE,
                                Duration.ofHours(4),
                                AtExpiry.RELEASE,
                                List.of(),
                                null,
                                "rules.yaml:11:18"),
                        new Do(
                                Do.Kind.ACTION,
                                "kubernetes.kill-pod",
                                "pod",
                                Parameters.of(Map.of("grace", 0L)),
                                null,
                                AtExpiry.ASK,
                                List.of(0),
                                null,
                                "rules.yaml:12:18"));
    }

    @Test
    void stronger_isWhatIsAbove_whatIsNamed_orNothing() {
        assertThat(otherwise("")).isNull();
        assertThat(otherwise(", stronger: suggest")).isEmpty();
        assertThat(otherwise(", stronger: [kubernetes.kill-pod]")).containsExactly("kubernetes.kill-pod");
        assertThat(otherwise(", stronger: take"))
                .containsExactlyInAnyOrder("kubernetes.withdraw-rule", "kubernetes.kill-pod");
    }

    /** Of a rule that acts nowhere, so that no tier is asked for. */
    private static @Nullable Set<String> otherwise(String stronger) {
        Rulebook rulebook = Rules.rulebook("""
                format: 1
                rules:
                  - name: shell
                    mode: enforce
                    sources: [generic]
                    when: alert.opened
                    targets: {pod: entity.kind == "kubernetes.pod"}
                    do: [{action: kubernetes.isolate-pod, on: pod%s}]
                """.formatted(stronger));
        return rulebook.rules().getFirst().steps().getFirst().otherwise();
    }

    @Test
    void ruleThatSaysLittle_hasTheCarefulDefaults() {
        Rule rule = Rules.rulebook("""
                        format: 1
                        rules:
                          - name: a
                            sources: [guardduty]
                            when: alert.opened
                            targets: {user: entity.kind == "aws.user"}
                            do: [{recipe: aws.contain-user, on: user}]
                        """).rules().getFirst();
        assertThat(rule.mode()).isEqualTo(Mode.OBSERVE);
        assertThat(rule.types()).isEmpty();
        assertThat(rule.count()).isNull();
        assertThat(rule.budget()).isNull();
        assertThat(rule.unresolved()).isEqualTo(Unresolved.PAGE);
        assertThat(rule.review()).isEqualTo(Review.LIGHT);
        assertThat(rule.steps().getFirst().kind()).isEqualTo(Do.Kind.RECIPE);
        assertThat(rule.steps().getFirst().atExpiry()).isEqualTo(AtExpiry.ASK);
    }

    @Test
    void ruleInFlowStyle_isReadAlike() {
        Rule rule = Rules.rulebook("""
                        format: 1
                        rules:
                          - name: stolen-instance-credentials
                            mode: enforce
                            sources: [guardduty]
                            types: ["UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration*"]
                            when: alert.severity >= severity.HIGH && alert.opened
                            count: {at-least: 1, within: 10m, per: target}
                            targets: {cut: entity.kind == "aws.session" && entity.role == role.TARGET}
                            do:
                              - {action: aws.deny-session, on: cut, ttl: 4h, at-expiry: ask}
                            unresolved: page
                            budget: {targets: 3, per: 1h}
                            review: full
                            examples:
                              - {name: sample finding, alert: {severity: high, flags: [sample]}, expect: []}
                        """).rules().getFirst();
        assertThat(rule.targets()).containsEntry("cut", "entity.kind == \"aws.session\" && entity.role == role.TARGET");
        assertThat(rule.count()).isEqualTo(new Count(1, Duration.ofMinutes(10), Per.TARGET));
    }

    @Test
    void match_hasItsTargetsAndItsExplanation() {
        var other = Rules.entity("kubernetes.node", "n-1", Role.TARGET, Trust.STRUCTURED);
        Evaluation evaluation = Rules.rulebook(SHELL)
                .evaluate(
                        Rules.alert(
                                "Terminal shell in container",
                                Severity.HIGH,
                                Rules.pod("shop/a"),
                                other,
                                Rules.pod("shop/b")),
                        "falco",
                        NOW);
        assertThat(evaluation.misses()).isEmpty();
        assertThat(evaluation.erred()).isEmpty();
        assertThat(evaluation.matches()).singleElement().satisfies(match -> {
            assertThat(match.targets())
                    .containsOnly(Map.entry("pod", List.of(Rules.pod("shop/a"), Rules.pod("shop/b"))));
            assertThat(match.source()).isEqualTo("falco");
            assertThat(match.finding()).isEqualTo("finding-1");
            assertThat(match.explanation())
                    .isEqualTo("{\"op\":\"all\",\"value\":\"true\",\"clauses\":["
                            + "{\"text\":\"alert.severity >= severity.MEDIUM\",\"value\":\"true\","
                            + "\"values\":{\"alert.severity\":\"HIGH\"}},"
                            + "{\"text\":\"alert.opened\",\"value\":\"true\"}]}");
        });
    }

    @Test
    void miss_namesTheClauseAndItsValue() {
        Evaluation evaluation =
                Rules.rulebook(SHELL).evaluate(Rules.alert("Terminal shell", Severity.LOW), "falco", NOW);
        assertThat(evaluation.matches()).isEmpty();
        assertThat(evaluation.misses()).singleElement().satisfies(miss -> {
            assertThat(miss.rule().name()).isEqualTo("shell");
            assertThat(miss.clause()).isEqualTo("alert.severity >= severity.MEDIUM");
            assertThat(miss.value()).isEqualTo("alert.severity = LOW");
        });
    }

    @Test
    void whatMayNeverBeATarget_isNotSelected_whateverTheSelectorSays() {
        String greedy = SHELL.replace("entity.kind == \"kubernetes.pod\" && entity.role == role.TARGET", "true");
        Evaluation evaluation = Rules.rulebook(greedy)
                .evaluate(
                        Rules.alert(
                                "Terminal shell",
                                Severity.HIGH,
                                Rules.entity("kubernetes.pod", "a/text", Role.TARGET, Trust.TEXT),
                                Rules.entity("kubernetes.pod", "a/bait", Role.PLANTED, Trust.STRUCTURED),
                                Rules.entity("kubernetes.pod", "a/analyst", Role.ANALYST, Trust.STRUCTURED),
                                Rules.entity("kubernetes.pod", "a/mapped", Role.ACTOR, Trust.MAPPED)),
                        "falco",
                        NOW);
        assertThat(evaluation.matches().getFirst().targets())
                .containsOnly(Map.entry(
                        "pod", List.of(Rules.entity("kubernetes.pod", "a/mapped", Role.ACTOR, Trust.MAPPED))));
    }

    @Test
    void matchThatSelectsNothing_isStillAMatch() {
        Evaluation evaluation =
                Rules.rulebook(SHELL).evaluate(Rules.alert("Terminal shell", Severity.HIGH), "falco", NOW);
        assertThat(evaluation.matches().getFirst().targets()).containsOnly(Map.entry("pod", List.of()));
    }

    @Test
    void conditionThatErrs_isListed_andIsNeitherMatchNorMiss() {
        var rulebook = Rules.rulebook(SHELL.replace("&& alert.opened", "&& alert.fields['k8s.absent'] == 'x'"));
        Evaluation evaluation = rulebook.evaluate(Rules.alert("Terminal shell", Severity.HIGH), "falco", NOW);
        assertThat(evaluation.matches()).isEmpty();
        assertThat(evaluation.misses()).isEmpty();
        assertThat(evaluation.erred())
                .containsExactly(new Erred(
                        rulebook.rules().getFirst(),
                        "alert.fields[\"k8s.absent\"] == \"x\"",
                        "no key 'k8s.absent' there; ask has(…) or 'in' first"));
    }

    @Test
    void selectorThatErrs_isListed_andWhatIsSelectedStands() {
        var rulebook = Rules.rulebook(SHELL.replace(
                "entity.role == role.TARGET", "(entity.id == \"shop/a\" || entity.scope.region == \"x\")"));
        Evaluation evaluation = rulebook.evaluate(
                Rules.alert("Terminal shell", Severity.HIGH, Rules.pod("shop/a"), Rules.pod("shop/b")), "falco", NOW);
        assertThat(evaluation.matches().getFirst().targets())
                .containsOnly(Map.entry("pod", List.of(Rules.pod("shop/a"))));
        assertThat(evaluation.erred()).hasSize(1);
    }

    @Test
    void sameAlert_givesTheSameAnswer() {
        var alert = Rules.alert("Terminal shell", Severity.HIGH, Rules.pod("shop/a"));
        assertThat(Rules.rulebook(SHELL).evaluate(alert, "falco", NOW))
                .isEqualTo(Rules.rulebook(SHELL).evaluate(alert, "falco", NOW));
    }

    @Test
    void oneBadFile_refusesAll_andBothAreTold() {
        Loading loading =
                Rules.load(Map.of("a.yaml", SHELL.replace("falco", "flaco"), "b.yaml", "format: 2\n", "c.yaml", SHELL));
        assertThat(Rules.rendered(loading))
                .contains("a.yaml:5:15: unknown source 'flaco'; expected 'falco' (nearest)")
                .contains("b.yaml:1:9: '2'; expected 1")
                .contains(
                        "c.yaml:3:11: a second rule 'shell'; expected a name of its own; the first stands at a.yaml:3:11");
    }

    @Test
    void noRules_areRefused() {
        assertThat(Rules.rendered(Rules.load(Map.of())))
                .isEqualTo("rules: no rule in 0 files; expected at least one\n");
        assertThat(Rules.load("format: 1\nrules: []\n")).isInstanceOf(Loading.Refused.class);
    }

    @Test
    void bytesThatAreNoText_areRefused() {
        Loading loading = new RulebookLoader(Rules.VOCABULARY).load(Map.of("a.yaml", new byte[] {(byte) 0xc3, 0x28}));
        assertThat(Rules.rendered(loading)).isEqualTo("a.yaml: bytes that are no text; expected UTF-8\n");
    }

    @Test
    void ruleThatIsOff_isCheckedAndSaysNothing() {
        String off = SHELL.replace("mode: enforce", "mode: off");
        assertThat(Rules.rulebook(off)
                        .evaluate(Rules.alert("Terminal shell", Severity.HIGH), "falco", NOW)
                        .matches())
                .isEmpty();
        assertThat(Rules.load(off.replace("alert.opened", "alert.opend"))).isInstanceOf(Loading.Refused.class);
    }

    @Test
    void tierThatIsOff_isNothingToARuleThatOnlyObserves_orThatLeadsElsewhere() {
        String rule = """
                format: 1
                rules:
                  - name: shell
                    mode: %s
                    sources: [%s]
                    when: "true"
                    targets: {pod: entity.kind == "kubernetes.pod"}
                    do: [{action: kubernetes.isolate-pod, on: pod}]
                """;
        assertThat(Rules.load(rule.formatted("enforce", "alertmanager"))).isInstanceOf(Loading.Refused.class);
        assertThat(Rules.load(rule.formatted("observe", "alertmanager"))).isInstanceOf(Loading.Loaded.class);
        assertThat(Rules.load(rule.formatted("off", "alertmanager"))).isInstanceOf(Loading.Loaded.class);
        assertThat(Rules.load(rule.formatted("enforce", "guardduty"))).isInstanceOf(Loading.Loaded.class);
        byte[] bytes = rule.formatted("enforce", "alertmanager").getBytes(StandardCharsets.UTF_8);
        assertThat(new RulebookLoader(Rules.VOCABULARY).asOnceLoaded().load(Map.of("a.yaml", bytes)))
                .isInstanceOf(Loading.Loaded.class);
    }
}
