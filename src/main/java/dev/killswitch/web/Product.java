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
import java.util.Map;
import java.util.function.Supplier;

/**
 * All that the HTTP API speaks for. The assembly makes one; what it holds is thread-safe.
 *
 * @param journal the one that the engine writes through, which counts what it stores
 * @param rules what is known of the rulebook now
 * @param doors by the name of their source
 * @param places what planning knows of each connection, by its name
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
        Map<String, Door> doors,
        Connections connections,
        Map<String, ConnectionSettings> places,
        ActionCatalog catalog,
        ReleasePolicy release,
        PublicLedger ledger,
        People people,
        Salts salts,
        Clock clock,
        IdSource ids,
        String version) {
    public Product {
        doors = Map.copyOf(doors);
        places = Map.copyOf(places);
    }
}
