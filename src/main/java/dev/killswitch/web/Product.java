package dev.killswitch.web;

import dev.killswitch.action.ActionCatalog;
import dev.killswitch.config.IdSource;
import dev.killswitch.engine.Automation;
import dev.killswitch.engine.Connections;
import dev.killswitch.engine.Engine;
import dev.killswitch.engine.Salts;
import dev.killswitch.incident.EvidenceStore;
import dev.killswitch.incident.Register;
import dev.killswitch.plan.ConnectionSettings;
import dev.killswitch.plan.ReleasePolicy;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * All that the HTTP API speaks for. The assembly makes one; what it holds is thread-safe.
 *
 * @param journal the one that the engine writes through, which counts what it stores
 * @param rules what is known of the rulebook now
 * @param ground what is configured now
 * @param refusedConfiguration what is wrong with the configuration as it lies there now; none where it is the one that runs
 * @param release whose eyes it takes to open again what was closed
 * @param version of the product
 */
public record Product(
        Engine engine,
        Automation automation,
        Register register,
        EvidenceStore evidence,
        MeteredJournal journal,
        Supplier<LiveRules> rules,
        Supplier<Ground> ground,
        Supplier<List<String>> refusedConfiguration,
        Connections connections,
        ActionCatalog catalog,
        ReleasePolicy release,
        PublicLedger ledger,
        People people,
        Salts salts,
        Clock clock,
        IdSource ids,
        String version) {
    /** What is configured now: {@code doors} by the name of their source, {@code places} by the name of the connection. */
    public record Ground(Map<String, Door> doors, Map<String, ConnectionSettings> places) {
        public Ground {
            doors = Map.copyOf(doors);
            places = Map.copyOf(places);
        }
    }

    /** As configured now, by the name of their source. */
    public Map<String, Door> doors() {
        return ground.get().doors();
    }

    /** What planning knows of each connection that is configured now, by its name. */
    public Map<String, ConnectionSettings> places() {
        return ground.get().places();
    }
}
