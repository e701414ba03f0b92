package dev.killswitch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.FakeAction;
import dev.killswitch.action.FakeConnection;
import dev.killswitch.action.Resolved;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final FakeConnection stays = fake();
    private final FakeConnection goes = fake();
    private final Connections connections = new Connections(Map.of("stays", stays, "goes", goes));

    @Test
    void whatIsNoLongerConfigured_isNotFound_andClosedOnceNobodyUsesIt() {
        connections.replace(Map.of("stays", stays), NOW);
        assertThat(connections.find("goes")).isEmpty();
        connections.closeRetired(NOW.plus(Connections.USED_AT_MOST).minusMillis(1));
        assertThat(goes.isClosed()).isFalse();
        connections.closeRetired(NOW.plus(Connections.USED_AT_MOST));
        assertThat(goes.isClosed()).isTrue();
        assertThat(stays.isClosed()).isFalse();
    }

    @Test
    void changedOne_isFoundAnew_andTheOldOneStaysOpenForThoseAtWork() {
        var fresh = fake();
        connections.replace(Map.of("stays", stays, "goes", fresh), NOW);
        assertThat(connections.find("goes")).containsSame(fresh);
        assertThat(goes.isClosed()).isFalse();
        connections.close();
        assertThat(goes.isClosed()).isTrue();
        assertThat(fresh.isClosed()).isTrue();
    }

    private static FakeConnection fake() {
        return new FakeConnection(new FakeAction(), new Resolved.Unreachable("nothing is there"));
    }
}
