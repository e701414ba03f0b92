package dev.killswitch.plan;

import static dev.killswitch.plan.Fixture.guards;
import static dev.killswitch.plan.Fixture.situation;
import static dev.killswitch.plan.Fixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.ActionCatalog;
import dev.killswitch.action.ActionSpec.Param;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import dev.killswitch.plan.Step.AtExpiry;
import dev.killswitch.plan.Step.Authority;
import dev.killswitch.plan.Step.Each;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FanOutPlannerTest {
    private static final Each KEYS = new Each("aws.disable-access-key", "aws.access-key");
    private static final Authority RULE = new Authority.Rule("stolen-key", "digest");
    private static final Reference ONE = key("AKIAIOSFODNN7EXAMPLE");
    private static final Reference TWO = key("AKIAI44QH8DHBEXAMPLE");

    private final Planner planner =
            new Planner(PlanSettings.USUAL, Fixture.CONNECTIONS, Fixture.CATALOG, AccountOf.NOTHING);

    private static Reference key(String id) {
        return new Reference("acme", "aws.access-key", id, Map.of());
    }

    private static Step denied(Authority authority) {
        var course = new Step.Course(Stage.DENY, Set.of(), Duration.ofHours(4), AtExpiry.RELEASE, KEYS, "a-1");
        return new Step("s-deny", "i-1", "c-deny", "aws.deny-user", user("alice"), Parameters.NONE, authority, course);
    }

    private Planned fanOut(Authority authority, List<Reference> found, History history) {
        return planner.fanOut(denied(authority), KEYS, found, situation(history), new Ids());
    }

    @Test
    void eachKey_isAStepOfItsOwn_onTheSameAuthorityAndTerms() {
        Planned planned = fanOut(RULE, List.of(ONE, TWO), History.EMPTY);
        assertThat(planned.decision()).isEqualTo(Decision.ACT);
        assertThat(planned.incident()).isEqualTo("i-1");
        assertThat(planned.steps()).extracting(step -> step.step().reference()).containsExactly(ONE, TWO);
        assertThat(planned.steps()).allSatisfy(step -> {
            assertThat(step.step().authority()).isEqualTo(RULE);
            assertThat(step.step().course())
                    .isEqualTo(new Step.Course(
                            Stage.CREDENTIAL, Set.of(), Duration.ofHours(4), AtExpiry.RELEASE, null, "s-deny"));
        });
        assertThat(planned.claims()).filteredOn(Claim.Once.class::isInstance).hasSize(2);
        assertThat(planned.claims()).contains(Fixture.reserve("automation", 20, Duration.ofMinutes(10), planned));
    }

    /** What is done to a thing may depend on whose it is. */
    @Test
    void parameterCalledAsTheKind_takesWhoseItIs() {
        var whose = new Param("user", Param.Type.TEXT, "", "whose key it is");
        var catalog = ActionCatalog.ofSpecs(List.of(
                Fixture.DENY,
                Fixture.DISABLE_SERVICE,
                Fixture.DISABLE_SSH,
                Fixture.DISABLE_CERTIFICATE,
                Fixture.spec(
                        "aws.disable-access-key", "aws.access-key", "tier1", Stage.CREDENTIAL, "inactive", whose)));
        var told = new Planner(PlanSettings.USUAL, Fixture.CONNECTIONS, catalog, AccountOf.NOTHING);
        Planned planned = told.fanOut(denied(RULE), KEYS, List.of(ONE), situation(History.EMPTY), new Ids());
        assertThat(planned.steps())
                .singleElement()
                .satisfies(step ->
                        assertThat(step.step().parameters().text("user")).isEqualTo("alice"));
        assertThat(Recipes.specs(catalog).get("aws.contain-user").parameters()).isEmpty();
    }

    @Test
    void secondTime_addsOnlyWhatIsNew() {
        Planned first = fanOut(RULE, List.of(ONE), History.EMPTY);
        var claimed = new HashSet<String>();
        first.claims().forEach(claim -> {
            if (claim instanceof Claim.Once once) {
                claimed.add(once.key());
            }
        });
        var history = new History(Optional.empty(), Map.of(), Set.of(), Map.of(), Map.of(), claimed, Map.of());
        assertThat(planner.question(denied(RULE), KEYS, List.of(ONE)).once()).containsAll(claimed);
        Planned second = fanOut(RULE, List.of(ONE, TWO), history);
        assertThat(second.steps()).extracting(step -> step.step().reference()).containsExactly(TWO);
        assertThat(fanOut(RULE, List.of(ONE), history).decision()).isEqualTo(Decision.NONE);
    }

    @Test
    void pastTheBudgetOfAutomation_aPersonDecides() {
        Planned planned = fanOut(RULE, List.of(ONE, TWO), Fixture.budgets(Map.of("automation", 19)));
        assertThat(planned.decision()).isEqualTo(Decision.ACT);
        assertThat(planned.steps().getFirst().goesOn()).isTrue();
        assertThat(guards(planned.steps().getLast())).containsExactly("budget");
        assertThat(planned.pages())
                .singleElement()
                .asString()
                .contains("automation has taken 20 of 20 things within 10m");
        assertThat(planned.claims()).contains(Fixture.reserve("automation", 20, Duration.ofMinutes(10), planned));
    }

    @Test
    void persons_areCountedAndNotHeld() {
        var person = new Authority.Person("p-ann", Set.of());
        Planned planned = fanOut(person, List.of(ONE, TWO), Fixture.budgets(Map.of("automation", 20)));
        assertThat(planned.steps()).allMatch(PlannedStep::goesOn);
        assertThat(planned.claims())
                .contains(Fixture.reserve("person/p-ann", Integer.MAX_VALUE, Duration.ofMinutes(10), planned));
    }

    @Test
    void answerOfAnotherKindOrConnection_isLeftOutAndPages() {
        var elsewhere = new Reference("many", "aws.access-key", "AKIAIOSFODNN7EXAMPLE", Map.of());
        Planned planned = fanOut(RULE, List.of(ONE, elsewhere, user("bob")), History.EMPTY);
        assertThat(planned.steps()).hasSize(1);
        assertThat(planned.pages()).singleElement().asString().contains("of 3 things 2 are left out");
    }

    @Test
    void thingOfEachKind_getsTheActionOfItsKind() {
        var both = new Each(KEYS.action(), KEYS.kind(), List.of(new Each("aws.disable-ssh-key", "aws.ssh-key")));
        var ssh = new Reference("acme", "aws.ssh-key", "alice/APKAIOSFODNN7EXAMPLE", Map.of());
        Planned planned = planner.fanOut(denied(RULE), both, List.of(ssh, ONE), situation(History.EMPTY), new Ids());
        assertThat(planned.steps())
                .extracting(one ->
                        one.step().action() + " " + one.step().reference().id())
                .containsExactly("aws.disable-ssh-key alice/APKAIOSFODNN7EXAMPLE", KEYS.action() + " " + ONE.id());
        assertThat(planned.pages()).isEmpty();
    }

    @Test
    void steps_areBounded() {
        List<Reference> found = IntStream.range(0, 500)
                .mapToObj(index -> key("AKIAIOSFODNN7EXA%04d".formatted(index)))
                .toList();
        Planned planned = fanOut(new Authority.Person("p-ann", Set.of()), found, History.EMPTY);
        assertThat(planned.steps()).hasSize(Ground.STEPS_MAX);
        assertThat(planned.pages()).hasSize(1);
    }

    @Test
    void pausedMeanwhile_addsNothing() {
        var paused = new History(
                Optional.empty(), Map.of("*", Mode.PAUSED), Set.of(), Map.of(), Map.of(), Set.of(), Map.of());
        Planned planned = fanOut(RULE, List.of(ONE), paused);
        assertThat(planned.decision()).isEqualTo(Decision.PERSON);
        assertThat(guards(planned.steps().getFirst())).containsExactly("automation-paused");
    }
}
