package dev.killswitch.assembly;

import dev.killswitch.action.Connection;
import dev.killswitch.alert.SourceCatalog.Source;
import dev.killswitch.plan.ConnectionSettings;
import dev.killswitch.plan.PlanSettings;
import dev.killswitch.store.LedgerSettings;
import dev.killswitch.store.StoreSettings;
import dev.killswitch.web.PublicLedger.Readers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that was configured, read and checked.
 *
 * @param digest of the configuration's text, for the record
 * @param readers who may read the ledger's published paths
 * @param watchEvery how often standing containments are looked at again
 */
public record Settings(
        String digest,
        Path dataDirectory,
        StoreSettings store,
        LedgerSettings ledger,
        Readers readers,
        Rules rules,
        People people,
        Map<String, Source> sources,
        Map<String, Connection> connections,
        Map<String, ConnectionSettings> places,
        PlanSettings planning,
        Duration watchEvery,
        Rooms rooms) {
    public Settings {
        sources = Map.copyOf(sources);
        connections = Map.copyOf(connections);
        places = Map.copyOf(places);
    }

    /** Where rule files are, and how often the directory is looked at. */
    public record Rules(@Nullable Path directory, Duration every) {}

    /**
     * How people prove who they are.
     *
     * @param jwks where the issuer's keys are; the local issuer where empty
     */
    public record People(Optional<String> jwks, Optional<String> issuer, List<String> audiences) {
        public People {
            audiences = List.copyOf(audiences);
        }
    }

    /** Whether the practice range is part of it. */
    public enum Rooms {
        WITH_RANGE,
        WITHOUT_RANGE
    }
}
