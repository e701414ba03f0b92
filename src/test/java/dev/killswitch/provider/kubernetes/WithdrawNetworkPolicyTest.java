package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import dev.killswitch.provider.kubernetes.Policies.Held;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WithdrawNetworkPolicyTest {
    private static final String ACTION = "kubernetes.withdraw-network-policy";
    private static final String WEB = "{\"ports\":[{\"port\":8080,\"protocol\":\"TCP\"}]}";
    private static final String PATH = "/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies/";

    private final RangeGrounds grounds = new RangeGrounds();

    @AfterEach
    void close() {
        grounds.close();
    }

    private Inspected inspect(String policy, String direction, String rule) {
        Action action = grounds.connection().action(ACTION);
        return action.inspect(new Call(
                Policies.target(grounds, Where.NETWORK_POLICY, "shop/" + policy),
                Grounds.parameters(action.spec(), Map.of("direction", direction, "rule", rule)),
                new Call.Mark("c-1", "i-1"),
                Grounds.deadline()));
    }

    private Held held(String policy, String direction, String rule) {
        return Held.inspect(
                grounds, ACTION, Where.NETWORK_POLICY, "shop/" + policy, Map.of("direction", direction, "rule", rule));
    }

    private Held withdraw(String policy, String direction, String rule) {
        Held held = held(policy, direction, rule);
        assertThat(held.action().apply(held.call(), held.found().before())).isInstanceOf(Outcome.Done.class);
        return held;
    }

    private static Proof prove(Held held) {
        return held.action().prove(held.call(), held.found().before());
    }

    private JsonNode spec(String policy) {
        return grounds.admin().get(PATH + policy).orElseThrow().path("spec");
    }

    private void make(String name, String app, String ingress, String egress) {
        Policies.create(
                grounds,
                name,
                "{\"podSelector\":{\"matchLabels\":{\"app\":\"" + app + "\"}},\"ingress\":[" + ingress
                        + "],\"egress\":[" + egress + "],\"policyTypes\":[\"Ingress\",\"Egress\"]}");
    }

    @Test
    void lastRule_goes_andThePolicyStaysAndDenies() {
        String pod = grounds.replica();
        Held held = withdraw("allow-web", "ingress", WEB);
        assertThat(spec("allow-web").has("ingress")).isFalse();
        assertThat(spec("allow-web").at("/policyTypes/0").asText()).isEqualTo("Ingress");
        assertThat(grounds.admin()
                        .get(PATH + "allow-web")
                        .orElseThrow()
                        .at("/metadata/annotations/" + Marks.pointer(noteOf(WEB))))
                .hasToString("\"c-1 holds this, for incident i-1; why: ks why c-1; let it go: ks release c-1\"");
        assertThat(held.found().facts()).isEqualTo(new Facts(Map.of("pods", 3, "rules", 1), Set.of()));
        assertThat(prove(held))
                .isEqualTo(new Proof.Unproven("what was withdrawn is gone, and no NetworkPolicy lets it through to the"
                        + " pods that it selects (3), but nothing tells whether the network plugin of range-cluster"
                        + " enforces them: no profile of it has been measured (ks cluster profile range-cluster --canary);"
                        + " connections that were open may go on"));
        assertThat(Policy.residuals(
                        Policy.readAll(grounds.admin().get(grounds.policies()).orElseThrow()),
                        Pod.read(grounds.admin().get(grounds.path(pod)).orElseThrow())
                                .labels()))
                .isEmpty();
    }

    @Test
    void whatAnotherRuleOrPolicyMayLetThrough_isTold_byItsPorts() {
        make("rules", "web", WEB + ",{\"ports\":[{\"port\":8000,\"endPort\":8100}]},{\"ports\":[{\"port\":9090}]}", "");
        make(
                "named",
                "web",
                "{\"ports\":[{\"port\":\"http\"}]},{\"ports\":[{\"port\":8080,\"protocol\":\"UDP\"}]}",
                "");
        make("elsewhere", "toolbox", "{}", "");
        Held held = withdraw("allow-web", "ingress", WEB);
        assertThat(prove(held))
                .isEqualTo(new Proof.Partial(List.of(
                        "NetworkPolicy named may let the same traffic in (1 rule)",
                        "NetworkPolicy rules may let the same traffic in (2 rules)")));
    }

    @Test
    void ruleThatIsPutBack_isSeen_andReleasedAsItWas() {
        Held held = withdraw("allow-web", "ingress", "all");
        grounds.admin().merge(PATH + "allow-web", "{\"spec\":{\"ingress\":[" + WEB + "]}}");
        assertThat(prove(held)).isEqualTo(new Proof.Unproven("the policy has what was withdrawn"));
        assertThat(held.release()).isEqualTo(new Released.Restored());
        assertThat(grounds.admin()
                        .get(PATH + "allow-web")
                        .orElseThrow()
                        .path("metadata")
                        .has("annotations"))
                .isFalse();
    }

    @Test
    void typeThatSomebodyTakesAway_opensThePods_andIsSeen() {
        make("both", "web", WEB, WEB);
        Held held = withdraw("both", "egress", "all");
        grounds.admin().merge(PATH + "both", "{\"spec\":{\"policyTypes\":[\"Ingress\"]}}");
        assertThat(prove(held))
                .isEqualTo(new Proof.Unproven(
                        "the policy does not isolate for egress any more: its pods are open unless another does"));
    }

    @Test
    void rulesGoBackToTheirOldPlaces() {
        String[] all = {WEB, "{\"ports\":[{\"port\":1,\"protocol\":\"TCP\"}]}", WEB, "{}", WEB};
        make("places", "web", String.join(",", all), "");
        Held held = withdraw("places", "ingress", WEB);
        assertThat(spec("places").path("ingress")).hasSize(2);
        assertThat(held.release()).isEqualTo(new Released.Restored());
        assertThat(spec("places").path("ingress").toString()).isEqualTo("[" + String.join(",", all) + "]");
    }

    /** Were their effect one, the last release would go by the first one's before-state. */
    @Test
    void withdrawalsFromOnePolicy_areEffectsOfTheirOwn_releasedLastFirst() {
        make("several", "web", WEB + ",{}", "{}");
        JsonNode spec = spec("several");
        Held web = withdraw("several", "ingress", WEB);
        Held any = withdraw("several", "ingress", "{}");
        Held out = withdraw("several", "egress", "all");
        assertThat(List.of(effect(web), effect(any), effect(out))).doesNotHaveDuplicates();
        assertThat(effect(held("several", "ingress", "{\"ports\":[{\"port\":8080}]}")))
                .isEqualTo(effect(web));
        assertThat(web.release()).isInstanceOf(Released.Drifted.class);
        assertThat(spec("several").has("ingress")).isFalse();
        assertThat(any.release()).isEqualTo(new Released.Restored());
        assertThat(web.release()).isEqualTo(new Released.Restored());
        assertThat(out.release()).isEqualTo(new Released.Restored());
        assertThat(spec("several")).isEqualTo(spec);
        assertThat(grounds.admin()
                        .get(PATH + "several")
                        .orElseThrow()
                        .path("metadata")
                        .has("annotations"))
                .isFalse();
    }

    private static String effect(Held held) {
        return held.action().effect(held.call());
    }

    private static String noteOf(String ingressRule) {
        var asked = (Withdrawal.Asked.Right) Withdrawal.read(
                Grounds.parameters(WithdrawNetworkPolicy.SPEC, Map.of("direction", "ingress", "rule", ingressRule)));
        return WithdrawNetworkPolicy.NOTE + "-" + asked.withdrawal().id();
    }

    @Test
    void ruleThatIsNotThere_isRefused_andTheRulesAreNamed() {
        assertThat(inspect("allow-web", "ingress", "{}"))
                .isEqualTo(new Inspected.Refused("no rule of the policy for ingress is that one; it has " + WEB));
    }

    @Test
    void rulesThatAreTooManyToTell_areCounted() {
        make("many", "web", String.join(",", Collections.nCopies(100, WEB)), "");
        assertThat(((Inspected.Refused) inspect("many", "ingress", "{}")).why())
                .endsWith(" and 79 more")
                .hasSizeLessThan(1_200);
    }

    @Test
    void ruleThatWeTook_isAlreadySo_whateverElseThePolicyHas() {
        make("rest", "web", WEB + ",{}", "");
        withdraw("rest", "ingress", WEB);
        assertThat(held("rest", "ingress", WEB).found().alreadySo()).isTrue();
        assertThat(inspect("rest", "ingress", "{\"ports\":[{\"port\":8081}]}")).isInstanceOf(Inspected.Refused.class);
    }

    @Test
    void directionWithoutRules_isAlreadySo_andItsReleaseWritesNothing() {
        make("none", "web", "", WEB);
        Held held = held("none", "ingress", WEB);
        assertThat(held.found().alreadySo()).isTrue();
        assertThat(held.action().apply(held.call(), held.found().before())).isEqualTo(new Outcome.AlreadyDone());
        JsonNode spec = spec("none");
        assertThat(held.release()).isEqualTo(new Released.Restored());
        assertThat(spec("none")).isEqualTo(spec);
    }

    /** A part of a rule is another rule: without its last port it would mean every port. */
    @Test
    void partOfARule_isNotTheRule() {
        make("two", "web", "{\"ports\":[{\"port\":1},{\"port\":2}]}", "");
        assertThat(inspect("two", "ingress", "{\"ports\":[{\"port\":1}]}")).isInstanceOf(Inspected.Refused.class);
        assertThat(held("two", "ingress", "{\"ports\":[{\"port\":1},{\"port\":2}]}")
                        .found()
                        .alreadySo())
                .isFalse();
    }

    @Test
    void ruleOfNameLookups_isForAPersonToWeigh() {
        make("dns", "web", "", "{\"ports\":[{\"port\":53,\"protocol\":\"UDP\"}]},{\"ports\":[{\"port\":443}]}");
        assertThat(held("dns", "egress", "all").found().facts())
                .isEqualTo(new Facts(
                        Map.of("pods", 3, "rules", 2), Set.of("by that rule its pods may be looking names up")));
        assertThat(held("dns", "egress", "{\"ports\":[{\"port\":443}]}")
                        .found()
                        .facts()
                        .sensitive())
                .isEmpty();
    }

    @Test
    void rulesTooLargeForTheRecord_areAPersonsToPutBack() {
        make("large", "web", String.join(",", Collections.nCopies(600, WEB)), "");
        Held held = withdraw("large", "ingress", "all");
        assertThat(held.found().undo()).isEqualTo(Undo.BY_HAND);
        assertThat(held.release())
                .isEqualTo(new Released.ByHand(
                        List.of("# what was withdrawn was too large for the record: apply shop/large again from its"
                                + " source")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sideways|all|direction must be ingress, egress or both",
                "ingress|0|rule must be all, or one whole rule as a JSON object",
                "ingress|{|rule must be all, or one whole rule in JSON",
                "egress|all|the policy does not isolate for egress, so that no rule of it lets anything through; isolate"
                        + " the pods"
            })
    void whatCannotBeAsked_isRefused(String direction, String rule, String why) {
        assertThat(inspect("allow-web", direction, rule)).isEqualTo(new Inspected.Refused(why));
    }

    @Test
    void directionThatIsNone_isAProblemOfWhoeverWritesIt() {
        var problems = new Problems();
        Parameters.read(
                WithdrawNetworkPolicy.SPEC,
                Document.of("order", Map.of("direction", "sideways"), problems).root());
        assertThat(problems.found())
                .extracting(Problems.Problem::expected)
                .containsExactly("one of ingress, egress, both");
    }

    @Test
    void bothWays_leaveWhatTheTypesDoNotHave_andOneRuleNeedsItsWay() {
        Policies.create(
                grounds,
                "half",
                "{\"podSelector\":{},\"ingress\":[" + WEB + "],\"egress\":[{}],\"policyTypes\":[\"Ingress\"]}");
        JsonNode before = spec("half");
        Held held = withdraw("half", "both", "all");
        assertThat(spec("half").has("ingress")).isFalse();
        assertThat(spec("half").path("egress")).isEqualTo(before.path("egress"));
        assertThat(held.release()).isInstanceOf(Released.Restored.class);
        assertThat(spec("half")).isEqualTo(before);
        assertThat(inspect("half", "both", WEB))
                .isEqualTo(new Inspected.Refused("of one rule the direction must be said: ingress or egress"));
    }
}
