package dev.killswitch.plan;

import static dev.killswitch.plan.Alerts.action;
import static dev.killswitch.plan.Alerts.alert;
import static dev.killswitch.plan.Alerts.pod;
import static dev.killswitch.plan.Alerts.rule;
import static dev.killswitch.plan.Alerts.the;
import static dev.killswitch.plan.Alerts.user;
import static dev.killswitch.plan.Fixture.NOW;
import static dev.killswitch.plan.Fixture.claimed;
import static dev.killswitch.plan.Fixture.guards;
import static dev.killswitch.plan.Fixture.modes;
import static dev.killswitch.plan.Fixture.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Alert.Activity;
import dev.killswitch.alert.Entity;
import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Entity.Trust;
import dev.killswitch.alert.SourceSettings.May;
import dev.killswitch.plan.Names.Sort;
import dev.killswitch.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an alert names, and what guards say to it. */
class AlertGuardsTest {
    private static final Rule ISOLATE = rule("shell", action("kubernetes.isolate-pod"));

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
    void alertThatOccurredLongAgo_isForAPerson() {
        for (Duration age :
                List.of(Duration.ofMinutes(15), Duration.ofMinutes(15).plusMillis(1))) {
            Alert old = alert("f-1", Activity.OPENED, Set.of(), NOW.minus(age), pod("shop/web-1"));
            Planned planned = plan(the(old, ISOLATE));
            boolean stale = age.compareTo(Duration.ofMinutes(15)) > 0;
            assertThat(planned.decision()).isEqualTo(stale ? Decision.PERSON : Decision.ACT);
            assertThat(guards(only(planned))).isEqualTo(stale ? List.of("stale") : List.of());
        }
        Instant future = NOW.plus(Duration.ofDays(1));
        Alert ahead = alert("f-1", Activity.OPENED, Set.of(), future, pod("shop/web-1"));
        assertThat(plan(the(ahead, ISOLATE)).decision()).isEqualTo(Decision.ACT);
    }

    @Test
    void whatOnlyObserves_isPlannedAndShown_andPagesNobody() {
        Rule watching = rule("watch", Rule.Mode.OBSERVE, null, null, action("kubernetes.isolate-pod"));
        AlertCase the = the(alert(pod("shop/web-1")), ISOLATE);
        Map<String, Planned> planned = Map.of(
                "rule-observes", plan(the(alert(pod("shop/web-1")), watching)),
                "source-may-observe", plan(the(alert(pod("shop/web-1")), May.OBSERVE, ISOLATE)),
                "rule-off", plan(the, modes(Map.of(), Set.of("shell"), Map.of())),
                "automation-observing", plan(the, modes(Map.of("prod-eu", Mode.OBSERVING), Set.of(), Map.of())));
        planned.forEach((guard, shown) -> {
            assertThat(shown.decision()).as(guard).isEqualTo(Decision.OBSERVE);
            assertThat(guards(only(shown))).containsExactly(guard);
            assertThat(shown.pages()).isEmpty();
            assertThat(shown.claims()).as("it may be done yet, once armed").isEmpty();
            assertThat(shown.incident()).isNotNull();
        });
    }

    @Test
    void pausedAutomation_leavesItToAPerson() {
        Planned planned =
                plan(the(alert(pod("shop/web-1")), ISOLATE), modes(Map.of("*", Mode.PAUSED), Set.of(), Map.of()));
        assertThat(planned.decision()).isEqualTo(Decision.PERSON);
        assertThat(guards(only(planned))).containsExactly("automation-paused");
        assertThat(planned.pages()).hasSize(1);
    }

    @Test
    void connectionThatDoesNotKnowItself_isLeftToAPerson() {
        var situation = new Situation(NOW, History.EMPTY, Map.of("prod-eu", "who we are is not known"));
        Planned planned = planner.plan(the(alert(pod("shop/web-1")), ISOLATE), situation, new Ids());
        assertThat(planned.decision()).isEqualTo(Decision.PERSON);
        assertThat(guards(only(planned))).containsExactly("connection-not-ready");
    }

    @Test
    void heldAlready_leavesNothingToDo() {
        Planned planned = plan(
                the(alert(pod("shop/web-1")), ISOLATE),
                modes(Map.of(), Set.of(), Map.of("prod-eu:kubernetes.pod/shop/web-1#isolated", "c-7")));
        assertThat(planned.decision()).isEqualTo(Decision.NONE);
        assertThat(planned.why()).startsWith("already-contained: c-7");
        assertThat(planned.pages()).isEmpty();
    }

