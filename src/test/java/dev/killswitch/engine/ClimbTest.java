package dev.killswitch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Reference;
import dev.killswitch.action.Rung;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.StepState;
import dev.killswitch.incident.StepState.State;
import dev.killswitch.plan.Mode;
import dev.killswitch.plan.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a step falls short, what is stronger is taken as the rule says, and where that ends somebody hears of it. */
class ClimbTest {
    private static final String CLIMBS = "f-1 climbs kubernetes.pod=shop/cart";
    private static final String ISOLATED = "apply kubernetes.isolate-pod shop/cart";
    private static final String WITHDRAWN = "apply kubernetes.withdraw-network-policy shop/wide";
    private static final String NONE =
            "it falls short still, and nothing stronger is left to be taken: partial: something is let through";

    @TempDir
    private Path directory;

    private EngineWorld world;

    @BeforeEach
    void start() {
        world = new EngineWorld(directory).start();
    }

    @AfterEach
    void end() {
        Invariants.holdAtTheEnd(world);
        world.close();
    }

    private static Rung withdraw(String... policies) {
        return new Rung(
                EngineWorld.WITHDRAW,
                Stream.of(policies)
                        .map(policy -> new Reference(EngineWorld.CLUSTER, EngineWorld.POLICY, policy, Map.of()))
                        .toList());
    }

    private static Rung same(String action) {
        return new Rung(action, List.of());
    }

    private StepState step(String action) {
        return world.steps().stream()
                .filter(step -> step.planned().step().action().equals(action))
                .findFirst()
                .orElseThrow();
    }

    /** Ends the process, starts it again, and lets what is left go on. */
    private void again() {
        world.restart();
        world.pass(Duration.ofMinutes(1));
    }

    @Test
    void ruleThatSuggests_takesNothing() {
        world.cluster.partialBut(EngineWorld.ISOLATE, withdraw("shop/wide"));
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        again();
        assertThat(world.writes()).containsExactly(ISOLATED);
        assertThat(world.step().state()).isEqualTo(State.PARTIAL);
        assertThat(world.pages()).isEmpty();
    }

    @Test
    void partial_isMadeUpFor_onEachThingThatItsProofNames_andTheRecordSaysWhy() {
        world.cluster.partialBut(EngineWorld.ISOLATE, withdraw("shop/wide", "shop/wider"));
        world.alert(CLIMBS);
        assertThat(world.writes())
                .containsExactly(ISOLATED, WITHDRAWN, "apply kubernetes.withdraw-network-policy shop/wider");
        assertThat(world.steps()).hasSize(3).allMatch(step -> step.state() == State.PROVEN);
        Step from = step(EngineWorld.ISOLATE).planned().step();
        Step rung = step(EngineWorld.WITHDRAW).planned().step();
        assertThat(rung.incident()).isEqualTo(from.incident());
        assertThat(rung.authority()).isEqualTo(from.authority());
        assertThat(rung.course().cause()).isEqualTo(from.id());
        assertThat(rung.course().fellShort()).isEqualTo("partial: something is let through");
        assertThat(from.isRung()).isFalse();
        assertThat(world.pages()).isEmpty();
    }

    @Test
    void refusal_isMadeUpForRungByRung_andHoldsAsLong() {
        world.account.full(EngineWorld.DENY, same(EngineWorld.BOUND));
        world.account.full(EngineWorld.BOUND, same(EngineWorld.INSIDE));
        world.alert("f-1 quota aws.user=alice");
        assertThat(world.writes()).containsExactly("apply aws.deny-user-inside alice");
        assertThat(world.steps())
                .extracting(StepState::state)
                .containsExactly(State.REFUSED, State.REFUSED, State.PROVEN);
        Step top = step(EngineWorld.INSIDE).planned().step();
        assertThat(top.course().cause()).isEqualTo(step(EngineWorld.BOUND).id());
        assertThat(top.course().fellShort()).isEqualTo("refused: a quota is used up");
        assertThat(world.pages()).isEmpty();
        world.pass(Duration.ofHours(2));
        assertThat(world.writes()).last().isEqualTo("release aws.deny-user-inside alice");
    }

    @Test
    void topOfTheLadderThatIsRefusedToo_pagesWhy() {
        world.account.full(EngineWorld.DENY, same(EngineWorld.INSIDE));
        world.account.full(EngineWorld.INSIDE, same(EngineWorld.DENY));
        world.alert("f-1 quota aws.user=alice");
        again();
        assertThat(world.steps()).extracting(StepState::state).containsExactly(State.REFUSED, State.REFUSED);
        assertThat(world.pages()).contains("a quota is used up");
    }

    @Test
    void rungThatDidNotHelp_isNotTakenAgain_andPagesOnce() {
        world.cluster.partialBut(EngineWorld.ISOLATE, withdraw("shop/wide", "shop/gone"));
        world.alert(CLIMBS);
        assertThat(world.writes()).containsExactly(ISOLATED, WITHDRAWN);
        assertThat(step(EngineWorld.ISOLATE).state()).isEqualTo(State.PARTIAL);
        assertThat(world.pages()).containsOnlyOnce(NONE);
        again();
        assertThat(world.writes()).containsExactly(ISOLATED, WITHDRAWN);
        assertThat(world.pages()).containsOnlyOnce(NONE);
    }

