package dev.killswitch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Reference;
import dev.killswitch.action.Rung;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.StepState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A step falls short, then what is stronger is taken: whatever goes wrong in between. */
class ClimbFaultsTest {
    private static final String CLIMBS = "f-1 climbs kubernetes.pod=shop/cart";
    private static final String QUOTA = "f-1 quota aws.user=alice";

    @TempDir
    private Path directory;

    enum Spot {
        BELOW_ENDED,
        BELOW_PROVEN,
        RUNG_INTENDED,
        RUNG_STARTED,
        RUNG_ENDED,
        BELOW_PROVEN_AGAIN,
        RUNG_PROVEN;

        void goWrong(EngineWorld world, Trouble trouble) {
            switch (this) {
                case BELOW_ENDED -> has(world, Event.StepEnded.class, 0, trouble);
                case BELOW_PROVEN -> has(world, Event.StepProven.class, 0, trouble);
                case RUNG_INTENDED -> world.journal().next(draft -> draft.id().contains("/stronger-"), trouble);
                case RUNG_STARTED -> started(world, trouble);
                case RUNG_ENDED -> has(world, Event.StepEnded.class, 1, trouble);
                case BELOW_PROVEN_AGAIN -> has(world, Event.StepProven.class, 1, trouble);
                case RUNG_PROVEN -> has(world, Event.StepProven.class, 2, trouble);
            }
        }

        private static void started(EngineWorld world, Trouble trouble) {
            world.journal().next(draft -> draft.id().equals("s-2/started-1"), trouble);
        }

        /** At the one after {@code passed} of that kind. */
        private static void has(EngineWorld world, Class<? extends Event> kind, int passed, Trouble trouble) {
            var seen = new int[1];
            world.journal()
                    .next(draft -> draft.events().stream().anyMatch(kind::isInstance) && seen[0]++ == passed, trouble);
        }
    }

    static Stream<Arguments> everywhere() {
        return Stream.of(Spot.values())
                .flatMap(spot -> Stream.of(Trouble.values()).map(trouble -> Arguments.of(spot, trouble)));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void afterPartial_theRungIsTakenOnce_andBothAreProven(Spot spot, Trouble trouble) {
        try (var world = new EngineWorld(directory)) {
            world.start();
            world.cluster.partialBut(
                    EngineWorld.ISOLATE,
                    new Rung(
                            EngineWorld.WITHDRAW,
                            List.of(new Reference(EngineWorld.CLUSTER, EngineWorld.POLICY, "shop/wide", Map.of()))));
            spot.goWrong(world, trouble);
            finish(world, CLIMBS);

            Invariants.holdAtTheEnd(world);
            if (spot == Spot.RUNG_STARTED && !trouble.isCrash()) {
                // Automation does not act without its intent on record, and says so.
                assertThat(world.writes()).containsExactly("apply kubernetes.isolate-pod shop/cart");
                assertThat(world.pages()).anyMatch(why -> why.contains("could not be recorded"));
                return;
            }
            assertThat(world.writes())
                    .containsExactly(
                            "apply kubernetes.isolate-pod shop/cart",
                            "apply kubernetes.withdraw-network-policy shop/wide");
            assertThat(world.steps())
                    .hasSize(2)
                    .allSatisfy(step -> assertThat(step.state()).isEqualTo(StepState.State.PROVEN));
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void afterARefusal_theRungIsTakenOnce(Spot spot, Trouble trouble) {
        try (var world = new EngineWorld(directory)) {
            world.start();
            world.account.full(EngineWorld.DENY, new Rung(EngineWorld.INSIDE, List.of()));
            spot.goWrong(world, trouble);
            finish(world, QUOTA);

            Invariants.holdAtTheEnd(world);
            if (spot == Spot.RUNG_STARTED && !trouble.isCrash()) {
                assertThat(world.writes()).isEmpty();
                assertThat(world.pages()).anyMatch(why -> why.contains("could not be recorded"));
                return;
            }
            assertThat(world.writes()).containsExactly("apply aws.deny-user-inside alice");
            assertThat(world.steps())
                    .extracting(StepState::state)
                    .containsExactly(StepState.State.REFUSED, StepState.State.PROVEN);
        }
    }

    private static void finish(EngineWorld world, String alert) {
        boolean isUp = true;
        for (int life = 0; life < 4; life++) {
            try {
                if (!isUp) {
                    world.restart();
                }
                isUp = true;
                if (life == 0) {
                    world.alert(alert);
                }
                world.pass(Duration.ofMinutes(1));
            } catch (Crash _) {
                isUp = false;
            }
        }
    }
}
