package dev.killswitch.plan;

import static dev.killswitch.plan.Fixture.NOW;
import static dev.killswitch.plan.Fixture.guards;
import static dev.killswitch.plan.Fixture.order;
import static dev.killswitch.plan.Fixture.pod;
import static dev.killswitch.plan.Fixture.situation;
import static dev.killswitch.plan.Fixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import dev.killswitch.config.Problems.Problem;
import dev.killswitch.plan.Names.Sort;
import dev.killswitch.plan.OrderPlan.Ready;
import dev.killswitch.plan.OrderPlan.Wrong;
import dev.killswitch.plan.Step.Authority;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderPlannerTest {
    private final Planner planner = new Planner(
            PlanSettings.USUAL.ourselves(Names.in("prod-eu", Sort.PODS, "tools/killswitch-0")),
            Fixture.CONNECTIONS,
            Fixture.CATALOG,
            AccountOf.NOTHING);

    private OrderPlan plan(Order order, History history) {
        return planner.plan(order, situation(history), new Ids());
    }

    private Planned ready(Order order) {
        return ((Ready) plan(order, History.EMPTY)).planned();
    }

    private List<Problem> wrong(Order order) {
        return ((Wrong) plan(order, History.EMPTY)).problems();
    }

    @Test
    void action_isOneStepThatGoesOn() {
        Planned planned = ready(order("kubernetes.isolate-pod", pod("shop/web-1")));
        assertThat(planned.decision()).isEqualTo(Decision.ACT);
        assertThat(planned.why()).isEqualTo("1 step goes on");
        PlannedStep only = planned.steps().getFirst();
        assertThat(only.goesOn()).isTrue();
        assertThat(only.step().authority()).isEqualTo(new Authority.Person("p-ann", Set.of()));
        assertThat(only.step().course().stage()).isEqualTo(Stage.ISOLATE);
        assertThat(only.step().course().cause()).isEqualTo("o-1");
        assertThat(only.step().incident()).isEqualTo(planned.incident()).isEqualTo("i-1");
        assertThat(planned.claims())
                .containsExactly(Fixture.reserve("person/p-ann", 50, Duration.ofMinutes(10), planned));
    }

    @Test
    void thingOfAnIncident_joinsIt() {
        var history = new History(Optional.of("i-old"), Map.of(), Set.of(), Map.of(), Map.of(), Set.of(), Map.of());
        Planned planned = ((Ready) plan(order("aws.deny-user", user("alice")), history)).planned();
        assertThat(planned.incident()).isEqualTo("i-old");
        assertThat(planner.question(order("aws.deny-user", user("alice"))).things())
                .containsExactly("acme:aws.user/alice");
    }

    @Test
    void recipe_isItsActions_theLaterAfterTheEarlier() {
        Order order = order("kubernetes.isolate-and-kill-pod", pod("shop/web-1"));
        List<PlannedStep> steps = ready(order).steps();
        assertThat(steps)
                .extracting(planned -> planned.step().action())
                .containsExactly("kubernetes.isolate-pod", "kubernetes.kill-pod");
        assertThat(steps.getLast().step().course().after())
                .containsExactly(steps.getFirst().step().id());
        assertThat(steps.getLast().step().parameters().duration("grace")).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void recipesParameters_goToTheActionThatHasThem() {
        var given = new Order(
                "o-1",
                "p-ann",
                "kubernetes.isolate-and-kill-pod",
                pod("shop/web-1"),
                Parameters.of(Map.of("grace", Duration.ZERO)),
                null,
                Set.of(),
                0);
        List<PlannedStep> steps = ready(given).steps();
        assertThat(steps.getFirst().step().parameters()).isEqualTo(Parameters.NONE);
        assertThat(steps.getLast().step().parameters().duration("grace")).isEqualTo(Duration.ZERO);
    }

    @Test
    void containUser_deniesFirst_andAsksForEachCredential() {
        PlannedStep only =
                ready(order("aws.contain-user", user("alice"))).steps().getFirst();
        assertThat(only.step().action()).isEqualTo("aws.deny-user");
        assertThat(only.step().course().each()).isEqualTo(Fixture.CREDENTIALS);
    }

    @Test
    void unknownAction_isToldWithTheNearest() {
        assertThat(wrong(order("kubernetes.isolate-pot", pod("shop/web-1"))))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.where()).isEqualTo("action");
                    assertThat(problem.expected()).contains("kubernetes.isolate-pod");
                });
    }

    @Test
    void everythingThatIsWrong_isToldAtOnce() {
        var order = new Order(
                "o-1",
                "p-ann",
                "kubernetes.kill-pod",
                new Reference("prod-us", "aws.user", "alice", Map.of()),
                Parameters.NONE,
                Duration.ZERO,
                Set.of("protect", "ourselves", "confirm", "tier"),
                0);
        assertThat(wrong(order))
                .extracting(Problem::where)
                .containsExactly(
                        "target.kind", "override", "override", "override", "override", "ttl", "target.connection");
    }

    @Test
    void timeLongerThanARuleMaySay_isWrong() {
        for (Duration ttl : List.of(Duration.ofDays(400), Duration.ofDays(365).plusMillis(1))) {
            var order = new Order("o-1", "p-ann", "aws.deny-user", user("alice"), Parameters.NONE, ttl, Set.of(), 0);
            assertThat(wrong(order)).singleElement().extracting(Problem::where).isEqualTo("ttl");
        }
    }

    @Test
    void thingOfAnotherKindOfConnection_isWrong() {
        var pod = new Reference("acme", "kubernetes.pod", "shop/web-1", Map.of());
        assertThat(wrong(order("kubernetes.isolate-pod", pod)))
                .singleElement()
                .extracting(Problem::where)
                .isEqualTo("target.connection");
    }

    @Test
    void tierThatIsOff_isWrong_andSaysWhatIsOn() {
        assertThat(wrong(order("aws.exotic", user("alice")))).singleElement().satisfies(problem -> {
            assertThat(problem.found()).isEqualTo("tier tier2 of aws.exotic is off on acme");
            assertThat(problem.expected()).startsWith("an action of tier1");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ourselves", "unnamed", "confirm", "tier"})
    void guardThatDoesNotBendToAName_cannotBeOverridden(String guard) {
        assertThat(wrong(order("aws.deny-user", user("alice"), Set.of(guard), 1)))
                .singleElement()
                .extracting(Problem::where)
                .isEqualTo("override");
    }

    @ParameterizedTest
    @EnumSource(Guard.class)
    void guardThatHoldsAutomationOnly_mayBeNamedForNothing(Guard guard) {
        boolean bends = switch (guard.bends()) {
            case FOR_PERSONS, BY_NAME -> true;
            case FOR_NOBODY, BY_CONFIGURATION, BY_COUNT -> false;
        };
        OrderPlan plan = plan(order("aws.deny-user", user("alice"), Set.of(guard.word()), 1), History.EMPTY);
        assertThat(plan instanceof Ready).isEqualTo(bends);
    }

    @Test
    void protectedThing_needsItsNameAndTheCount() {
        Order plain = order("kubernetes.isolate-pod", pod("kube-system/dns"));
        Planned refused = ready(plain);
        assertThat(refused.decision()).isEqualTo(Decision.PERSON);
        assertThat(guards(refused.steps().getFirst())).containsExactly("protected", "confirm");
        assertThat(refused.claims()).isEmpty();
        assertThat(refused.why()).startsWith("protected: namespace kube-system is protected by the built-in list");

        Planned named = ready(order("kubernetes.isolate-pod", pod("kube-system/dns"), Set.of("protected"), 0));
        assertThat(named.decision()).isEqualTo(Decision.PERSON);
        assertThat(named.why())
                .isEqualTo("confirm: this is on something protected: type how many it hits in confirm, which is 1");

        Planned counted = ready(order("kubernetes.isolate-pod", pod("kube-system/dns"), Set.of("protected"), 1));
        assertThat(counted.decision()).isEqualTo(Decision.ACT);
        assertThat(guards(counted.steps().getFirst())).containsExactly("protected");
    }

    @Test
    void countWithoutTheName_isNotEnough() {
        Planned planned = ready(order("kubernetes.isolate-pod", pod("kube-system/dns"), Set.of(), 1));
        assertThat(planned.decision()).isEqualTo(Decision.PERSON);
        assertThat(guards(planned.steps().getFirst())).containsExactly("protected");
    }

    /** Whoever overrides it blindly, for what only inspection will find protected, types the count too. */
    @Test
    void overrideOfProtected_needsTheCount_whateverTheName() {
        Planned planned = ready(order("aws.deny-user", user("alice"), Set.of("protected"), 0));
        assertThat(guards(planned.steps().getFirst())).containsExactly("confirm");
    }

    @Test
    void pastTheSpeedBump_theExactCountIsTyped() {
        History busy = Fixture.budgets(Map.of("person/p-ann", 50));
        Planned asked = ((Ready) plan(order("aws.deny-user", user("alice")), busy)).planned();
        assertThat(asked.decision()).isEqualTo(Decision.PERSON);
        assertThat(asked.why()).contains("this would be past 50 things within 10m");
        Planned wrongCount = ((Ready) plan(order("aws.deny-user", user("alice"), Set.of(), 7), busy)).planned();
        assertThat(wrongCount.why()).contains("which is 1, not 7");

        Planned typed = ((Ready) plan(order("aws.deny-user", user("alice"), Set.of(), 1), busy)).planned();
        assertThat(typed.decision()).isEqualTo(Decision.ACT);
        assertThat(typed.claims())
                .containsExactly(Fixture.reserve("person/p-ann", Integer.MAX_VALUE, Duration.ofMinutes(10), typed));
    }

    @Test
    void speedBump_isNotMetBelowIt() {
        History busy = Fixture.budgets(Map.of("person/p-ann", 49));
        assertThat(((Ready) plan(order("aws.deny-user", user("alice")), busy))
                        .planned()
                        .decision())
                .isEqualTo(Decision.ACT);
    }

    @Test
    void ourselves_areForNobody() {
        Order order = order("kubernetes.kill-pod", pod("tools/killswitch-0"), Set.of("protected"), 1);
        Planned planned = ready(order);
        assertThat(planned.decision()).isEqualTo(Decision.REFUSED);
        assertThat(guards(planned.steps().getFirst())).contains("ourselves");
        assertThat(planned.steps().getFirst().goesOn()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "*",
                "arn:aws:iam::111122223333:root",
                "arn:aws:iam::111122223333:user/*",
                "a b",
                "x\nprotected"
            })
    void whatNamesNoOneUser_isForNobody(String id) {
        Planned planned = ready(order("aws.deny-user", user(id)));
        assertThat(planned.decision()).isEqualTo(Decision.REFUSED);
        assertThat(guards(planned.steps().getFirst())).containsExactly("unnamed");
        assertThat(planned.why()).doesNotContain("\n");
    }

    /** A sender's word for nothing is a name like any other where a person writes it. */
    @Test
    void oddName_isForAPersonToSay() {
        assertThat(ready(order("aws.deny-user", user("unknown"))).decision()).isEqualTo(Decision.ACT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "web-1", "shop/", "/web-1", "shop/*", "shop/web-1; rm -rf /", "shop/$(id)", "a/b/c"})
    void whatNamesNoOnePod_isForNobody(String id) {
        assertThat(ready(order("kubernetes.kill-pod", pod(id))).decision()).isEqualTo(Decision.REFUSED);
    }

    @Test
    void whatHoldsAutomationOnly_doesNotHoldAPerson() {
        var history = new History(
                Optional.empty(),
                Map.of("*", Mode.PAUSED),
                Set.of(),
                Map.of(),
                Map.of("automation", Fixture.others(1_000)),
                Set.of(),
                Map.of("prod-eu:kubernetes.pod/cilium-1/agent#isolated", "c-9"));
        var situation = new Situation(NOW, history, Map.of("prod-eu", "who we are there is not known yet"));
        OrderPlan plan = planner.plan(order("kubernetes.isolate-pod", pod("cilium-1/agent")), situation, new Ids());
        assertThat(((Ready) plan).planned().decision()).isEqualTo(Decision.ACT);
        assertThat(((Ready) plan).planned().steps().getFirst().objections()).isEmpty();
    }
}
