package dev.killswitch.plan;

import static dev.killswitch.plan.Fixture.guards;
import static dev.killswitch.plan.Fixture.only;
import static dev.killswitch.plan.Fixture.pod;
import static dev.killswitch.plan.Fixture.situation;
import static dev.killswitch.plan.Fixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.ActionCatalog;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Rung;
import dev.killswitch.plan.Step.AtExpiry;
import dev.killswitch.plan.Step.Authority;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClimbPlannerTest {
    private static final String WITHDRAW = "kubernetes.withdraw";
    private static final String KILL = "kubernetes.kill-pod";
    private static final String EXOTIC = "aws.exotic";
    private static final Authority RULE = new Authority.Rule("shell", "digest");
    private static final ActionCatalog CATALOG = ActionCatalog.ofSpecs(List.of(
            Fixture.ISOLATE.climbingTo(WITHDRAW, KILL),
            Fixture.spec(WITHDRAW, "kubernetes.networkpolicy", "isolate", Stage.ISOLATE, "withdrawn"),
            Fixture.KILL,
            Fixture.DENY.climbingTo(EXOTIC),
            Fixture.EXOTIC));

    private final Planner planner = new Planner(PlanSettings.USUAL, Fixture.CONNECTIONS, CATALOG, AccountOf.NOTHING);

    private static Step step(String action, Reference on, Authority authority, String... otherwise) {
        var course = new Step.Course(
                Stage.ISOLATE, Set.of(), Duration.ofHours(4), AtExpiry.RELEASE, null, "a-1", Set.of(otherwise), null);
        return new Step("s-low", "i-1", "c-low", action, on, Parameters.NONE, authority, course);
    }

    private static Step isolated(Authority authority) {
        return step("kubernetes.isolate-pod", pod("shop/cart"), authority, WITHDRAW, KILL);
    }

    private static Rung withdraw(String... ids) {
        return Rung.on(CATALOG.find(WITHDRAW).orElseThrow(), "prod-eu", List.of(ids));
    }

    private static Climb climb(Step from, Rung rung) {
        return new Climb(from, rung, "partial: x", Map.of());
    }

    private Planned plan(Climb climb, History history) {
        return planner.climb(climb, situation(history), new Ids());
    }

    @Test
    void eachThing_isAStepOfTheSameIncidentAndAuthority_thatSaysWhy() {
        Planned planned = plan(climb(isolated(RULE), withdraw("shop/wide", "shop/wider")), History.EMPTY);
        assertThat(planned.decision()).isEqualTo(Decision.ACT);
        assertThat(planned.incident()).isEqualTo("i-1");
        assertThat(planned.pages()).isEmpty();
        assertThat(planned.steps()).hasSize(2).allSatisfy(one -> {
            assertThat(one.step().authority()).isEqualTo(RULE);
            assertThat(one.step().course())
                    .isEqualTo(new Step.Course(
                            Stage.ISOLATE,
                            Set.of(),
                            Duration.ofHours(4),
                            AtExpiry.RELEASE,
                            null,
                            "s-low",
                            Set.of(),
                            "partial: x"));
        });
        assertThat(planned.claims()).filteredOn(Claim.Once.class::isInstance).hasSize(2);
        assertThat(planned.claims()).contains(Fixture.reserve("automation", 20, Duration.ofMinutes(10), planned));
    }

    @Test
    void sameThing_isNamedAsTheStepNamedIt_andWhatIsForEverIsAskedAbout() {
        Planned planned = plan(climb(isolated(RULE), Rung.same(Fixture.KILL)), History.EMPTY);
        Step kill = only(planned).step();
        assertThat(kill.reference()).isEqualTo(pod("shop/cart"));
        assertThat(kill.parameters().duration("grace")).isEqualTo(Duration.ofSeconds(1));
        assertThat(kill.course().atExpiry()).isEqualTo(AtExpiry.ASK);
    }

    @Test
    void claimedOrDoneInTheIncident_isNotDoneAgain_andPagesNobody() {
        Climb first = climb(isolated(RULE), withdraw("shop/wide"));
        var claimed = new HashSet<String>();
        plan(first, History.EMPTY).claims().forEach(claim -> {
            if (claim instanceof Claim.Once once) {
                claimed.add(once.key());
            }
        });
        assertThat(planner.question(first).once()).containsAll(claimed);
        var history = new History(Optional.empty(), Map.of(), Set.of(), Map.of(), Map.of(), claimed, Map.of());
        Planned second = plan(first, history);
        assertThat(guards(only(second))).containsExactly("already-contained");
        assertThat(second.pages()).isEmpty();
        Planned third = plan(
                new Climb(
                        isolated(RULE),
                        withdraw("shop/wide"),
                        "x",
                        Map.of(WITHDRAW + " prod-eu:kubernetes.networkpolicy/shop/wide", "s-7")),
                History.EMPTY);
        assertThat(only(third).verdict().why()).startsWith("already-contained: s-7 of this incident");
        assertThat(third.pages()).isEmpty();
    }

    @Test
    void tierThatIsOff_endsIt_andPages() {
        Planned planned = plan(
                climb(step("aws.deny-user", user("alice"), RULE, EXOTIC), Rung.same(Fixture.EXOTIC)), History.EMPTY);
        assertThat(guards(only(planned))).containsExactly("tier");
        assertThat(planned.pages())
                .singleElement()
                .asString()
                .startsWith("aws.exotic on alice is not taken after s-low fell short: tier: tier tier2 of aws.exotic");
    }

    @Test
    void protectedThing_endsIt_andPages() {
        Planned planned = plan(climb(isolated(RULE), withdraw("kube-system/wide")), History.EMPTY);
        assertThat(guards(only(planned))).contains("protected");
        assertThat(planned.pages()).hasSize(1);
    }

    @Test
    void pastTheBudgetOfAutomation_aPersonDecides() {
        Planned planned = plan(
                climb(isolated(RULE), withdraw("shop/wide", "shop/wider")), Fixture.budgets(Map.of("automation", 19)));
        assertThat(planned.steps().getFirst().goesOn()).isTrue();
        assertThat(guards(planned.steps().getLast())).containsExactly("budget");
        assertThat(planned.pages()).hasSize(1);
    }

    @Test
    void automationThatOnlyObservesByNow_pagesToo_sinceItActedBefore() {
        var observing = Fixture.modes(Map.of("*", Mode.OBSERVING), Set.of(), Map.of());
        Planned planned = plan(climb(isolated(RULE), withdraw("shop/wide")), observing);
        assertThat(guards(only(planned))).containsExactly("automation-observing");
        assertThat(planned.pages()).hasSize(1);
    }

    @Test
    void whatTheStepDoesNotTake_orIsNotAboveIt_orElsewhere_isLeftOut() {
        Step onlyKill = step("kubernetes.isolate-pod", pod("shop/cart"), RULE, KILL);
        assertThat(plan(climb(onlyKill, withdraw("shop/wide")), History.EMPTY).steps())
                .isEmpty();
        Step kill = step(KILL, pod("shop/cart"), RULE, WITHDRAW);
        assertThat(plan(climb(kill, withdraw("shop/wide")), History.EMPTY).steps())
                .isEmpty();
        var elsewhere = new Rung(
                WITHDRAW,
                List.of(
                        new Reference("acme", "kubernetes.networkpolicy", "shop/wide", Map.of()),
                        pod("shop/wide"),
                        new Reference("prod-eu", "kubernetes.networkpolicy", "shop/wide", Map.of())));
        Planned planned = plan(climb(isolated(RULE), elsewhere), History.EMPTY);
        assertThat(planned.steps()).hasSize(1);
        assertThat(planned.pages()).singleElement().asString().contains("not taken on 2 of 3 things");
    }

    @Test
    void persons_areCountedAndNotHeld() {
        var person = new Authority.Person("p-ann", Set.of());
        Planned planned = plan(
                climb(isolated(person), withdraw("shop/wide", "shop/wider")),
                Fixture.budgets(Map.of("automation", 20)));
        assertThat(planned.steps()).allMatch(PlannedStep::goesOn);
        assertThat(planned.claims())
                .contains(Fixture.reserve("person/p-ann", Integer.MAX_VALUE, Duration.ofMinutes(10), planned));
    }
}
