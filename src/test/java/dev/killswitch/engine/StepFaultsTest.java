package dev.killswitch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.engine.FakeSystem.At;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.StepState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each place of a step's way at which something goes wrong, in each way: then it is finished, and the record is true. */
class StepFaultsTest {
    private static final String SHELL = "f-1 shell kubernetes.pod=shop/cart";

    @TempDir
    private Path directory;

    /** Where on its way. */
    enum Spot {
        DELIVERY,
        RESOLVE,
        INSPECT,
        FIRST_COMMIT,
        APPLY,
        SECOND_COMMIT,
        PROVE,
        LAST_COMMIT;

        void goWrong(EngineWorld world, Trouble trouble) {
            switch (this) {
                case DELIVERY -> world.journal().next(has(Event.AlertDecided.class), trouble);
                case RESOLVE -> world.cluster.next(At.RESOLVE, trouble);
                case INSPECT -> world.cluster.next(At.INSPECT, trouble);
                case FIRST_COMMIT -> world.journal().next(has(Event.StepStarted.class), trouble);
                case APPLY -> world.cluster.next(At.APPLY, trouble);
                case SECOND_COMMIT -> world.journal().next(has(Event.StepEnded.class), trouble);
                case PROVE -> world.cluster.next(At.PROVE, trouble);
                case LAST_COMMIT -> world.journal().next(has(Event.StepProven.class), trouble);
            }
        }

        /** A plain no there is an end of its own; everything else comes to be done in the end. */
        boolean isRefusalBy(Trouble trouble) {
            return switch (this) {
                case RESOLVE, INSPECT, APPLY -> trouble == Trouble.FAILS;
                case FIRST_COMMIT -> !trouble.isCrash();
                case DELIVERY, SECOND_COMMIT, PROVE, LAST_COMMIT -> false;
            };
        }

        private static Predicate<Draft> has(Class<? extends Event> kind) {
            return draft -> draft.events().stream().anyMatch(kind::isInstance);
        }
    }

