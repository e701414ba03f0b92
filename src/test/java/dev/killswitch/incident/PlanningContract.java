package dev.killswitch.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Outcome;
import dev.killswitch.action.Released;
import dev.killswitch.incident.Event.Position;
import dev.killswitch.incident.Event.ReleaseNeeds;
import dev.killswitch.plan.Claim;
import dev.killswitch.plan.FactGuard.Moment;
import dev.killswitch.plan.FactGuard.RuleState;
import dev.killswitch.plan.History;
import dev.killswitch.plan.Mode;
import dev.killswitch.plan.PlannedStep;
import dev.killswitch.plan.Question;
import dev.killswitch.plan.Step;
import dev.killswitch.plan.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every register answers to planners and guards. Let go lasts 24 h; nobody has said anything of connection {@code prod}: it observes. */
public abstract class PlanningContract extends RecordContract {
    private static final String POD = "shop/web-1";
    private static final String THING = "prod:kubernetes.pod/shop/web-1";

    private static Question question(@Nullable String finding, String... things) {
        return new Question(finding, List.of(things), Duration.ofMinutes(30), Map.of(), Map.of(), List.of());
    }

    private void released(String release, Step step, @Nullable String person, Released released) {
        stored(new Event.ReleaseAsked(
                clock.instant(), release, step.containment(), person, ReleaseNeeds.NOTHING, null, null));
        stored(
                new Event.ReleaseStarted(clock.instant(), release, step.containment()),
                new Event.ReleaseEnded(clock.instant(), release, step.containment(), released, List.of()));
    }

    @Test
    void history_findsTheIncidentByFinding_andByAThingOfTheLastHalfHour() {
        contained("1", "i-1", POD);
        assertThat(register().history(question("falco-prod/finding-1")).incident())
                .contains("i-1");
        assertThat(register().history(question("falco-prod/finding-9")).incident())
                .isEmpty();
        assertThat(register().history(question("falco-prod/finding-9", THING)).incident())
                .contains("i-1");
        clock.advance(Duration.ofMinutes(30).plusMillis(1));
        assertThat(register().history(question("falco-prod/finding-9", THING)).incident())
                .isEmpty();
        assertThat(register().history(question("falco-prod/finding-1", THING)).incident())
                .contains("i-1");
    }

    @Test
    void history_knowsWhatElseTheAlertNamed_inTheConnectionOfItsSteps() {
        Step step = step("1", "i-1", POD);
        stored(decided("1", "shell", "i-1", pod(POD), pod("shop/db-1")), intended(step));
        assertThat(register()
                        .history(question("f", "prod:kubernetes.pod/shop/db-1"))
                        .incident())
                .contains("i-1");
        assertThat(register()
                        .history(question("f", "test:kubernetes.pod/shop/db-1"))
                        .incident())
                .isEmpty();
    }

    @Test
    void history_tellsTalliesBudgetsAndClaims() {
        claim(
                "a",
                new Claim.Once("once-1"),
                new Claim.Reserve(
                        "budget-1",
                        Set.of(
                                new Claim.Slot("s-1", "one"),
                                new Claim.Slot("s-2", "one"),
                                new Claim.Slot("s-3", "two")),
                        10,
                        Duration.ofHours(1)),
                new Claim.Tally("tally-1", 0, Duration.ofHours(1)));
        var question = new Question(
                null,
                List.of(),
                Duration.ZERO,
                Map.of("tally-1", Duration.ofHours(1), "tally-2", Duration.ofHours(1)),
                Map.of("budget-1", Duration.ofHours(1)),
                List.of("once-1", "once-2"));
        History history = register().history(question);
        assertThat(history.tallies()).isEqualTo(Map.of("tally-1", 1, "tally-2", 0));
        assertThat(history.budgets()).isEqualTo(Map.of("budget-1", Set.of("one", "two")));
        assertThat(history.claimed()).containsExactly("once-1");
        clock.advance(Duration.ofHours(1));
        assertThat(register().history(question).budgets()).isEqualTo(Map.of("budget-1", Set.of()));
    }

