package dev.killswitch.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Outcome;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.SampleEvents;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {
    @TempDir
    Path directory;

    private SqliteStore open() {
        return SqliteStore.open(
                StoreSettings.in(directory),
                LedgerSettings.in(directory),
                new RegisterSettings(Duration.ofHours(24), Map.of(), Map.of()),
                Clock.systemUTC());
    }

    @Test
    void draft_isInTheLedgerAndInItsIncident_alsoAfterARestart() {
        try (SqliteStore store = open()) {
            assertThat(store.commit(new Draft("d", List.of(SampleEvents.decided(), SampleEvents.intended()), List.of()))
                            .join())
                    .isEqualTo(new Committed.Stored(0));
            store.commit(new Draft(
                            "d2",
                            List.of(SampleEvents.started(), SampleEvents.ended(new Outcome.Done("x"))),
                            List.of()))
                    .join();
        }
        try (SqliteStore store = open()) {
            Incident incident = store.register().incident(SampleEvents.INCIDENT).orElseThrow();
            assertThat(incident.containments().values())
                    .extracting(Containment::state)
                    .containsExactly(Containment.State.STANDING);
        }
    }
}
