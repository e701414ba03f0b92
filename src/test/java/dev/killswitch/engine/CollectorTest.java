package dev.killswitch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.killswitch.action.EvidenceSink;
import dev.killswitch.action.Outcome;
import dev.killswitch.incident.Event.Absent;
import dev.killswitch.incident.Event.EvidenceCollected;
import dev.killswitch.incident.Event.Piece;
import dev.killswitch.incident.Event.StepEnded;
import dev.killswitch.incident.Event.StepStarted;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorTest {
    private static final Duration BOUND = EngineSettings.Collecting.USUAL.waitMax();

    @TempDir
    Path directory;

    private EngineWorld world;

    @BeforeEach
    void start() {
        world = new EngineWorld(directory).start();
        world.cluster.collecting(CollectorTest::log);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static Outcome log(EvidenceSink sink) {
        sink.put("log.txt", "text/plain", new byte[] {1, 2, 3});
        return new Outcome.Done("1 piece");
    }

    @Test
    void isolatedThenKilled_evidenceIsOnRecordBetween() {
        world.alert("f-1 end kubernetes.pod=shop/cart");
        assertThat(world.writes())
                .containsExactly("apply kubernetes.isolate-pod shop/cart", "apply kubernetes.kill-pod shop/cart");
        assertThat(world.events().stream()
                        .filter(event -> event instanceof StepStarted
                                || event instanceof StepEnded
                                || event instanceof EvidenceCollected)
                        .map(event -> event.getClass().getSimpleName()))
                .containsExactly("StepStarted", "StepEnded", "EvidenceCollected", "StepStarted", "StepEnded");
        EvidenceCollected collected = collected();
        assertThat(collected.pieces()).extracting(Piece::name).containsExactly("log.txt");
        assertThat(collected.absent()).isEmpty();
        assertThat(world.evidence.read(collected.containment(), "log.txt")).isPresent();
        assertThat(world.containment(collected.containment()).step().action()).isEqualTo(EngineWorld.ISOLATE);
    }

    @Test
    void killAlone_collectsNothing_forNoDoorWasClosed() {
        world.inThreads(() -> world.order("p", EngineWorld.KILL, EngineWorld.POD, "shop/cart"));
        assertThat(world.writes()).containsExactly("apply kubernetes.kill-pod shop/cart");
        assertThat(world.cluster.collected()).isEmpty();
    }

    @Test
    void doorThatDidNotClose_collectsNothing_andTheKillGoesOn() {
        world.cluster.next(FakeSystem.At.APPLY, Trouble.FAILS);
        world.alert("f-1 end kubernetes.pod=shop/cart");
        assertThat(world.cluster.collected()).isEmpty();
        assertThat(world.writes()).containsExactly("apply kubernetes.kill-pod shop/cart");
    }

    @Test
    void collectionThatHangs_theKillGoesOnAfterTheBound_andWhatCameByThenIsOnRecord() {
        var late = new ArrayList<Boolean>();
        world.cluster.collecting(sink -> {
            log(sink);
            world.passOnly(BOUND.minusMillis(1));
            world.settle();
            assertThat(world.writes()).hasSize(1);
            world.passOnly(Duration.ofMillis(1));
            world.settle();
            assertThat(world.writes()).hasSize(2);
            late.add(sink.put("late.txt", "text/plain", new byte[1]));
            return new Outcome.Done("2 pieces");
        });
        world.alert("f-1 end kubernetes.pod=shop/cart");
        assertThat(late).containsExactly(false);
        assertThat(collected().pieces()).extracting(Piece::name).containsExactly("log.txt");
        assertThat(collected().absent()).containsExactly(new Absent(Absent.THE_REST, "it took longer than " + BOUND));
        assertThat(world.evidence.read(collected().containment(), "late.txt")).isEmpty();
    }

    @Test
    void collectionThatHangs_delaysNoOtherTarget() {
        world.cluster.collecting(sink -> {
            world.cluster.collecting(CollectorTest::log);
            world.alert("f-2 shell kubernetes.pod=shop/till");
            assertThat(world.writes()).contains("apply kubernetes.isolate-pod shop/till");
            return log(sink);
        });
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        assertThat(world.events(EvidenceCollected.class)).hasSize(2);
    }

    @Test
    void collectionThatHangs_doesNotHoldTheTarget() {
        world.cluster.collecting(sink -> {
            world.inThreads(() -> world.order("p", EngineWorld.KILL, EngineWorld.POD, "shop/cart"));
            assertThat(world.writes()).contains("apply kubernetes.kill-pod shop/cart");
            return log(sink);
        });
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        assertThat(world.events(EvidenceCollected.class)).hasSize(1);
    }

    @Test
    void collectionThatFails_saysWhy_andTheKillGoesOn() {
        world.cluster.collecting(_ -> new Outcome.Busy("away", Duration.ZERO));
        world.alert("f-1 end kubernetes.pod=shop/cart");
        assertThat(collected().pieces()).isEmpty();
        assertThat(collected().absent()).containsExactly(new Absent(Absent.THE_REST, "no answer in time: away"));
        assertThat(world.writes()).hasSize(2);
    }

    @Test
    void defectOfAProvider_isSaid_andTheKillGoesOn() {
        world.cluster.collecting(_ -> {
            throw new IllegalStateException("defect");
        });
        world.alert("f-1 end kubernetes.pod=shop/cart");
        assertThat(collected().absent().getFirst().why()).startsWith("a defect of this product");
        assertThat(world.writes()).hasSize(2);
    }

    @Test
    void pieceThatIsNotKept_isNamedWithTheReason() {
        world.evidence.refuse("the disk has 0 bytes left");
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        assertThat(collected().absent()).containsExactly(new Absent("log.txt", "the disk has 0 bytes left"));
    }

    @Test
    void switchedOffForAConnection_nothingIsCollected_andTheKillWaitsForNothing() {
        world.collectsNothingOfPods();
        world.alert("f-1 end kubernetes.pod=shop/cart");
        assertThat(world.cluster.collected()).isEmpty();
        assertThat(world.writes()).hasSize(2);
    }

    @Test
    void nothingToCollect_isNoEntry() {
        world.cluster.collecting(_ -> new Outcome.Done("nothing is collected of it"));
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        assertThat(world.cluster.collected()).containsExactly("shop/cart");
        assertThat(world.events(EvidenceCollected.class)).isEmpty();
    }

    @Test
    void recordThatCannotBeWritten_entersItLate() {
        world.cluster.collecting(sink -> {
            world.journal().breakDown("disk full");
            return log(sink);
        });
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        assertThat(world.events(EvidenceCollected.class)).isEmpty();
        world.journal().mend();
        world.pass(Duration.ofSeconds(3));
        assertThat(collected().pieces()).hasSize(1);
        assertThat(world.lateEntries()).contains("EvidenceCollected");
    }

    @Test
    void manyThatHang_noKillWaitsForTheTurnOfItsOwnCollection() {
        List<String> pods = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
        pods.forEach(pod -> world.cluster.put(EngineWorld.POD, "shop/" + pod));
        Instant end = world.clock.instant().plus(BOUND);
        var killed = new ArrayList<Integer>();
        world.cluster.collecting(_ -> {
            world.passOnly(Duration.between(world.clock.instant(), end));
            world.settle();
            killed.add(world.writes().size());
            return new Outcome.Done("nothing");
        });
        world.alert(pods.stream()
                .map(pod -> "f-" + pod + " end kubernetes.pod=shop/" + pod)
                .collect(Collectors.joining("\n")));
        assertThat(killed).hasSizeLessThan(pods.size()).containsOnly(2 * pods.size());
        assertThat(world.events(EvidenceCollected.class)).hasSize(pods.size());
    }

    @Test
    void crashOnceItIsCollected_theKillGoesOn_andTheEvidenceStaysOnRecord() {
        world.cluster.collecting(sink -> {
            world.cluster.next(FakeSystem.At.INSPECT, Trouble.CRASH_BEFORE);
            return log(sink);
        });
        assertThatThrownBy(() -> world.alert("f-1 end kubernetes.pod=shop/cart"))
                .isInstanceOf(Crash.class);
        assertThat(collected().pieces()).hasSize(1);
        assertThat(world.writes()).hasSize(1);

        world.restart().pass(Duration.ofSeconds(30));

        assertThat(world.writes())
                .containsExactly("apply kubernetes.isolate-pod shop/cart", "apply kubernetes.kill-pod shop/cart");
        assertThat(collected().pieces()).hasSize(1);
        assertThat(world.evidence.has(collected().containment(), "log.txt")).isTrue();
    }

    @Test
    void crashWhileCollecting_theKillGoesOnAfterTheStart_andNothingIsSaidToBeKept() {
        world.cluster.collecting(sink -> {
            log(sink);
            throw new Crash("collecting");
        });
        assertThatThrownBy(() -> world.alert("f-1 end kubernetes.pod=shop/cart"))
                .isInstanceOf(Crash.class);

        world.restart().pass(Duration.ofMinutes(1));

        assertThat(world.writes()).hasSize(2);
        assertThat(world.events(EvidenceCollected.class)).isEmpty();
    }

    private EvidenceCollected collected() {
        assertThat(world.events(EvidenceCollected.class)).hasSize(1);
        return world.events(EvidenceCollected.class).getFirst();
    }
}
