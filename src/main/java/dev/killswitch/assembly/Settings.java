package dev.killswitch.assembly;

import dev.killswitch.action.Connection;
import dev.killswitch.alert.SourceCatalog.Source;
import dev.killswitch.engine.EngineSettings.Collecting;
import dev.killswitch.plan.ConnectionSettings;
import dev.killswitch.plan.PlanSettings;
import dev.killswitch.rule.Site;
import dev.killswitch.store.EvidenceSettings;
import dev.killswitch.store.LedgerSettings;
import dev.killswitch.store.StoreSettings;
import dev.killswitch.web.People.Issuer;
import dev.killswitch.web.PublicLedger.Readers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that was configured, read and checked.
 *
 * @param digest of the configuration's text, for the record
 * @param said what it was read from
 * @param readers who may read the ledger's published paths
 * @param rules empty where no rules are to be loaded
 * @param issuer who signs the tokens of people; we do where empty
 * @param reach by source, the connections that its alerts can make automation act in
 * @param watchEvery how often standing containments are looked at again
 */
public record Settings(
        String digest,
        Said said,
        Path dataDirectory,
        StoreSettings store,
        LedgerSettings ledger,
        Readers readers,
        Optional<Rules> rules,
        Optional<Issuer.Remote> issuer,
        Map<String, Source> sources,
        Map<String, Connection> connections,
        Map<String, ConnectionSettings> places,
        Map<String, Set<Site>> reach,
        PlanSettings planning,
        Duration watchEvery,
        EvidenceSettings evidence,
        Collecting collecting) {
    public Settings {
        sources = Map.copyOf(sources);
        connections = Map.copyOf(connections);
        places = Map.copyOf(places);
        reach = Map.copyOf(reach);
    }

    /** Where rule files are, and how often the directory is looked at. */
    public record Rules(Path directory, Duration every) {}

    /**
     * The configuration as it is written, by key: what is the same stays in use when the configuration changes.
     *
     * @param rest what nothing but a restart can change
     */
    public record Said(Map<String, Object> sources, Map<String, Object> connections, Map<String, Object> rest) {
        static final Said NOTHING = new Said(Map.of(), Map.of(), Map.of());

        public Said {
            sources = Map.copyOf(sources);
            connections = Map.copyOf(connections);
            rest = Map.copyOf(rest);
        }
    }
}
