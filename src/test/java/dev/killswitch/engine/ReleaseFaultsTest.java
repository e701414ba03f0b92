package dev.killswitch.engine;

import static dev.killswitch.engine.EngineWorld.ISOLATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.engine.FakeSystem.At;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each place of a release's way at which something goes wrong, in each way. */
class ReleaseFaultsTest {
    @TempDir
    private Path directory;

    enum Spot {
        ASKED,
        STARTED,
        RELEASE,
        ENDED;

        void goWrong(EngineWorld world, Trouble trouble) {
            Class<? extends Event> kind = switch (this) {
                case ASKED -> Event.ReleaseAsked.class;
                case STARTED -> Event.ReleaseStarted.class;
                case ENDED -> Event.ReleaseEnded.class;
                case RELEASE -> Event.class;
            };
            if (this == RELEASE) {
                world.cluster.next(At.RELEASE, trouble);
            } else {
                world.journal().next(draft -> draft.events().stream().anyMatch(kind::isInstance), trouble);
            }
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
            world.alert("f-1 shell kubernetes.pod=shop/cart");
            String id = world.containment().id();
            spot.goWrong(world, trouble);
            askUntilItIsOver(world, id);

            boolean isRefused = spot == Spot.RELEASE && trouble == Trouble.FAILS;
            assertThat(world.containment().state())
                    .isEqualTo(isRefused ? Containment.State.STANDING : Containment.State.RELEASED);
            assertThat(world.writes()).hasSize(isRefused ? 1 : 2);
            assertThat(world.cluster.holder(ISOLATE, "shop/cart")).isEqualTo(isRefused ? id : FakeSystem.FREE);
            Invariants.holdAtTheEnd(world);
        }
    }

    @Test
    void recordThatCannotBeRead_isWaitedFor() {
        try (var world = new EngineWorld(directory)) {
            world.start();
            world.alert("f-1 shell kubernetes.pod=shop/cart");
            world.engine().releases().ask("c-1", "ann", null);
            world.reading().breakDown();
            world.settle();
            assertThat(world.cluster.holder(ISOLATE, "shop/cart")).isEqualTo("c-1");

            world.reading().mend();
            world.pass(Duration.ofMinutes(2));
            assertThat(world.containment().state()).isEqualTo(Containment.State.RELEASED);
            Invariants.holdAtTheEnd(world);
        }
    }

    @Test
    void defectOfAnAction_endsTheRelease_pages_andItMayBeAskedForAgain() {
        try (var world = new EngineWorld(directory)) {
            world.start();
            world.alert("f-1 shell kubernetes.pod=shop/cart");
            world.cluster.meanwhile(() -> {
                throw new IllegalStateException("a defect");
            });
            world.engine().releases().ask("c-1", "ann", null);
            world.settle();
            assertThat(world.containment().state()).isEqualTo(Containment.State.STANDING);
            assertThat(world.pages()).anyMatch(why -> why.contains("did not put things back"));

            assertThat(world.engine().releases().ask("c-1", "ann", null)).isInstanceOf(Releases.Answer.Running.class);
            world.settle();
            assertThat(world.containment().state()).isEqualTo(Containment.State.RELEASED);
        }
    }

    @Test
    void twoWhoApproveAtOnce_undoOnce() {
        try (var world = new EngineWorld(directory)) {
            world.start();
            world.order("ann", ISOLATE, EngineWorld.POD, "shop/cart");
            world.pass(Duration.ofMinutes(16));
            world.engine().releases().ask("c-1", "ann", null);
            world.journal()
                    .race(
                            draft -> draft.id().endsWith("/approved-bob"),
                            () -> world.engine().releases().approve("r-1", "cat"));
            int calls = world.cluster.calls();
            assertThat(world.engine().releases().approve("r-1", "bob")).isInstanceOf(Releases.Answer.Running.class);
            world.settle();
            assertThat(world.cluster.calls()).isEqualTo(calls + 1);
            assertThat(world.containment().state()).isEqualTo(Containment.State.RELEASED);
        }
    }

    /** As people do: asked for again where nobody is at work on it. */
    private static void askUntilItIsOver(EngineWorld world, String containment) {
        boolean isAccepted = false;
        for (int life = 0; life < 4; life++) {
            try {
                isAccepted = isAccepted
                        || world.engine().releases().ask(containment, "ann", null) instanceof Releases.Answer.Running;
                world.settle();
                world.pass(Duration.ofMinutes(2));
            } catch (Crash _) {
                world.restart();
            }
        }
    }
}
