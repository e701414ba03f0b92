package dev.killswitch.assembly;

import dev.killswitch.action.ActionCatalog;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Provider;
import dev.killswitch.alert.SenderProof;
import dev.killswitch.alert.SourceCatalog.Source;
import dev.killswitch.config.IdSource;
import dev.killswitch.config.Problems.Problem;
import dev.killswitch.config.SecretFile;
import dev.killswitch.config.Ulids;
import dev.killswitch.engine.Automation;
import dev.killswitch.engine.Connections;
import dev.killswitch.engine.Engine;
import dev.killswitch.engine.EngineSettings;
import dev.killswitch.engine.Intake;
import dev.killswitch.engine.Parts;
import dev.killswitch.engine.Rulebooks;
import dev.killswitch.engine.Salts;
import dev.killswitch.incident.EvidenceStore;
import dev.killswitch.incident.Register;
import dev.killswitch.ledger.MerkleRoot;
import dev.killswitch.plan.AccountOf;
import dev.killswitch.plan.ConnectionSettings;
import dev.killswitch.plan.FactGuards;
import dev.killswitch.plan.Mode;
import dev.killswitch.plan.Names;
import dev.killswitch.plan.PlanSettings;
import dev.killswitch.plan.Planner;
import dev.killswitch.plan.Recipes;
import dev.killswitch.rule.Rulebook;
import dev.killswitch.rule.RulebookDirectory;
import dev.killswitch.rule.RulebookLoader;
import dev.killswitch.rule.Vocabulary;
import dev.killswitch.store.EvidenceFiles;
import dev.killswitch.store.RegisterSettings;
import dev.killswitch.store.SqliteStore;
import dev.killswitch.web.DeliveryWording;
import dev.killswitch.web.Door;
import dev.killswitch.web.LiveRules;
import dev.killswitch.web.MeteredJournal;
import dev.killswitch.web.People;
import dev.killswitch.web.Product;
import dev.killswitch.web.PublicLedger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The whole product, put together: opened, then started, then closed in the other order. */
public final class Killswitch implements AutoCloseable {
    private static final int SALT_BYTES = 32;

    /** How long a disk that is well again may be told as one that is not. */
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

    private final Settings settings;
    private final SqliteStore store;
    private final Engine engine;
    private final Optional<Rulebooks> rulebooks;
    private final Product product;

    private Killswitch(
            Settings settings, SqliteStore store, Engine engine, Optional<Rulebooks> rulebooks, Product product) {
        this.settings = settings;
        this.store = store;
        this.engine = engine;
        this.rulebooks = rulebooks;
        this.product = product;
    }

    /**
     * What it runs on beside its settings.
     *
     * @param providers those that the settings were read with
     * @param people asked for once, when the record is open
     * @param namespace the Kubernetes namespace that we run in ourselves; empty outside a cluster
     * @param version of the product
     */
    public record Host(
            Clock clock,
            Machines machines,
            List<Provider> providers,
            Supplier<People> people,
            Optional<String> namespace,
            String version) {
        public Host {
            providers = List.copyOf(providers);
        }
    }

    /** Opens the record and everything that leans on it. Calls no outside system, and starts nothing. */
    public static Killswitch open(Settings settings, Host host) {
        Clock clock = host.clock();
        ActionCatalog catalog = ActionCatalog.of(host.providers());
        PlanSettings planning = host.namespace()
                .map(own -> settings.planning().ourselves(Names.everywhere(Names.Sort.NAMESPACES, own)))
                .orElse(settings.planning());
        SqliteStore store = SqliteStore.open(settings.store(), settings.ledger(), register(settings), clock);
        People people = people(host, store);
        EvidenceStore evidence = evidence(settings, host, store);
        var journal = new MeteredJournal(store, store::shortage);
        Register register = store.register();
        IdSource ids = new Ulids(clock, host.machines().random());
        var planner = new Planner(planning, settings.places(), catalog, accounts(host.providers()));
        var parts = new Parts(planner, register, journal, clock, ids);
        var connections = new Connections(settings.connections());
        Optional<Rulebooks> rulebooks = rulebooks(settings, catalog, parts);
        Supplier<Rulebook> rulebook = () -> rulebooks.map(Rulebooks::current).orElseGet(Rulebook::empty);
        var salts = new Salts(() -> host.machines().bytes(SALT_BYTES));
        var engine = new Engine(
                parts,
                new Engine.Configured(engineSettings(settings, host), planning, connections),
                new FactGuards(planning),
                new Engine.Rules(rulebook, new Intake.Texts(salts, new DeliveryWording())),
                host.machines().engine(MerkleRoot::of, evidence));
        var automation = new Automation(journal, register, connections, unsaid(settings), clock, ids);
        Supplier<LiveRules> rules = () -> new LiveRules(
                rulebook.get(),
                rulebooks.map(Rulebooks::refused).orElse(List.of()).stream()
                        .map(Problem::toString)
                        .toList());
        var product = new Product(
                engine,
                automation,
                register,
                evidence,
                journal,
                rules,
                doors(settings),
                connections,
                settings.places(),
                catalog,
                planning.release(),
                PublicLedger.of(store.log(), store.key().vkey(), settings.readers(), store::signNow),
                people,
                salts,
                clock,
                ids,
                host.version());
        return new Killswitch(settings, store, engine, rulebooks, product);
    }

