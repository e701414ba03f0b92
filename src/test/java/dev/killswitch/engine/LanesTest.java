package dev.killswitch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.killswitch.engine.Lanes.Job;
import dev.killswitch.engine.Lanes.Rank;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LanesTest {

    private final List<String> done = new ArrayList<>();
    private final List<Runnable> started = new ArrayList<>();
    private final Lanes lanes = new Lanes(new Lanes.Settings(3, 1), started::add);

    @Test
    void independentTargets_runAtOnce() {
        lanes.submit(List.of(usual("a", "x"), usual("b", "y")));
        assertThat(started).hasSize(2);
    }

    @Test
    void laneOfAConnection_isThereWhileSomethingRunsOrWaits() {
        lanes.submit(
                List.of(usual("a", "x"), usual("b", "x"), new Job("c", "other", "y", Rank.USUAL, Set.of(), () -> {})));
        assertThat(lanes.lanes()).isEqualTo(2);
        runAll();
        assertThat(done).containsExactly("a", "b");
        assertThat(lanes.lanes()).isZero();
    }

    @Test
    void sameTarget_runsOneAfterTheOther() {
        lanes.submit(List.of(usual("a", "x"), usual("b", "x")));
        assertThat(started).hasSize(1);
        runAll();
        assertThat(done).containsExactly("a", "b");
    }

    @Test
    void laterStep_waitsForThoseItFollows() {
        var second = new Job("b", "lane", "y", Rank.USUAL, Set.of("a"), () -> done.add("b"));
        lanes.submit(List.of(second, usual("a", "x")));
        assertThat(started).hasSize(1);
        runAll();
        assertThat(done).containsExactly("a", "b");
    }

    @Test
    void whatItFollowsIsLongGone_isNotWaitedFor() {
        lanes.submit(List.of(new Job("b", "lane", "y", Rank.USUAL, Set.of("gone"), () -> done.add("b"))));
        runAll();
        assertThat(done).containsExactly("b");
    }

    @Test
    void usualJobs_leaveTheKeptSlotFree() {
        lanes.submit(List.of(usual("a", "1"), usual("b", "2"), usual("c", "3")));
        assertThat(started).hasSize(2);
        lanes.submit(List.of(first("order", "4")));
        assertThat(started).hasSize(3);
    }

    @Test
    void whoGoesFirst_overtakesThoseThatWait() {
        lanes.submit(List.of(usual("a", "1"), usual("b", "2"), usual("c", "3"), first("o", "4"), first("p", "5")));
        runAll();
        assertThat(done).containsExactly("o", "p", "a", "b", "c");
    }

    @Test
    void idleJobs_waitUntilLittleElseRuns_andAreNoBacklog() {
        lanes.submit(
                List.of(usual("a", "1"), new Job("look", "lane", "2", Rank.IDLE, Set.of(), () -> done.add("look"))));
        assertThat(lanes.backlog()).isEqualTo(1);
        assertThat(started).hasSize(1);
        runAll();
        assertThat(done).containsExactly("a", "look");
    }

    @Test
    void manyOnOneTarget_runInTheirOrder_whoGoesFirstAhead() {
        lanes.submit(List.of(usual("a", "x"), usual("b", "x"), first("o", "x"), usual("c", "x"), usual("d", "y")));
        runAll();
        assertThat(done).containsExactly("o", "d", "a", "b", "c");
    }

    @Test
    void whatFollowsAcrossConnections_isLetGoOnce() {
        var second = new Job("b", "other", "y", Rank.USUAL, Set.of("a", "c"), () -> done.add("b"));
        lanes.submit(List.of(second, usual("a", "x"), usual("c", "z")));
        runAll();
        assertThat(done).containsExactly("a", "c", "b");
        assertThat(lanes.open()).isEmpty();
    }

    @Test
    void hungConnection_delaysNoOther() {
        for (int i = 0; i < 10; i++) {
            lanes.submit(List.of(usual("hung-" + i, "t" + i)));
        }
        int before = started.size();
        lanes.submit(List.of(new Job("other", "other-lane", "u", Rank.USUAL, Set.of(), () -> done.add("other"))));
        assertThat(started).hasSize(before + 1);
        started.getLast().run();
        assertThat(done).containsExactly("other");
    }

    @Test
    void jobThatThrows_givesItsSlotAndTargetBack() {
        lanes.submit(List.of(new Job("bad", "lane", "x", Rank.USUAL, Set.of(), () -> {
            throw new IllegalStateException("defect");
        })));
        assertThatThrownBy(() -> started.removeFirst().run()).isInstanceOf(IllegalStateException.class);
        lanes.submit(List.of(usual("good", "x")));
        runAll();
        assertThat(done).containsExactly("good");
        assertThat(lanes.backlog()).isZero();
    }

    private Job usual(String id, String target) {
        return new Job(id, "lane", target, Rank.USUAL, Set.of(), () -> done.add(id));
    }

    private Job first(String id, String target) {
        return new Job(id, "lane", target, Rank.FIRST, Set.of(), () -> done.add(id));
    }

    private void runAll() {
        while (!started.isEmpty()) {
            started.removeFirst().run();
        }
    }
}