    @Test
    void slot_isGivenBack_onceNoStepOfItsThingMayHold() {
        Step one = step("1", "i-1", POD);
        Step other = step("2", "i-1", POD);
        claim("a", reserve(one), reserve("automation", one));
        claim("b", reserve(other));
        stored(decided("1", "shell", "i-1", pod(POD)), intended(one), intended(other));
        stored(ended(one, new Outcome.Gone("nothing of that name")));
        assertThat(taken("rule")).containsExactly(THING);
        assertThat(taken("automation")).isEmpty();
        stored(ended(other, new Outcome.Refused("ourselves")));
        assertThat(taken("rule")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void slot_isKept_forWhatMayHold(Outcome outcome, boolean isKept) {
        Step step = step("1", "i-1", POD);
        claim("a", reserve(step));
        stored(decided("1", "shell", "i-1", pod(POD)), intended(step));
        stored(ended(step, outcome));
        assertThat(taken("rule")).hasSize(isKept ? 1 : 0);
    }

    static Stream<Arguments> outcomes() {
        return Stream.of(
                Arguments.of(new Outcome.Done("receipt"), true),
                Arguments.of(new Outcome.AlreadyDone(), true),
                Arguments.of(new Outcome.Unknown("no answer"), true),
                Arguments.of(new Outcome.Changed("another"), false),
                Arguments.of(new Outcome.Busy("nobody answers", Duration.ZERO), false));
    }

    private static Claim reserve(Step step) {
        return reserve("rule", step);
    }

    private static Claim reserve(String budget, Step step) {
        return new Claim.Reserve(budget, Set.of(new Claim.Slot(step.id(), THING)), 1, Duration.ofHours(1));
    }

    private Set<String> taken(String budget) {
        var question =
                new Question(null, List.of(), Duration.ZERO, Map.of(), Map.of(budget, Duration.ofHours(1)), List.of());
        return register().history(question).budgets().getOrDefault(budget, Set.of());
    }

    @Test
    void history_tellsWhatIsHeld_onceItIsInForce() {
        Step step = step("1", "i-1", POD);
        stored(decided("1", "shell", "i-1", pod(POD)), intended(step));
        assertThat(register().history(question(null, THING)).held()).isEmpty();
        stored(started(step));
        assertThat(register().history(question(null, THING)).held()).isEmpty();
        assertThat(moment(step("2", "i-1", POD), POD).holders()).isEmpty();
        stored(ended(step, new Outcome.Done("r")));
        contained("2", "i-1", POD);
        assertThat(register().history(question(null, THING)).held()).isEqualTo(Map.of(THING + "#isolation", "c-1"));
        assertThat(register()
                        .history(question(null, "prod:kubernetes.pod/other"))
                        .held())
                .isEmpty();
        released("r-1", step, "p-1", new Released.Restored());
        assertThat(register().history(question(null, THING)).held()).isEqualTo(Map.of(THING + "#isolation", "c-2"));
    }

    @Test
    void whatMayHoldOnly_orDrifted_isNotHeld() {
        Step unknown = step("1", "i-1", POD);
        stored(decided("1", "shell", "i-1", pod(POD)), intended(unknown), started(unknown));
        stored(ended(unknown, new Outcome.Unknown("no answer")));
        assertThat(register().history(question(null, THING)).held()).isEmpty();
        assertThat(moment(step("3", "i-1", POD), POD).holders()).isEmpty();
        Step drifted = contained("2", "i-1", POD);
        assertThat(register().history(question(null, THING)).held()).containsValue("c-2");
        stored(new Event.ContainmentDrifted(clock.instant(), drifted.containment(), "free"));
        assertThat(register().history(question(null, THING)).held()).isEmpty();
    }

    @Test
    void refusedStep_isNotHeld() {
        var planned = new PlannedStep(step("1", "i-1", POD), List.of(new Verdict.Never("ourselves", "us")));
        stored(decided("1", "shell", "i-1", pod(POD)), new Event.StepIntended(START, planned));
        assertThat(register().history(question(null, THING)).held()).isEmpty();
        assertThat(register().incidentsWithOpenSteps()).isEmpty();
    }

    @Test
    void letGo_holdsForAlertsOfTheSameKind_onThatUid_forADay() {
        Step step = contained("1", "i-1", POD);
        released("r-1", step, "p-1", new Released.Restored());
        stored(decided("2", "shell", "i-1", pod(POD)), decided("3", "miner", "i-1", pod(POD)));
        Step same = step("2", "i-1", POD);
        Step other = step("3", "i-1", POD);
        Step person = step("4", "i-1", POD, new Step.Authority.Person("p-1", Set.of()), "a-2");
        Step added = step("5", "i-1", POD, same.authority(), same.id());
        stored(intended(same), intended(added));
        restart();
        assertThat(moment(same, POD).letGo()).isEqualTo(START);
        assertThat(moment(added, POD).letGo()).isEqualTo(START);
        assertThat(moment(other, POD).letGo()).isNull();
        assertThat(moment(person, POD).letGo()).isNull();
        assertThat(moment(same, "shop/web-2").letGo()).isNull();
        clock.advance(Duration.ofHours(24));
        assertThat(moment(same, POD).letGo()).isNull();
    }

    private Moment moment(Step step, String pod) {
        return register().moment(step, target(pod), "isolation");
    }

    @Test
    void expiryAndFailure_letNothingGo() {
        Step expired = contained("1", "i-1", POD);
        released("r-1", expired, null, new Released.Restored());
        assertThat(moment(step("2", "i-1", POD, expired.authority(), "a-1"), POD)
                        .letGo())
                .isNull();
        Step failed = contained("2", "i-2", POD);
        released("r-2", failed, "p-1", new Released.Drifted("a", "b"));
        assertThat(moment(step("3", "i-1", POD, expired.authority(), "a-2"), POD)
                        .letGo())
                .isNull();
    }

    @Test
    void moment_tellsHoldersButTheStepItself() {
        Step step = contained("1", "i-1", POD);
        assertThat(moment(step("2", "i-1", POD), POD).holders()).containsExactly("c-1");
        assertThat(moment(step, POD).holders()).isEmpty();
        assertThat(moment(step, POD).now()).isEqualTo(clock.instant());
    }

    @Test
    void automation_isTheLesserOfAllAndOwn() {
        Step step = step("1", "i-1", POD);
        assertThat(moment(step, POD).automation()).isEqualTo(Mode.UNSAID);
        stored(new Event.AutomationSet(START, Mode.ARMED, "prod", "p-1", null));
        assertThat(moment(step, POD).automation()).isEqualTo(Mode.ARMED);
        stored(new Event.AutomationSet(START, Mode.PAUSED, null, "p-1", null));
        assertThat(moment(step, POD).automation()).isEqualTo(Mode.PAUSED);
        restart();
        assertThat(register().automation()).isEqualTo(Map.of("prod", Mode.ARMED, "*", Mode.PAUSED));
        assertThat(register().history(question(null)).automation())
                .isEqualTo(register().automation());
    }

    @Test
    void rules_areOffUntilTheyAreOnAgain() {
        stored(new Event.RuleSwitched(START, "rule-1", Position.OFF, "p-1", null));
        assertThat(register().rulesOff()).containsExactly("rule-1");
        assertThat(moment(step("1", "i-1", POD), POD).rule()).isEqualTo(RuleState.OFF);
        stored(new Event.RuleSwitched(START, "rule-1", Position.ON, "p-1", null));
        assertThat(register().rulesOff()).isEmpty();
        assertThat(moment(step("1", "i-1", POD), POD).rule()).isEqualTo(RuleState.ON);
    }
}
