package dev.killswitch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.killswitch.engine.FakeSystem.At;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.StepState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A user is denied, then each of its keys is made inactive: whatever goes wrong in between. */
class FanOutFaultsTest {
    private static final String STOLEN = "f-1 stolen aws.user=alice";

    @TempDir
    private Path directory;

    enum Spot {
        DENY_ENDED,
        DENY_PROVEN,
        RELATED,
        EACH,
        KEY_STARTED,
        KEY_ENDED;

        void goWrong(EngineWorld world, Trouble trouble) {
            switch (this) {
                case DENY_ENDED -> has(world, Event.StepEnded.class, 0, trouble);
                case DENY_PROVEN -> has(world, Event.StepProven.class, 0, trouble);
                case RELATED -> world.account.next(At.RELATED, trouble);
                case EACH ->
                    world.journal()
                            .next(
                                    draft -> draft.id().contains("/each-")
                                            && draft.events().getFirst() instanceof Event.StepIntended,
                                    trouble);
                case KEY_STARTED -> has(world, Event.StepStarted.class, 1, trouble);
                case KEY_ENDED -> has(world, Event.StepEnded.class, 1, trouble);
            }
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
    void oneThingGoesWrong_everyKeyIsInactiveInTheEnd(Spot spot, Trouble trouble) {
        try (var world = new EngineWorld(directory)) {
            world.start();
            spot.goWrong(world, trouble);
            finish(world);

            Invariants.holdAtTheEnd(world);
            if (spot == Spot.KEY_STARTED && !trouble.isCrash()) {
                // Automation does not act without its intent on record, and says so.
                assertThat(world.writes()).hasSize(2);
                assertThat(world.pages()).anyMatch(why -> why.contains("could not be recorded"));
            } else {
                assertThat(world.writes())
                        .containsExactlyInAnyOrder(
                                "apply aws.deny-user alice",
                                "apply aws.disable-access-key AKIAQYLPMN5HFIQR7XYA",
                                "apply aws.disable-access-key AKIAQYLPMN5HFIQR7XYB");
                assertThat(world.steps())
                        .hasSize(3)
                        .allSatisfy(step -> assertThat(step.state()).isEqualTo(StepState.State.PROVEN));
            }
        }
    }

    @Test
    void denyComesFirst_andARefusedDenyLeavesNoKeyAlive() {
        try (var world = new EngineWorld(directory)) {
            world.start();
            world.account.next(At.APPLY, Trouble.FAILS);
            world.alert(STOLEN);
            assertThat(world.steps())
                    .extracting(StepState::state)
                    .containsExactly(StepState.State.REFUSED, StepState.State.PROVEN, StepState.State.PROVEN);
        }
    }

    @Test
    void fanOutCutOffByACrash_goesOnAlsoAfterADayOfDowntime() {
        try (var world = new EngineWorld(directory)) {
            world.start();
            world.account.next(At.RELATED, Trouble.CRASH_BEFORE);
            assertThatThrownBy(() -> world.alert(STOLEN)).isInstanceOf(Crash.class);
            world.setClock(Duration.ofDays(1));
            world.restart();
            world.pass(Duration.ofMinutes(1));
            assertThat(world.writes()).hasSize(3);
        }
    }

    @Test
    void listThatNobodyAnswers_pages() {
        try (var world = new EngineWorld(directory)) {
            world.start();
            nobodyAnswers(world);
            world.alert(STOLEN);
            assertThat(world.pages()).anyMatch(why -> why.contains("could not be listed"));
            assertThat(world.writes()).containsExactly("apply aws.deny-user alice");
        }
    }

    /** As often as it is asked. */
    private static void nobodyAnswers(EngineWorld world) {
        for (int ask = 0; ask < Backoff.USUAL.attemptsMax(); ask++) {
            world.account.next(At.RELATED, Trouble.FAILS);
        }
    }

    @Test
    void causeThatAPersonReleased_addsNothingAtALaterStart() {
        try (var world = new EngineWorld(directory)) {
            world.start();
            nobodyAnswers(world);
            world.alert(STOLEN);
            var answer = world.engine().releases().ask(world.containment().id(), "p-2", null);
            assertThat(answer).isInstanceOf(Releases.Answer.Running.class);
            world.settle();
            List<String> before = world.writes();
            world.restart();
            world.pass(Duration.ofMinutes(1));
            assertThat(world.writes()).isEqualTo(before).noneMatch(write -> write.contains("disable-access-key"));
        }
    }

    private static void finish(EngineWorld world) {
        boolean isUp = true;
        for (int life = 0; life < 4; life++) {
            try {
                if (!isUp) {
                    world.restart();
                }
                isUp = true;
                if (life == 0) {
                    world.alert(STOLEN);
                }
                world.pass(Duration.ofMinutes(1));
            } catch (Crash _) {
                isUp = false;
            }
        }
    }
}
