package dev.killswitch.engine;

import static dev.killswitch.engine.EngineWorld.ISOLATE;
import static dev.killswitch.engine.EngineWorld.POD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.engine.FakeSystem.At;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.plan.Mode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandingWatchTest {
    private static final String CART = "shop/cart";

    /** A look at what stands comes every five minutes. */
    private static final Duration LOOK = Duration.ofMinutes(6);

    @TempDir
    private Path directory;

    private EngineWorld world;

    @BeforeEach
    void onePodIsIsolated() {
        world = new EngineWorld(directory).start();
        world.alert("f-1 shell kubernetes.pod=shop/cart");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whatStillStands_isLeftAsItIs() {
        long entries = world.register().size();
        world.pass(LOOK);
        assertThat(world.register().size()).isEqualTo(entries);
        assertThat(world.writes()).hasSize(1);
    }

    @Test
    void whatBeginsWhileTheRecordIsRead_isWatchedFromThenOn() {
        world.reading().during("containments", () -> world.alert("f-2 shell kubernetes.pod=shop/till"));
        world.pass(LOOK);
        assertThat(world.cluster.watches("shop/till")).isEqualTo(1);
    }

    @Test
    void undoneByOthers_isPutBack_andStillReleasedExactly() {
        undo();
        world.pass(LOOK);
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo("c-1");
        assertThat(world.events(Event.ContainmentDrifted.class)).hasSize(1);
        assertThat(world.events(Event.ContainmentReapplied.class)).hasSize(1);
        assertThat(state()).isEqualTo(Containment.State.STANDING);
        assertThat(release()).isEqualTo(Containment.State.RELEASED);
    }

    @Test
    void undoneAgainAndAgain_isNotFoughtOverForEver() {
        for (int round = 0; round < 6; round++) {
            undo();
            world.pass(LOOK);
        }
        assertThat(world.writes()).hasSize(1 + 3);
        assertThat(state()).isEqualTo(Containment.State.DRIFTED);
        assertThat(world.pages())
                .filteredOn(why -> why.contains("not put back any more"))
                .hasSize(1);
    }

    @Test
    void putBackThatFails_isTold_andTriedAgain() {
        undo();
        world.cluster.next(At.APPLY, Trouble.FAILS);
        world.pass(LOOK);
        assertThat(state()).isEqualTo(Containment.State.DRIFTED);
        assertThat(world.pages()).anyMatch(why -> why.contains("was not put back"));
        world.pass(LOOK);
        assertThat(state()).isEqualTo(Containment.State.STANDING);
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo("c-1");
    }

    @Test
    void putBackByHand_isSeen() {
        undo();
        world.cluster.next(At.APPLY, Trouble.FAILS);
        world.pass(LOOK);
        world.cluster.holder(ISOLATE, CART, "c-1");
        world.pass(LOOK);
        assertThat(state()).isEqualTo(Containment.State.STANDING);
    }

    @Test
    void pausedAutomation_putsNothingBack_andSaysSoOnce() {
        world.automation().set(Mode.PAUSED, null, "ann", Automation.May.LESS, null);
        undo();
        world.pass(LOOK);
        world.pass(LOOK);
        assertThat(world.writes()).hasSize(1);
        assertThat(state()).isEqualTo(Containment.State.DRIFTED);
        assertThat(world.pages())
                .filteredOn(why -> why.contains("may not put it back"))
                .hasSize(1);

        world.automation().set(Mode.ARMED, null, "olga", Automation.May.MORE, null);
        world.pass(LOOK);
        assertThat(state()).isEqualTo(Containment.State.STANDING);
    }

    @Test
    void recordThatCannotBeWritten_putsNothingBack() {
        undo();
        world.journal().breakDown("the disk is full");
        world.pass(LOOK);
        assertThat(world.writes()).hasSize(1);
        world.journal().mend();
        world.pass(LOOK);
        assertThat(state()).isEqualTo(Containment.State.STANDING);
    }

    @Test
    void releasedWhileALookWaited_staysReleased() {
        world.engine().releases().ask("c-1", "ann", null);
        // The look is planned while the release waits for its thread.
        world.passOnly(LOOK);
        world.settle();
        assertThat(state()).isEqualTo(Containment.State.RELEASED);
        world.pass(LOOK);
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo(FakeSystem.FREE);
        assertThat(world.events(Event.ContainmentDrifted.class)).isEmpty();
    }

    @Test
    void twoThatHoldTogether_arePutBackUnderTheFirstOnesMark() {
        world.order("ann", ISOLATE, POD, CART);
        world.settle();
        undo();
        world.pass(LOOK);
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo("c-1");
        world.engine().releases().ask("c-1", "bob", null);
        world.settle();
        world.engine().releases().ask("c-2", "bob", null);
        world.settle();
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo(FakeSystem.FREE);
        assertThat(world.containment("c-2").state()).isEqualTo(Containment.State.RELEASED);
    }

    @Test
    void connectionThatHangs_gathersNoLooks() {
        for (int look = 0; look < 10; look++) {
            world.passOnly(LOOK);
        }
        int calls = world.cluster.calls();
        world.settle();
        assertThat(world.cluster.calls()).isEqualTo(calls + 1);
    }

    @Test
    void lookThatWaits_isNoPartOfTheBacklog() {
        world.passOnly(LOOK);
        assertThat(world.engine().backlog()).isZero();
    }

    @Test
    void moreThanOneWindow_isAllLookedAt() {
        for (int pod = 0; pod < 30; pod++) {
            world.cluster.put(POD, "shop/p-" + pod);
            world.order("ann", ISOLATE, POD, "shop/p-" + pod);
        }
        world.settle();
        for (int pod = 0; pod < 30; pod++) {
            world.cluster.holder(ISOLATE, "shop/p-" + pod, FakeSystem.FREE);
        }
        world.pass(LOOK);
        assertThat(world.events(Event.ContainmentReapplied.class)).hasSize(30);
    }

    @Test
    void eachTimeItIsPutBack_standsInTheRecordFirst() {
        undo();
        world.cluster.next(At.APPLY, Trouble.FAILS);
        world.pass(LOOK);
        world.journal().breakDown("the disk is full");
        world.pass(LOOK);
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo(FakeSystem.FREE);
        world.journal().mend();
        world.pass(LOOK);
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo("c-1");
        assertThat(world.events(Event.ContainmentDrifted.class)).hasSize(2);
    }

    @Test
    void changeThatIsHeardOf_isLookedAtAtOnce() {
        undo();
        world.cluster.disturb(CART);
        world.settle();
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo("c-1");
        assertThat(world.events(Event.ContainmentDrifted.class)).hasSize(1);
        assertThat(state()).isEqualTo(Containment.State.STANDING);
    }

    @Test
    void manyChangesAtOnce_areOneLook_andTheNextWaitsAMoment() {
        int calls = world.cluster.calls();
        world.cluster.disturb(CART);
        world.cluster.disturb(CART);
        world.settle();
        assertThat(world.cluster.calls()).isEqualTo(calls + 1);
        undo();
        world.cluster.disturb(CART);
        world.settle();
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo(FakeSystem.FREE);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo("c-1");
    }

    @Test
    void whatWasReleased_isWatchedNoMore() {
        assertThat(world.cluster.watches(CART)).isEqualTo(1);
        release();
        world.cluster.disturb(CART);
        world.settle();
        assertThat(world.cluster.watches(CART)).isZero();
        assertThat(world.events(Event.ContainmentDrifted.class)).isEmpty();
    }

    @Test
    void afterARestart_itIsWatchedAgain_andItsRoundsAreTheSame() {
        for (int round = 0; round < 3; round++) {
            undo();
            world.cluster.disturb(CART);
            world.pass(Duration.ofSeconds(1));
        }
        world.restart();
        undo();
        world.cluster.disturb(CART);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.writes()).hasSize(1 + 3);
        assertThat(state()).isEqualTo(Containment.State.DRIFTED);
        assertThat(world.pages())
                .filteredOn(why -> why.contains("not put back any more"))
                .hasSize(1);
        world.pass(LOOK);
        world.restart();
        world.pass(LOOK);
        assertThat(world.writes()).hasSize(1 + 3);
        assertThat(world.pages())
                .filteredOn(why -> why.contains("not put back any more"))
                .hasSize(1);
    }

    private void undo() {
        world.cluster.holder(ISOLATE, CART, FakeSystem.FREE);
    }

    private Containment.State release() {
        world.engine().releases().ask("c-1", "ann", null);
        world.settle();
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo(FakeSystem.FREE);
        return state();
    }

    private Containment.State state() {
        return world.containment("c-1").state();
    }
}