    static Stream<Arguments> everywhere() {
        return Stream.of(Spot.values())
                .flatMap(spot -> Stream.of(Trouble.values()).map(trouble -> Arguments.of(spot, trouble)));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void oneThingGoesWrong_endsAsWhatIsSo(Spot spot, Trouble trouble) {
        try (var world = new EngineWorld(directory)) {
            world.start();
            spot.goWrong(world, trouble);
            finish(world, SHELL);

            Invariants.holdAtTheEnd(world);
            if (spot.isRefusalBy(trouble)) {
                assertThat(world.step().state()).isEqualTo(StepState.State.REFUSED);
                assertThat(world.writes()).isEmpty();
                assertThat(world.pages()).isNotEmpty();
            } else {
                assertThat(world.writes()).containsExactly("apply kubernetes.isolate-pod shop/cart");
                assertThat(world.step().state())
                        .isEqualTo(
                                spot == Spot.PROVE && trouble == Trouble.FAILS
                                        ? StepState.State.UNPROVEN
                                        : StepState.State.PROVEN);
            }
            staysSoAfterARestart(world);
        }
    }

    @Test
    void twoThingsGoWrong_endAsWhatIsSo() {
        try (var world = new EngineWorld(directory)) {
            world.start();
            int pod = 0;
            for (Spot first : Spot.values()) {
                for (Trouble trouble : List.of(Trouble.LOST_BEFORE, Trouble.LOST_AFTER, Trouble.CRASH_AFTER)) {
                    for (Spot second : Spot.values()) {
                        String id = "shop/cart-" + pod++;
                        world.cluster.put(EngineWorld.POD, id);
                        world.clock.advance(Duration.ofHours(1));
                        first.goWrong(world, trouble);
                        second.goWrong(world, Trouble.CRASH_AFTER);
                        finish(world, "f-" + pod + " shell kubernetes.pod=" + id);
                        world.cluster.mend();
                    }
                }
            }
            Invariants.holdAtTheEnd(world);
        }
    }

    /** It has to answer for a release then, as for the account that it took away. */
    @Test
    void crashOnceTheTargetHasEnded_isDone() {
        try (var world = new EngineWorld(directory)) {
            world.start();
            world.cluster.next(At.APPLY, Trouble.CRASH_AFTER);
            world.order("anna", EngineWorld.KILL, EngineWorld.POD, "shop/cart");
            assertThatThrownBy(world::settle).isInstanceOf(Crash.class);

            world.restart().pass(Duration.ofMinutes(1));

            assertThat(world.step().outcome()).isEqualTo(new Outcome.AlreadyDone());
            assertThat(world.step().state()).isEqualTo(StepState.State.PROVEN);
            Invariants.holdAtTheEnd(world);
        }
    }

    @Test
    void proofThatTakesLong_isWaitedForFiveMinutes_andRecordedOnce() {
        try (var world = new EngineWorld(directory)) {
            world.start();
            for (int look = 0; look < 60; look++) {
                world.cluster.nextProof(new Proof.Pending(Duration.ofSeconds(1)));
            }
            world.alert(SHELL);
            world.pass(Duration.ofMinutes(4));
            assertThat(world.step().state()).isEqualTo(StepState.State.APPLIED);
            assertThat(world.events(Event.StepProven.class)).hasSize(1);
            world.pass(Duration.ofMinutes(2));
            assertThat(world.step().state()).isEqualTo(StepState.State.UNPROVEN);
        }
    }

    @Test
    void defectInProving_isUnproven() {
        try (var world = new EngineWorld(directory)) {
            world.start();
            world.send(SHELL);
            world.one();
            world.cluster.meanwhile(StepFaultsTest::defect);
            world.settle();
            assertThat(world.step().state()).isEqualTo(StepState.State.UNPROVEN);
        }
    }

    @Test
    void recordThatCannotBeReadAtTheStart_isRecoveredOnceItCan() {
        try (var world = new EngineWorld(directory)) {
            world.start();
            world.send(SHELL);
            world.kill();
            world.reading().breakDown();
            world.start();
            assertThat(world.writes()).isEmpty();
            world.reading().mend();
            world.pass(Duration.ofMinutes(1));
            assertThat(world.step().state()).isEqualTo(StepState.State.PROVEN);
            Invariants.holdAtTheEnd(world);
        }
    }

    @Test
    void defectBeforeTheEnd_isNotKnown_andPages() {
        try (var world = new EngineWorld(directory)) {
            world.start();
            world.cluster.meanwhile(StepFaultsTest::defect);
            world.alert(SHELL);
            assertThat(world.step().state()).isEqualTo(StepState.State.UNKNOWN);
            assertThat(world.pages()).anyMatch(why -> why.contains("a defect of this product"));
        }
    }

    @Test
    void defectAfterTheEnd_pages_andTheEndStays() {
        try (var world = new EngineWorld(directory)) {
            world.start();
            world.send("f-1 stolen aws.user=alice");
            // Calls of the first step: resolve, inspect, apply; then what belongs to its target is listed.
            world.account.meanwhile(() -> world.account.meanwhile(
                    () -> world.account.meanwhile(() -> world.account.meanwhile(StepFaultsTest::defect))));
            world.settle();
            assertThat(world.steps().getFirst().outcome()).isInstanceOf(Outcome.Done.class);
            assertThat(world.pages()).anyMatch(why -> why.contains("a defect of this product"));
        }
    }

    private static void defect() {
        throw new IllegalStateException("a defect");
    }

    private static void staysSoAfterARestart(EngineWorld world) {
        List<StepState> steps = world.steps();
        List<String> writes = world.writes();

        world.restart().pass(Duration.ofMinutes(1));

        assertThat(world.steps()).isEqualTo(steps);
        assertThat(world.writes()).isEqualTo(writes);
    }

    /** As a sender does that was not told 202, and as whoever watches over the process does. */
    private static void finish(EngineWorld world, String alert) {
        boolean isRecorded = false;
        boolean isUp = true;
        for (int life = 0; life < 5; life++) {
            try {
                if (!isUp) {
                    world.restart();
                }
                isUp = true;
                isRecorded = isRecorded || world.alert(alert) instanceof Intake.Taken.Recorded;
                world.pass(Duration.ofMinutes(1));
            } catch (Crash _) {
                isUp = false;
            }
        }
        assertThat(isRecorded).isTrue();
        assertThat(isUp).isTrue();
    }
}
