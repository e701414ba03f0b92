package dev.killswitch.engine;

import static dev.killswitch.engine.EngineWorld.DENY;
import static dev.killswitch.engine.EngineWorld.ISOLATE;
import static dev.killswitch.engine.EngineWorld.KILL;
import static dev.killswitch.engine.EngineWorld.POD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Outcome;
import dev.killswitch.engine.FakeSystem.At;
import dev.killswitch.engine.Orders.Answer;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Mode;
import dev.killswitch.plan.Order;
import dev.killswitch.plan.OrderPlan;
import dev.killswitch.plan.PlannedStep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrdersTest {
    private static final String CART = "shop/cart";

    @TempDir
    private Path directory;

    private EngineWorld world;

    @BeforeEach
    void open() {
        world = new EngineWorld(directory).start();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void order_isOnRecordBeforeItActs_andThenActs() {
        assertThat(world.order("ann", ISOLATE, POD, CART)).isInstanceOf(Answer.Given.class);
        assertThat(world.events(Event.OrderGiven.class)).hasSize(1);
        assertThat(world.writes()).isEmpty();
        world.settle();
        assertThat(world.step().state()).isEqualTo(StepState.State.PROVEN);
        Invariants.holdAtTheEnd(world);
    }

    @Test
    void keyWhoseAnswerCannotBeRead_isSaidToBeUsed() {
        world.give(order(CART), "key-1", "same");
        world.settle();
        world.reading().breakDown();
        assertThat(world.give(order(CART), "key-1", "same"))
                .isInstanceOfSatisfying(
                        Answer.Conflict.class, no -> assertThat(no.why()).contains("was used before"));
        world.reading().mend();
        assertThat(world.events(Event.OrderGiven.class)).hasSize(1);
    }

    @Test
    void refusedOrder_thatCannotBeRecorded_isEnteredLate() {
        world.account.put("aws.user", "break-glass");
        world.journal().breakDown("the disk is full");
        assertThat(give("break-glass", Set.of(), 0)).isInstanceOf(Answer.Refused.class);
        world.journal().mend();
        world.pass(Duration.ofSeconds(20));
        assertThat(world.events(Event.OrderGiven.class)).hasSize(1);
    }

    @Test
    void orderThatWasWrittenThoughWeWereToldOtherwise_isOnRecordOnce() {
        world.journal().next(draft -> draft.id().equals("o-1"), Trouble.LOST_AFTER);
        world.inThreads(() -> world.order("ann", ISOLATE, POD, CART));
        world.pass(Duration.ofMinutes(1));
        assertThat(world.events(Event.OrderGiven.class)).hasSize(1);
        assertThat(world.step().state()).isEqualTo(StepState.State.PROVEN);
        Invariants.holdAtTheEnd(world);
    }

    @Test
    void order_goesOnWhereAutomationMayNot() {
        world.automation().set(Mode.PAUSED, null, "ann", Automation.May.LESS, null);
        world.cluster.notReady("it does not know its own identity");
        world.cluster.sensitive("an attacker wrote this");
        world.order("ann", ISOLATE, POD, CART);
        world.settle();
        assertThat(world.step().state()).isEqualTo(StepState.State.PROVEN);
    }

    @Test
    void sameKeyAndSameRequest_isAnsweredAsTheFirstTime_andActsOnce() {
        Answer first = world.give(order(CART), "key-1", "same");
        world.settle();
        Answer again = world.give(order(CART), "key-1", "same");
        world.settle();
        assertThat(first).isInstanceOf(Answer.Given.class);
        assertThat(again).isInstanceOf(Answer.Again.class);
        assertThat(((Answer.Again) again).answered().body()).isEqualTo(((Answer.Given) first).incident() + "1");
        assertThat(world.events(Event.OrderGiven.class)).hasSize(1);
    }

    @Test
    void sameKeyForAnotherOrder_isAConflict() {
        world.give(order(CART), "key-1", "one");
        assertThat(world.give(order("shop/till"), "key-1", "other")).isInstanceOf(Answer.Conflict.class);
        world.settle();
        assertThat(world.writes()).hasSize(1);
    }

    @Test
    void sameKeyTwiceAtOnce_isOneOrder() {
        Answer[] other = new Answer[1];
        world.journal()
                .race(
                        draft -> draft.events().stream().anyMatch(Event.OrderGiven.class::isInstance),
                        () -> other[0] = world.give(order(CART), "key-1", "same"));
        Answer one = world.give(order(CART), "key-1", "same");
        assertThat(other[0]).isInstanceOf(Answer.Given.class);
        assertThat(one).isInstanceOf(Answer.Again.class);
        assertThat(world.events(Event.OrderGiven.class)).hasSize(1);
    }

    @Test
    void orderThatNamesNoAction_isWrong_andWritesNothing() {
        long entries = world.register().size();
        assertThat(world.order("ann", "kubernetes.isolat-pod", POD, CART)).isInstanceOf(Answer.Wrong.class);
        assertThat(world.register().size()).isEqualTo(entries);
    }

    @Test
    void protectedThing_isRefused_untilItsGuardIsNamedAndItsCountTyped() {
        world.account.put("aws.user", "break-glass");
        assertThat(give("break-glass", Set.of(), 0)).isInstanceOf(Answer.Refused.class);
        assertThat(give("break-glass", Set.of("protected"), 0)).isInstanceOf(Answer.Refused.class);
        assertThat(give("break-glass", Set.of("protected"), 2)).isInstanceOf(Answer.Refused.class);
        world.settle();
        assertThat(world.writes()).isEmpty();

        assertThat(give("break-glass", Set.of("protected"), 1)).isInstanceOf(Answer.Given.class);
        world.settle();
        assertThat(world.writes()).containsExactly("apply aws.deny-user break-glass");
    }

    @Test
    void refusedOrder_isOnRecord() {
        world.account.put("aws.user", "break-glass");
        give("break-glass", Set.of(), 0);
        assertThat(world.step().state()).isEqualTo(StepState.State.REFUSED);
        assertThat(world.step().planned().objections()).isNotEmpty();
    }

    @Test
    void moreThanFiftyInTenMinutes_needTheirCountTyped() {
        for (int i = 0; i < 50; i++) {
            world.cluster.put(POD, "shop/p-" + i);
            assertThat(world.order("ann", ISOLATE, POD, "shop/p-" + i)).isInstanceOf(Answer.Given.class);
        }
        assertThat(world.order("ann", ISOLATE, POD, CART)).isInstanceOf(Answer.Refused.class);
        assertThat(world.order("bob", ISOLATE, POD, CART)).isInstanceOf(Answer.Given.class);
        assertThat(world.give(world.order("ann", ISOLATE, POD, "shop/till", Set.of(), 1), null, "x"))
                .isInstanceOf(Answer.Given.class);
    }

    @Test
    void recordThatCannotBeWritten_stopsNoOrder_andItIsEnteredLaterMarkedLate() {
        world.journal().breakDown("the disk is full");
        Answer answer = world.inThreads(() -> world.order("ann", ISOLATE, POD, CART));
        assertThat(answer).isInstanceOf(Answer.Unrecorded.class);
        Answer.Unrecorded acted = (Answer.Unrecorded) answer;
        assertThat(acted.ends()).hasSize(1);
        assertThat(acted.why()).contains("the disk is full");
        assertThat(world.writes()).hasSize(1);
        assertThat(world.incidents()).isEmpty();
        assertThat(world.engine().unrecorded()).isPositive();

        world.journal().mend();
        world.pass(Duration.ofSeconds(20));

        assertThat(world.step().state()).isEqualTo(StepState.State.PROVEN);
        assertThat(world.events(Event.LedgerGap.class)).isNotEmpty();
        assertThat(world.lateEntries())
                .contains("OrderGiven", "StepIntended", "StepStarted", "StepEnded", "StepProven");
        Invariants.holdAtTheEnd(world);
    }

    @Test
    void recordThatComesBackInBetween_keepsTheOrderOfThings() {
        world.journal().breakDown("the disk is full");
        world.cluster.next(At.RESOLVE, Trouble.LOST_BEFORE);
        world.cluster.meanwhile(world.journal()::mend);
        Answer answer = world.inThreads(() -> world.order("ann", ISOLATE, POD, CART));
        assertThat(answer).isInstanceOf(Answer.Unrecorded.class);

        world.pass(Duration.ofSeconds(20));

        assertThat(world.step().state()).isEqualTo(StepState.State.PROVEN);
        Invariants.holdAtTheEnd(world);
    }

    @Test
    void orderThatWasEnteredLate_isReleasedAsAnyOther() {
        world.journal().breakDown("the disk is full");
        world.inThreads(() -> world.order("ann", ISOLATE, POD, CART));
        world.journal().mend();
        world.pass(Duration.ofSeconds(20));
        assertThat(world.engine().releases().ask(world.containment().id(), "bob", null))
                .isInstanceOf(Releases.Answer.Running.class);
        world.settle();
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo(FakeSystem.FREE);
    }

    @Test
    void orderOnSomethingThatIsNotThere_saysSo() {
        world.order("ann", ISOLATE, POD, "shop/nothing");
        world.settle();
        assertThat(world.step().state()).isEqualTo(StepState.State.GONE);
    }

    @Test
    void killed_leavesNothingToRelease() {
        world.order("ann", KILL, POD, CART);
        world.settle();
        assertThat(world.step().state()).isEqualTo(StepState.State.PROVEN);
        assertThat(world.engine().releases().ask(world.containment().id(), "bob", null))
                .isInstanceOf(Releases.Answer.Conflict.class);
    }

    @Test
    void preview_writesNothing_andSaysWhatTheGuardsWouldSay() {
        long entries = world.register().size();
        Order order = order(CART);
        OrderPlan.Ready plan = (OrderPlan.Ready) world.engine().orders().plan(order);
        PlannedStep step = plan.planned().steps().getFirst();

        Previews.Preview preview = world.engine().previews().of(step);

        assertThat(preview.found()).isNotNull();
        assertThat(preview.trouble()).isNull();
        assertThat(world.register().size()).isEqualTo(entries);
        assertThat(world.writes()).isEmpty();
        world.cluster.next(At.INSPECT, Trouble.FAILS);
        assertThat(world.engine().previews().of(step).trouble()).isEqualTo(new Outcome.Refused("no permission get"));
        world.cluster.remove(POD, CART);
        assertThat(world.engine().previews().of(step).trouble())
                .isInstanceOfSatisfying(
                        Outcome.Gone.class,
                        gone -> assertThat(gone.why())
                                .startsWith("nothing is called ")
                                .contains(CART));
    }

    private Order order(String pod) {
        return world.order("ann", ISOLATE, POD, pod, Set.of(), 0);
    }

    private Answer give(String user, Set<String> overrides, int confirm) {
        return world.give(world.order("ann", DENY, "aws.user", user, overrides, confirm), null, "x");
    }
}