    @Test
    void protectedThing_pagesOnceForAFinding() {
        AlertCase the = the(alert(pod("kube-system/dns"), pod("shop/web-1")), ISOLATE);
        Planned first = plan(the);
        assertThat(first.decision()).isEqualTo(Decision.ACT);
        assertThat(first.pages()).singleElement().asString().startsWith("protected: namespace kube-system");
        Planned again = plan(the, claimed(first));
        assertThat(again.decision()).isEqualTo(Decision.PERSON);
        assertThat(again.pages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tools/killswitch-0", "kube-system/dns", "cilium-system/agent"})
    void nameThatAGuardKnows_isNotActedOn(String id) {
        assertThat(plan(the(alert(pod(id)), ISOLATE)).steps()).noneMatch(PlannedStep::goesOn);
    }

    @Test
    void tierThatIsOff_isRefusedAndPages() {
        Planned planned = plan(the(alert(user("alice", "111122223333")), rule("exotic", action("aws.exotic"))));
        assertThat(planned.decision()).isEqualTo(Decision.REFUSED);
        assertThat(guards(only(planned))).containsExactly("tier");
        assertThat(planned.pages()).hasSize(1);
    }

    @Test
    void ruleThatSelectsNothing_pages_unlessItSaysNot() {
        AlertCase aimless = the(alert(user("alice", "111122223333")), ISOLATE);
        Planned planned = plan(aimless);
        assertThat(planned.decision()).isEqualTo(Decision.PERSON);
        assertThat(planned.incident()).isEqualTo("i-1");
        assertThat(planned.pages()).singleElement().asString().startsWith("unresolved: rule shell matched");
        assertThat(plan(aimless, claimed(planned)).pages()).isEmpty();
        Planned recorded = plan(the(alert(user("alice", "111122223333")), Alerts.recording(ISOLATE)));
        assertThat(recorded.decision()).isEqualTo(Decision.NONE);
        assertThat(recorded.pages()).isEmpty();
        assertThat(recorded.why()).startsWith("unresolved: ");
    }

    @Test
    void ruleWithNothingToDo_isNone() {
        Planned planned = plan(the(alert(pod("shop/web-1")), rule("note")));
        assertThat(planned.decision()).isEqualTo(Decision.NONE);
        assertThat(planned.why()).isEqualTo("nothing to do");
    }

    @Test
    void alertThatNamesVeryMuch_isBounded() {
        Entity[] pods = IntStream.range(0, 900)
                .mapToObj(index -> pod("shop/web-" + index))
                .toArray(Entity[]::new);
        AlertCase the = the(alert(pods), ISOLATE);
        Planned planned = plan(the);
        assertThat(planned.steps()).hasSize(Ground.STEPS_MAX);
        assertThat(planned.steps().stream().filter(PlannedStep::goesOn)).hasSize(20);
        assertThat(planned.pages()).anyMatch(page -> page.startsWith("too-many: the alert wants 800 steps more"));
        assertThat(planned.why().length()).isLessThan(2_000);
        assertThat(planner.question(the).things()).hasSize(Ground.STEPS_MAX);
    }

    /** Whatever the rule selects: what an attacker can write is no target. */
    @Test
    void wordsBaitAndAnalysts_areNeverTargets() {
        for (Trust trust : Trust.values()) {
            for (Role role : Role.values()) {
                var entity =
                        new Entity("kubernetes.pod", "shop/web-1", Map.of("connection", "prod-eu"), role, trust, "/x");
                boolean may = trust != Trust.TEXT
                        && EnumSet.of(Role.TARGET, Role.ACTOR, Role.RELATED).contains(role);
                Planned planned = plan(the(alert(entity), ISOLATE));
                assertThat(planned.steps().stream().filter(PlannedStep::goesOn))
                        .as(trust + " " + role)
                        .hasSize(may ? 1 : 0);
                AlertCase unaimed = the(alert(entity));
                assertThat(planner.question(unaimed).things())
                        .hasSize(
                                trust != Trust.TEXT
                                                && EnumSet.of(Role.TARGET, Role.ACTOR)
                                                        .contains(role)
                                        ? 1
                                        : 0);
            }
        }
    }

    /** Titles, types and fields may say anything: the plan is the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kube-system",
                "protected",
                "killswitch.dev/exempt",
                "'; drop table",
                "${jndi:ldap://x}",
                "\u0000\n"
            })
    void textOfTheAttacker_neitherSelectsNorExempts(String text) {
        Alert plain = alert(pod("shop/web-1"));
        var loud = new Alert(
                plain.finding(),
                text,
                text,
                text,
                plain.activity(),
                Alert.Severity.INFORMATIONAL,
                null,
                Set.of(),
                Map.of(text, text, "namespace", "kube-system", "labels", Map.of("protected", text)),
                plain.entities());
        assertThat(plan(the(loud, ISOLATE))).isEqualTo(plan(the(plain, ISOLATE)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"shop/web-1/../../kube-system", "shop/*", "shop/web 1", "shop/web-1\n", "shop/$(x)", "/", ""})
    void oddName_isNotActedOn(String id) {
        Planned planned = plan(the(alert(pod(id)), ISOLATE));
        assertThat(planned.decision()).isEqualTo(Decision.REFUSED);
        assertThat(guards(only(planned))).contains("unnamed");
        assertThat(planned.why()).doesNotContain("\n");
    }
}
