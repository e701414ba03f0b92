package dev.killswitch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.incident.Event;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceWatchTest {
    @TempDir
    private Path directory;

    private EngineWorld world;

    @BeforeEach
    void open() {
        world = new EngineWorld(directory);
        world.heartbeats.put("siem", Duration.ofMinutes(10));
        world.restart();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void silentPastItsHeartbeat_isToldOnce_andSoIsThatItIsHeardAgain() {
        world.send("ping-that-is-an-alert unheard-of");
        world.pass(Duration.ofMinutes(9));
        assertThat(world.engine().silentSources()).isEmpty();
        world.pass(Duration.ofMinutes(30));
        assertThat(world.engine().silentSources()).containsExactly("siem");
        assertThat(world.events(Event.SourceSilent.class)).hasSize(1);
        assertThat(world.pages()).anyMatch(why -> why.contains("heartbeat"));

        world.send("f-2 unheard-of");
        world.pass(Duration.ofSeconds(20));
        assertThat(world.engine().silentSources()).isEmpty();
        assertThat(world.events(Event.SourceHeard.class)).hasSize(1);
    }

    @Test
    void sameBodyAgainAndAgain_isHeard() {
        for (int beat = 0; beat < 10; beat++) {
            world.send("watchdog unheard-of");
            world.pass(Duration.ofMinutes(9));
        }
        assertThat(world.events(Event.SourceSilent.class)).isEmpty();
        world.pass(Duration.ofMinutes(2));
        assertThat(world.events(Event.SourceSilent.class)).hasSize(1);
    }

    @Test
    void neverHeard_isSilentToo() {
        world.pass(Duration.ofMinutes(11));
        assertThat(world.events(Event.SourceSilent.class)).hasSize(1);
    }

    @Test
    void ourOwnBeingDown_isNotItsSilence() {
        world.send("f-1 unheard-of");
        world.clock.advance(Duration.ofHours(5));
        world.reopen();
        world.pass(Duration.ofMinutes(5));
        assertThat(world.events(Event.SourceSilent.class)).isEmpty();
    }

    @Test
    void silenceThatCannotBeRecorded_isToldOnceItCan() {
        world.journal().breakDown("the disk is full");
        world.pass(Duration.ofMinutes(11));
        assertThat(world.engine().silentSources()).containsExactly("siem");
        world.journal().mend();
        world.pass(Duration.ofSeconds(20));
        assertThat(world.events(Event.SourceSilent.class)).hasSize(1);
    }
}