    /** Loads the rules, ends what a crash left open, and looks after time from here on. */
    public void start() {
        rulebooks.ifPresent(Rulebooks::start);
        engine.start();
        engine.every(TRY_AGAIN, "record", () -> product.journal().tryAgain(product.ids()));
        engine.every(TRY_AGAIN, "trouble", new TroubleLog(product)::look);
        settings.rules()
                .ifPresent(rules -> engine.every(rules.every(), "rules", () -> rulebooks.ifPresent(Rulebooks::look)));
    }

    public Product product() {
        return product;
    }

    private static People people(Host host, SqliteStore store) {
        boolean isKnown = false;
        try {
            People people = host.people().get();
            isKnown = true;
            return people;
        } finally {
            if (!isKnown) {
                store.close();
            }
        }
    }

    private static EvidenceStore evidence(Settings settings, Host host, SqliteStore store) {
        boolean isOpen = false;
        try {
            EvidenceStore evidence = EvidenceFiles.open(
                    settings.evidence(), store::shortage, () -> host.machines().bytes(SALT_BYTES), host.clock());
            isOpen = true;
            return evidence;
        } finally {
            if (!isOpen) {
                store.close();
            }
        }
    }

    private static RegisterSettings register(Settings settings) {
        return new RegisterSettings(settings.planning().release().letGo(), unsaid(settings));
    }

    private static Map<String, Mode> unsaid(Settings settings) {
        var unsaid = new HashMap<String, Mode>();
        settings.places().values().forEach((ConnectionSettings place) -> unsaid.put(place.name(), place.unsaid()));
        return unsaid;
    }

    private static AccountOf accounts(List<Provider> providers) {
        return (kind, id) -> providers.stream()
                .filter(provider -> kind.startsWith(provider.kind() + "."))
                .findFirst()
                .flatMap(provider -> provider.accountOf(kind, id));
    }

    private static Optional<Rulebooks> rulebooks(Settings settings, ActionCatalog catalog, Parts parts) {
        var vocabulary = new Vocabulary(catalog, Recipes.specs(catalog), settings.reach());
        var loader = new RulebookLoader(vocabulary);
        return settings.rules()
                .map(rules -> new Rulebooks(new RulebookDirectory(rules.directory(), loader), loader, parts));
    }

    private static EngineSettings engineSettings(Settings settings, Host host) {
        var heartbeats = new HashMap<String, Duration>();
        settings.sources()
                .forEach((name, source) ->
                        source.settings().heartbeat().ifPresent(heartbeat -> heartbeats.put(name, heartbeat)));
        return new EngineSettings(
                host.version(), settings.digest(), heartbeats, settings.watchEvery(), settings.collecting());
    }

    private static Map<String, Door> doors(Settings settings) {
        var doors = new HashMap<String, Door>();
        settings.sources()
                .forEach((String name, Source source) -> doors.put(
                        name,
                        new Door(
                                source,
                                SenderProof.of(source.settings().proof(), path -> SecretFile.at(Path.of(path))))));
        return doors;
    }

    @Override
    public void close() {
        engine.close();
        store.close();
        settings.connections().values().forEach(Connection::close);
    }
}
