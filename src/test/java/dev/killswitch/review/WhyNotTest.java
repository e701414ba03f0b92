package dev.killswitch.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.ActionCatalog;
import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Entity;
import dev.killswitch.ledger.Hash;
import dev.killswitch.rule.Loading;
import dev.killswitch.rule.Rulebook;
import dev.killswitch.rule.RulebookLoader;
import dev.killswitch.rule.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhyNotTest {
    private static final Instant NOW = Instant.parse("2026-08-23T10:14:03Z");
    private static final String RULES = """
            format: 1
            rules:
              - name: watched
                mode: observe
                sources: [falco-prod]
                types: ["Terminal*"]
                when: alert.severity >= severity.CRITICAL
                targets: {pod: entity.kind == "kubernetes.pod"}
                do: [{action: kubernetes.isolate-pod, on: pod}]
              - name: exfil-burst
                mode: enforce
                sources: [falco-prod]
                types: ["Terminal*"]
                when: alert.severity >= severity.HIGH && alert.opened
                targets: {pod: entity.kind == "kubernetes.pod"}
                do: [{action: kubernetes.isolate-pod, on: pod}]
              - name: sleeping
                mode: off
                sources: [falco-prod]
                types: ["Miner"]
                when: "true"
                targets: {pod: entity.kind == "kubernetes.pod"}
                do: [{action: kubernetes.isolate-pod, on: pod}]
            """;

    private static Rulebook rulebook() {
        var vocabulary = new Vocabulary(ActionCatalog.installed(), Map.of(), Set.of("falco-prod"));
        Loading loading =
                new RulebookLoader(vocabulary).load(Map.of("rules.yaml", RULES.getBytes(StandardCharsets.UTF_8)));
        assertThat(loading).isInstanceOf(Loading.Loaded.class);
        return ((Loading.Loaded) loading).rulebook();
    }

    private static AsOf asOf() {
        return new AsOf(NOW, new BuiltOn(1204, Hash.EMPTY_ROOT), rulebook());
    }

    private static KeptAlert kept(String source, String type, Alert.Severity severity, Set<Alert.Flag> flags) {
        var alert = new Alert(
                "falco:7",
                null,
                type,
                "text of an attacker",
                Alert.Activity.OPENED,
                severity,
                Instant.parse("2026-08-23T09:58:40Z"),
                flags,
                Map.of(),
                List.of(new Entity(
                        "kubernetes.pod",
                        "payments/api-7f9c",
                        Map.of(),
                        Entity.Role.TARGET,
                        Entity.Trust.STRUCTURED,
                        "/x")));
        return new KeptAlert("d-1", NOW.minus(Duration.ofMinutes(14)), source, alert);
    }

    private static KeptAlert kept(String type, Alert.Severity severity) {
        return kept("falco-prod", type, severity, Set.of());
    }

    private static String because(KeptAlert kept) {
        return WhyNot.ask("payments/api-7f9c", List.of(kept), asOf()).lines().get(1);
    }

    @Test
    void nearestRule_isTheOneThatWouldAct_withTheClauseThatFailed() {
        Answer answer = WhyNot.ask("payments/api-7f9c", List.of(kept("Terminal shell", Alert.Severity.MEDIUM)), asOf());
        assertThat(answer.text()).isEqualTo("""
                        nothing was done for payments/api-7f9c: alert falco-prod/falco:7 of 10:00:03Z, 14 min ago, moved nothing
                        because  rule exfil-burst needs alert.severity >= severity.HIGH, it was "alert.severity = MEDIUM", rule watched needs alert.severity >= severity.CRITICAL, it was "alert.severity = MEDIUM"
                        from     alert falco-prod/falco:7 received 10:00:03Z (happened 09:58:40Z)   started by: nobody
                        it did   nothing
                        release  nothing stands; to do it by hand: ks isolate pod payments/api-7f9c
                        proof    delivery d-1 is kept beside the ledger, which has such alerts by count and digest; ledger of 1204, root e3b0c442…
                        """);
        assertThat(answer.nearMisses()).extracting(Answer.NearMiss::rule).containsExactly("exfil-burst", "watched");
        assertThat(answer.incident()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"payments/api-7f9c", "api-7f9c", "payments", "falco:7", "d-1", "pod payments/api-7f9c ?"})
    void whateverIsInHand_findsTheAlert(String hand) {
        assertThat(WhyNot.ask(hand, List.of(kept("Terminal shell", Alert.Severity.LOW)), asOf())
                        .answer())
                .contains("alert falco-prod/falco:7 of 10:00:03Z");
    }

    @Test
    void noRuleForTheType_namesTheOneThatLooksElsewhere() {
        assertThat(because(kept("Other", Alert.Severity.HIGH)))
                .isEqualTo(
                        "because  no rule looks at type Other of source falco-prod; rule watched looks at Terminal*");
    }

    @Test
    void noRuleForTheSource_saysSo() {
        assertThat(because(kept("elsewhere", "Terminal shell", Alert.Severity.HIGH, Set.of())))
                .isEqualTo("because  no rule looks at alerts of source elsewhere");
    }

    @Test
    void ruleThatIsOff_isNamed() {
        assertThat(because(kept("Miner", Alert.Severity.HIGH)))
                .isEqualTo("because  rule sleeping looks at such alerts, and is off");
    }

    @Test
    void sampleThatMatches_saysThatItIsOne() {
        assertThat(because(kept("falco-prod", "Terminal shell", Alert.Severity.HIGH, Set.of(Alert.Flag.SAMPLE))))
                .isEqualTo("because  rule exfil-burst matches, but the sender says that this is a sample or a test");
    }

    @Test
    void matchOfANewerRulebook_isNotTakenForTheOneOfThen() {
        assertThat(because(kept("Terminal shell", Alert.Severity.HIGH)))
                .startsWith("because  rule exfil-burst matches by the live rulebook, and did not move anything then");
    }

    @Test
    void ruleInHand_saysWhatItsNewestAlertLacked_orWhatItLooksAt() {
        Answer answer = WhyNot.ask("exfil-burst", List.of(kept("Terminal shell", Alert.Severity.LOW)), asOf());
        assertThat(answer.lines().get(1)).startsWith("because  rule exfil-burst needs alert.severity >= severity.HIGH");
        assertThat(answer.nearMisses()).hasSize(1);
        assertThat(WhyNot.ask("exfil-burst", List.of(), asOf()).lines().get(1))
                .isEqualTo("because  rule exfil-burst at rules.yaml:10:11 is in mode enforce, and looks at sources"
                        + " falco-prod and types Terminal*; no alert that is kept is one of those");
    }

    @Test
    void nameOfNothing_getsSixLinesToo() {
        Answer answer = WhyNot.ask("billing/other\nforged", List.of(kept("x", Alert.Severity.LOW)), asOf());
        assertThat(answer.lines())
                .hasSize(6)
                .allSatisfy(line -> assertThat(line.lines()).hasSize(1));
        assertThat(answer.answer()).endsWith("no entry names it, and no alert that is kept");
        assertThat(WhyNot.ask("", List.of(), asOf()).lines()).hasSize(6);
    }
}
