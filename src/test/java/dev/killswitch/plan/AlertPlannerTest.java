package dev.killswitch.plan;

import static dev.killswitch.plan.Alerts.action;
import static dev.killswitch.plan.Alerts.alert;
import static dev.killswitch.plan.Alerts.pod;
import static dev.killswitch.plan.Alerts.recipe;
import static dev.killswitch.plan.Alerts.rule;
import static dev.killswitch.plan.Alerts.the;
import static dev.killswitch.plan.Alerts.user;
import static dev.killswitch.plan.Fixture.claimed;
import static dev.killswitch.plan.Fixture.claims;
import static dev.killswitch.plan.Fixture.guards;
import static dev.killswitch.plan.Fixture.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Reference;
import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Alert.Activity;
import dev.killswitch.alert.Alert.Flag;
import dev.killswitch.alert.Entity;
import dev.killswitch.plan.Names.Sort;
import dev.killswitch.plan.Step.Authority;
import dev.killswitch.rule.Rule;
import dev.killswitch.rule.Rule.Budget;
import dev.killswitch.rule.Rule.Count;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlertPlannerTest {
    private static final Rule ISOLATE = rule("shell", action("kubernetes.isolate-pod"));
    private static final Rule DENY = rule("stolen", action("aws.deny-user"));

    private final Planner planner = new Planner(
            PlanSettings.USUAL.ourselves(Names.in("prod-eu", Sort.PODS, "tools/killswitch-0")),
            Fixture.CONNECTIONS,
            Fixture.CATALOG,
            AccountOf.NOTHING);

    private Planned plan(AlertCase the) {
        return plan(the, History.EMPTY);
    }

    private Planned plan(AlertCase the, History history) {
        return planner.plan(the, Fixture.situation(history), new Ids());
    }

    @Test
    void match_isAStepOnTheNamedThing() {
        Planned planned = plan(the(alert(pod("shop/web-1")), ISOLATE));
        assertThat(planned.decision()).isEqualTo(Decision.ACT);
        assertThat(planned.incident()).isEqualTo("i-1");
        Step step = only(planned).step();
        assertThat(step.reference())
                .isEqualTo(new Reference("prod-eu", "kubernetes.pod", "shop/web-1", Map.of("at", "unknown")));
        assertThat(step.authority()).isEqualTo(new Authority.Rule("shell", "digest"));
        assertThat(step.course().cause()).isEqualTo("a-1");
        assertThat(claims(planned, Claim.Once.class)).hasSize(1);
        assertThat(claims(planned, Claim.Reserve.class))
                .containsExactly(Fixture.reserve("automation", 20, Duration.ofMinutes(10), planned));
        assertThat(planned.pages()).isEmpty();
    }

    @Test
    void noMatch_isNone() {
        Planned planned = plan(the(alert(pod("shop/web-1"))));
        assertThat(planned).isEqualTo(new Planned(Decision.NONE, null, List.of(), List.of(), "no rule matched"));
    }

    @ParameterizedTest
    @EnumSource(Flag.class)
    void senderSaysItIsNotReal_nothingIsDone(Flag flag) {
        Alert alert = alert("f-1", Activity.OPENED, Set.of(flag), null, pod("shop/web-1"));
        Decision expected = switch (flag) {
            case SAMPLE, ARCHIVED -> Decision.NONE;
            case ALREADY_MITIGATED -> Decision.ACT;
        };
        Planned planned = plan(the(alert, ISOLATE));
        assertThat(planned.decision()).isEqualTo(expected);
        assertThat(planned.steps().isEmpty()).isEqualTo(expected == Decision.NONE);
    }

    @Test
    void closedFinding_isAddedToItsIncident_andOpensNone() {
        Alert closed = alert("f-1", Activity.CLOSED, Set.of(), null, pod("shop/web-1"));
        Planned alone = plan(the(closed, ISOLATE));
        assertThat(alone.decision()).isEqualTo(Decision.NONE);
        assertThat(alone.incident()).isNull();
        assertThat(alone.claims()).isEmpty();
        assertThat(alone.why()).startsWith("closed: ");
        assertThat(plan(the(closed, ISOLATE), claimed()).incident()).isEqualTo("i-old");
    }

    @Test
    void update_actsOnlyOnWhatIsNew() {
        Planned first = plan(the(alert(pod("shop/web-1")), ISOLATE));
        AlertCase update =
                the(alert("f-1", Activity.UPDATED, Set.of(), null, pod("shop/web-1"), pod("shop/web-2")), ISOLATE);
        assertThat(planner.question(update).once())
                .containsAll(claims(first, Claim.Once.class).stream()
                        .map(Claim.Once::key)
                        .toList());
        Planned second = plan(update, claimed(first));
        assertThat(only(second).step().reference().id()).isEqualTo("shop/web-2");
        assertThat(second.incident()).isEqualTo("i-old");
        Planned third = plan(update, claimed(first, second));
        assertThat(third.decision()).isEqualTo(Decision.NONE);
        assertThat(third.why()).contains("nothing new for rule shell");
    }

    @Test
    void otherFinding_isNewEvidence() {
        Planned first = plan(the(alert(pod("shop/web-1")), ISOLATE));
        Alert other = alert("f-2", Activity.OPENED, Set.of(), null, pod("shop/web-1"));
        assertThat(plan(the(other, ISOLATE), claimed(first)).decision()).isEqualTo(Decision.ACT);
    }

    /** Text of a sender that looks like parts of a key makes no key that another finding has. */
    @Test
    void findingsThatCouldReadAlike_haveTheirOwnKeys() {
        Planned one = plan(the(alert("f/shell", Activity.OPENED, Set.of(), null, pod("shop/web-1")), ISOLATE));
        Planned other = plan(the(alert("f", Activity.OPENED, Set.of(), null, pod("shop/web-1")), ISOLATE));
        assertThat(claims(one, Claim.Once.class)).doesNotContainAnyElementsOf(claims(other, Claim.Once.class));
    }

    @Test
    void twoRulesOnOneThing_areOneStep_andBothAreDone() {
        Rule second = rule("shell-again", action("kubernetes.isolate-pod"), action("kubernetes.kill-pod"));
        AlertCase both = the(alert(pod("shop/web-1")), ISOLATE, second);
        Planned planned = plan(both);
        assertThat(planned.steps())
                .extracting(step -> step.step().action())
                .containsExactly("kubernetes.isolate-pod", "kubernetes.kill-pod");
        assertThat(planned.steps().getFirst().step().authority()).isEqualTo(new Authority.Rule("shell", "digest"));
        assertThat(claims(planned, Claim.Once.class)).hasSize(3);
        assertThat(plan(both, claimed(planned)).steps()).isEmpty();
    }

    @Test
    void ruleThatOnlyObserves_doesNotStandInTheWayOfOneThatActs() {
        Rule observing = rule("watch", Rule.Mode.OBSERVE, null, null, action("kubernetes.isolate-pod"));
        Planned planned = plan(the(alert(pod("shop/web-1")), observing, ISOLATE));
        assertThat(planned.decision()).isEqualTo(Decision.ACT);
        assertThat(only(planned).step().authority()).isEqualTo(new Authority.Rule("shell", "digest"));
    }

    @Test
    void mergedStep_doesTheMostThatAnyWants() {
        Rule brief = rule("brief", action("aws.deny-user", Duration.ofHours(1), List.of()));
        Rule longer = rule("longer", action("aws.deny-user", Duration.ofHours(8), List.of()));
        Rule whole = rule("whole", recipe("aws.contain-user"));
        Alert alice = alert(user("alice", "111122223333"));
        assertThat(only(plan(the(alice, brief, longer))).step().course().ttl()).isEqualTo(Duration.ofHours(8));
        assertThat(only(plan(the(alice, brief, DENY))).step().course().ttl()).isNull();
        assertThat(only(plan(the(alice, DENY, whole))).step().course().each()).isEqualTo(Fixture.CREDENTIALS);
    }

    @Test
    void steps_standInTheOrderOfTheirStages() {
        Rule all = rule(
                "all",
                action("kubernetes.kill-pod"),
                action("kubernetes.isolate-pod"),
                action("aws.disable-access-key"),
                action("aws.deny-user"));
        Entity key = Alerts.entity("aws.access-key", "AKIAIOSFODNN7EXAMPLE", Map.of("account", "111122223333"));
        Planned planned = plan(the(alert(pod("shop/web-1"), key, user("alice", "111122223333")), all));
        assertThat(planned.steps())
                .extracting(step -> step.step().action())
                .containsExactly(
                        "aws.deny-user", "aws.disable-access-key", "kubernetes.isolate-pod", "kubernetes.kill-pod");
    }

    @Test
    void after_isMeantOnEachThingOfTheAlert() {
        Rule ordered = rule("ordered", action("aws.deny-user"), action("kubernetes.isolate-pod", null, List.of(0)));
        Planned planned = plan(
                the(alert(user("alice", "111122223333"), user("bob", "111122223333"), pod("shop/web-1")), ordered));
        assertThat(planned.steps().getLast().step().course().after())
                .containsExactlyInAnyOrder(
                        planned.steps().get(0).step().id(),
                        planned.steps().get(1).step().id());
    }

    /** Isolating after killing, on one pod, would wait for a later stage that waits for it. */
    @Test
    void afterThatWouldNeverEnd_isLeftOut() {
        Rule odd = rule("odd", action("kubernetes.kill-pod"), action("kubernetes.isolate-pod", null, List.of(0)));
        Planned planned = plan(the(alert(pod("shop/web-1")), odd));
        assertThat(planned.steps())
                .allSatisfy(step -> assertThat(step.step().course().after()).isEmpty());
        Rule one = rule("one", action("aws.deny-user"), action("kubernetes.isolate-pod", null, List.of(0)));
        Rule other = rule("other", action("kubernetes.isolate-pod"), action("aws.deny-user", null, List.of(0)));
        Planned crossed = plan(the(alert(user("alice", "111122223333"), pod("shop/web-1")), one, other));
        assertThat(crossed.steps().getFirst().step().course().after()).isEmpty();
    }

    @Test
    void stepThatDoesNotGoOn_isNotWaitedFor() {
        Rule ordered = rule("ordered", action("aws.exotic"), action("kubernetes.isolate-pod", null, List.of(0)));
        Planned planned = plan(the(alert(user("alice", "111122223333"), pod("shop/web-1")), ordered));
        assertThat(planned.steps().getFirst().goesOn()).isFalse();
        assertThat(planned.steps().getLast().step().course().after()).isEmpty();
    }

    @Test
    void count_isReachedWithTheLastOfThem() {
        Rule third = rule(
                "third",
                Rule.Mode.ENFORCE,
                new Count(3, Duration.ofMinutes(10), Count.Per.TARGET),
                null,
                action("kubernetes.isolate-pod"));
        AlertCase the = the(alert(pod("shop/web-1")), third);
        Map<String, Duration> asked = planner.question(the).tallies();
        assertThat(asked).hasSize(1).containsValue(Duration.ofMinutes(10));
        String key = asked.keySet().iterator().next();

        Planned second = plan(the, tallied(Map.of(key, 1)));
        assertThat(second.decision()).isEqualTo(Decision.NONE);
        assertThat(second.incident()).isNull();
        assertThat(second.why()).isEqualTo("rule third: 2 of 3 within 10m");
        assertThat(second.claims()).containsExactly(new Claim.Tally(key, 1, Duration.ofMinutes(10)));

        Planned reached = plan(the, tallied(Map.of(key, 2)));
        assertThat(reached.decision()).isEqualTo(Decision.ACT);
        assertThat(reached.claims()).contains(new Claim.Tally(key, 2, Duration.ofMinutes(10)));
    }

    private static History tallied(Map<String, Integer> tallies) {
        return new History(Optional.empty(), Map.of(), Set.of(), tallies, Map.of(), Set.of(), Map.of());
    }

    @Test
    void countPerTarget_isReachedByEachAlone_andPerRuleByAllTogether() {
        AlertCase each = the(alert(pod("shop/web-1"), pod("shop/web-2")), counting(Count.Per.TARGET));
        var tallies = new HashMap<String, Integer>();
        planner.question(each).tallies().keySet().stream()
                .filter(key -> key.endsWith("web-2"))
                .forEach(key -> tallies.put(key, 5));
        assertThat(only(plan(each, tallied(tallies))).step().reference().id()).isEqualTo("shop/web-2");

        AlertCase all = the(alert(pod("shop/web-1"), pod("shop/web-2")), counting(Count.Per.RULE));
        assertThat(planner.question(all).tallies()).hasSize(1);
        assertThat(claims(plan(all), Claim.Tally.class)).hasSize(1);
    }

    private static Rule counting(Count.Per per) {
        return rule(
                "counting",
                Rule.Mode.ENFORCE,
                new Count(3, Duration.ofMinutes(10), per),
                null,
                action("kubernetes.isolate-pod"));
    }

    @Test
    void ruleBudget_boundsWhatOneAlertCanTake() {
        Rule two = rule(
                "two",
                Rule.Mode.ENFORCE,
                null,
                new Budget(3, Duration.ofHours(1)),
                action("kubernetes.isolate-pod"),
                action("kubernetes.kill-pod"));
        AlertCase the = the(alert(pod("shop/web-1"), pod("shop/web-2"), pod("shop/web-3")), two);
        assertThat(planner.question(the).budgets())
                .containsEntry("rule/two", Duration.ofHours(1))
                .containsEntry("automation", Duration.ofMinutes(10));
        Planned planned = plan(the, Fixture.budgets(Map.of("rule/two", 1)));
        assertThat(planned.steps().stream().filter(PlannedStep::goesOn))
                .as("two things, two steps each")
                .hasSize(4);
        assertThat(planned.steps().stream().filter(step -> !step.goesOn())).allSatisfy(step -> {
            assertThat(step.step().reference().id()).isEqualTo("shop/web-3");
            assertThat(guards(step)).containsExactly("budget");
        });
        assertThat(claims(planned, Claim.Reserve.class))
                .filteredOn(reserve -> !reserve.budget().startsWith("told/"))
                .containsExactlyInAnyOrder(
                        Fixture.reserve("rule/two", 3, Duration.ofHours(1), planned),
                        Fixture.reserve("automation", 20, Duration.ofMinutes(10), planned));
        assertThat(planned.pages())
                .containsExactly(
                        "budget: rule/two has taken 3 of 3 things within 1h: a person decides, or raises the budget");
    }

    @Test
    void thingThatHasASlot_takesNoOther_andGoesOnWhereNoneIsLeft() {
        Rule one =
                rule("one", Rule.Mode.ENFORCE, null, new Budget(1, Duration.ofHours(1)), action("kubernetes.kill-pod"));
        String thing = "prod-eu:kubernetes.pod/shop/web-1";
        History history = Fixture.taken(Map.of("rule/one", Set.of(thing), "automation", Fixture.others(3)));
        Planned planned = plan(the(alert(pod("shop/web-1"), pod("shop/web-2")), one), history);
        assertThat(planned.steps()).extracting(PlannedStep::goesOn).containsExactly(true, false);
        assertThat(claims(planned, Claim.Reserve.class))
                .contains(Fixture.reserve("rule/one", 1, Duration.ofHours(1), planned));
    }

    @Test
    void everyActor_isAStepOfItsOwn_whereverItsAccountIs() {
        Planned planned = plan(the(
                alert(user("alice", "111122223333"), user("bob", "222222222222"), user("eve", "333333333333")), DENY));
        assertThat(planned.steps()).allMatch(PlannedStep::goesOn);
        assertThat(planned.steps())
                .extracting(step -> step.step().reference().name())
                .containsExactly(
                        "acme:aws.user/alice",
                        "many:aws.user/arn:aws:iam::222222222222:user/bob",
                        "many:aws.user/arn:aws:iam::333333333333:user/eve");
    }

    @Test
    void rootUser_isPagedOnce_withWhatIsLeftToDo() {
        AlertCase the = the(alert(Alerts.entity("aws.root", "111122223333", Map.of("account", "111122223333"))), DENY);
        Planned first = plan(the);
        assertThat(first.decision()).isEqualTo(Decision.PERSON);
        assertThat(first.steps()).isEmpty();
        assertThat(first.pages().getFirst())
                .startsWith("it is the root user of account 111122223333: no automation stops that")
                .contains("service control policy", "management account");
        assertThat(planner.question(the).once())
                .containsAll(claims(first, Claim.Once.class).stream()
                        .map(Claim.Once::key)
                        .toList());
        assertThat(plan(the, claimed(first)).pages()).isEmpty();
    }

    @Test
    void usedUpBudget_pagesOnceWithinItsWindow_andIsShownEachTime() {
        AlertCase the = the(alert(pod("shop/web-1")), ISOLATE);
        assertThat(planner.question(the).budgets()).containsEntry("told/automation", Duration.ofMinutes(10));
        Planned first = plan(the, Fixture.budgets(Map.of("automation", 20)));
        assertThat(first.pages()).hasSize(1);
        assertThat(first.claims())
                .containsExactly(new Claim.Reserve(
                        "told/automation", Set.of(new Claim.Slot("a-1", "a-1")), 1, Duration.ofMinutes(10)));
        Planned second = plan(the, Fixture.budgets(Map.of("automation", 20, "told/automation", 1)));
        assertThat(second.decision()).isEqualTo(Decision.PERSON);
        assertThat(second.why()).startsWith("budget: automation has taken 20 of 20");
        assertThat(second.pages()).isEmpty();
        assertThat(second.claims()).isEmpty();
    }

    @Test
    void budgetOfAutomation_boundsAllRulesTogether() {
        Planned planned = plan(the(alert(pod("shop/web-1")), ISOLATE), Fixture.budgets(Map.of("automation", 20)));
        assertThat(planned.decision()).isEqualTo(Decision.PERSON);
        assertThat(planned.why()).startsWith("budget: automation has taken 20 of 20");
        assertThat(claims(planned, Claim.Reserve.class))
                .extracting(Claim.Reserve::budget)
                .containsExactly("told/automation");
    }
}
