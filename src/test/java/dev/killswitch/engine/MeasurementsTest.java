package dev.killswitch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.killswitch.incident.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementsTest {
    private static final Duration A_WHILE = Duration.ofSeconds(10);

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
    void eachMeasurement_isRecordedOnce() {
        world.pass(A_WHILE);
        assertThat(world.events(Event.ProfileMeasured.class)).isEmpty();
        Instant first = measure();
        world.pass(A_WHILE);
        Instant second = measure();
        assertThat(world.events(Event.ProfileMeasured.class))
                .extracting(
                        Event.ProfileMeasured::connection,
                        one -> one.measurement().at())
                .containsExactly(tuple(EngineWorld.CLUSTER, first), tuple(EngineWorld.CLUSTER, second));
    }

    @Test
    void afterARestart_theLastIsTold_andNotRecordedAgain() {
        measure();
        Instant last = measure();
        world.restart();
        assertThat(world.cluster.recalled()).containsExactly(last);
        assertThat(world.account.recalled()).isEmpty();
        world.pass(A_WHILE);
        assertThat(world.events(Event.ProfileMeasured.class)).hasSize(2);
    }

    private Instant measure() {
        Instant at = world.clock.instant();
        world.cluster.measure(at);
        world.pass(A_WHILE);
        return at;
    }
}
