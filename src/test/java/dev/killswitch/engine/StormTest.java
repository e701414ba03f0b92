package dev.killswitch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Proof;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.StepState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many alerts at once, more than a connection has slots for. */
class StormTest {
    private static final int PODS = 20;

    @TempDir
    Path directory;

    private EngineWorld world;

    @BeforeEach
    void start() {
        world = new EngineWorld(directory).start();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void storm_containsFirst_andLooksOnceItCalms() {
        storm("shell");
        List<Event> events = world.events();
        assertThat(ended(events)).isEqualTo(PODS);
        assertThat(events).filteredOn(Event.StepProven.class::isInstance).hasSize(PODS);
        assertThat(world.cluster.collected()).hasSize(PODS);
        int firstLook = firstLook(events);
        assertThat(ended(events.subList(0, firstLook)))
                .as("contained by then: more than have room at once")
                .isEqualTo(PODS);
    }

    /** What is killed next could not be looked at later, and a kill does not wait until the storm is over. */
    @Test
    void storm_looksBeforeItKills_andAtOnce() {
        storm("end");
        List<Event> events = world.events();
        assertThat(ended(events.subList(0, firstLook(events)))).isLessThan(PODS);
        for (StepState step : world.steps()) {
            assertThat(step.proof()).as(step.planned().step().action()).isInstanceOf(Proof.Proven.class);
        }
        assertThat(world.cluster.collected()).hasSize(PODS);
        assertThat(world.writes()).hasSize(2 * PODS);
    }

    private void storm(String type) {
        for (int i = 0; i < PODS; i++) {
            world.cluster.put(EngineWorld.POD, "shop/pod-" + i);
            world.send("f-" + i + " " + type + " kubernetes.pod=shop/pod-" + i);
        }
        world.settle();
    }

    private static long ended(List<Event> events) {
        return events.stream().filter(Event.StepEnded.class::isInstance).count();
    }

    private static int firstLook(List<Event> events) {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Event.StepProven || events.get(i) instanceof Event.EvidenceCollected) {
                return i;
            }
        }
        return events.size();
    }
}