    @Test
    void twoStepsThatNameTheSame_takeItOnce() {
        world.cluster.partialBut(EngineWorld.ISOLATE, withdraw("shop/wide"));
        world.alert("f-1 climbs kubernetes.pod=shop/cart kubernetes.pod=shop/till");
        again();
        assertThat(world.writes()).containsOnlyOnce(WITHDRAWN);
        assertThat(world.steps())
                .filteredOn(step -> step.planned().step().action().equals(EngineWorld.ISOLATE))
                .hasSize(2)
                .allMatch(step -> step.state() == State.PROVEN);
        assertThat(world.pages()).isEmpty();
    }

    @Test
    void answerThatNamesNoRungAboveIt_isNotFollowed() {
        world.cluster.partialBut(
                EngineWorld.ISOLATE,
                new Rung(EngineWorld.ISOLATE, withdraw("shop/wide").on()));
        world.alert(CLIMBS);
        assertThat(world.writes()).containsExactly(ISOLATED);
        assertThat(world.steps()).hasSize(1);
    }

    @Test
    void thingElsewhere_isLeftAlone_andPages() {
        world.cluster.partialBut(
                EngineWorld.ISOLATE,
                new Rung(
                        EngineWorld.WITHDRAW,
                        List.of(new Reference(EngineWorld.ACCOUNT, EngineWorld.POLICY, "shop/wide", Map.of()))));
        world.alert(CLIMBS);
        again();
        assertThat(world.writes()).containsExactly(ISOLATED);
        assertThat(world.pages()).singleElement().asString().contains("of another kind or connection");
    }

    @Test
    void automationPausedMeanwhile_endsIt_andPages() {
        world.cluster.partialBut(EngineWorld.ISOLATE, withdraw("shop/wide"));
        world.journal()
                .race(
                        draft -> draft.id().contains("/proven-"),
                        () -> world.automation()
                                .set(Mode.PAUSED, EngineWorld.CLUSTER, "p-1", Automation.May.LESS, null));
        world.alert(CLIMBS);
        assertThat(world.writes()).containsExactly(ISOLATED);
        assertThat(step(EngineWorld.WITHDRAW).planned().goesOn()).isFalse();
        assertThat(world.pages())
                .singleElement()
                .asString()
                .startsWith("kubernetes.withdraw-network-policy on shop/wide is not taken after s-1 fell short:"
                        + " automation-paused: ");
        again();
        assertThat(world.writes()).containsExactly(ISOLATED);
        assertThat(world.pages()).hasSize(1);
    }

    @Test
    void thingThatAPersonShouldSeeFirst_endsIt_andPages() {
        world.cluster.partialBut(EngineWorld.ISOLATE, withdraw("shop/wide"));
        world.journal()
                .race(draft -> draft.id().contains("/stronger-"), () -> world.cluster.sensitive("looks names up"));
        world.alert(CLIMBS);
        assertThat(world.writes()).containsExactly(ISOLATED);
        assertThat(step(EngineWorld.WITHDRAW).state()).isEqualTo(State.REFUSED);
        assertThat(world.pages()).anyMatch(why -> why.startsWith("sensitive: looks names up"));
    }

    @Test
    void whatAPersonReleasedMeanwhile_isLeftAlone() {
        world.cluster.partialBut(EngineWorld.ISOLATE, withdraw("shop/wide"));
        world.journal()
                .race(
                        draft -> draft.id().contains("/proven-"),
                        () -> world.engine().releases().ask("c-1", "p-1", null));
        world.alert(CLIMBS);
        assertThat(world.writes()).containsExactly(ISOLATED, "release kubernetes.isolate-pod shop/cart");
        again();
        assertThat(world.writes()).hasSize(2);
    }

    @Test
    void releaseOfBoth_lastOneFirst_leavesNothingBehind() {
        world.cluster.partialBut(EngineWorld.ISOLATE, withdraw("shop/wide"));
        world.alert(CLIMBS);
        List<String> standing = world.containments().stream()
                .filter(Containment::stands)
                .map(Containment::id)
                .toList()
                .reversed();
        assertThat(standing).containsExactly("c-2", "c-1");
        for (String containment : standing) {
            assertThat(world.engine().releases().ask(containment, "p-1", null))
                    .isInstanceOf(Releases.Answer.Running.class);
            world.settle();
        }
        assertThat(world.writes())
                .endsWith(
                        "release kubernetes.withdraw-network-policy shop/wide",
                        "release kubernetes.isolate-pod shop/cart");
        assertThat(world.containments()).allMatch(one -> one.state() == Containment.State.RELEASED);
        again();
        assertThat(world.writes()).hasSize(4);
    }

    @Test
    void recipeThatSaysSo_takesIt_alsoForAPerson_andGoesOn() {
        world.account.full(EngineWorld.DENY, same(EngineWorld.INSIDE));
        world.order("p-1", "aws.contain-user", "aws.user", "alice");
        world.settle();
        assertThat(world.writes())
                .containsExactlyInAnyOrder(
                        "apply aws.deny-user-inside alice",
                        "apply aws.disable-access-key AKIAQYLPMN5HFIQR7XYA",
                        "apply aws.disable-access-key AKIAQYLPMN5HFIQR7XYB");
        assertThat(step(EngineWorld.INSIDE).planned().step().authority()).isInstanceOf(Step.Authority.Person.class);
    }
}
