package dev.killswitch.assembly;

import dev.killswitch.action.Provider;
import dev.killswitch.config.IdSource;
import dev.killswitch.config.Problems.Problem;
import dev.killswitch.config.Ulids;
import dev.killswitch.engine.Automation;
import dev.killswitch.engine.Connections;
import dev.killswitch.engine.Engine;
import dev.killswitch.engine.Intake;
import dev.killswitch.engine.Parts;
import dev.killswitch.engine.Rulebooks;
import dev.killswitch.engine.Salts;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.EvidenceStore;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Register;
import dev.killswitch.ledger.MerkleRoot;
import dev.killswitch.rule.Rulebook;
import dev.killswitch.rule.RulebookDirectory;
import dev.killswitch.store.EvidenceFiles;
import dev.killswitch.store.RegisterSettings;
import dev.killswitch.store.SqliteStore;
import dev.killswitch.web.DeliveryWording;
import dev.killswitch.web.LiveRules;
import dev.killswitch.web.MeteredJournal;
import dev.killswitch.web.People;
import dev.killswitch.web.Product;
import dev.killswitch.web.PublicLedger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The whole product, put together: opened, then started, then closed in the other order. */
public final class Killswitch implements AutoCloseable {
    private static final int SALT_BYTES = 32;

    /** How long a disk that is well again may be told as one that is not. */
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

    private final Live live;
    private final SqliteStore store;
    private final Engine engine;
    private final Optional<Rulebooks> rulebooks;
    private final Product product;

    private Killswitch(Live live, SqliteStore store, Engine engine, Optional<Rulebooks> rulebooks, Product product) {
        this.live = live;
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
        var live = new Live(settings, host);
        SqliteStore store = SqliteStore.open(
                settings.store(),
                settings.ledger(),
                new RegisterSettings(settings.planning().release().letGo(), live::unsaid),
                clock);
        People people = people(host, store);
        EvidenceStore evidence = evidence(settings, host, store);
        var journal = new MeteredJournal(store, store::shortage);
        Register register = store.register();
        IdSource ids = new Ulids(clock, host.machines().random());
        var parts = new Parts(live::planner, register, journal, clock, ids);
        var connections = new Connections(settings.connections());
        Optional<Rulebooks> rulebooks = settings.rules()
                .map(rules ->
                        new Rulebooks(new RulebookDirectory(rules.directory(), live.loader()), live.loader(), parts));
        Supplier<Rulebook> rulebook = () -> rulebooks.map(Rulebooks::current).orElseGet(Rulebook::empty);
        var salts = new Salts(() -> host.machines().bytes(SALT_BYTES));
        var engine = new Engine(
                parts,
                new Engine.Configured(live.engine(), live.planning(), connections),
                live.guards(),
                new Engine.Rules(rulebook, new Intake.Texts(salts, new DeliveryWording())),
                host.machines().engine(MerkleRoot::of, evidence));
        var automation = new Automation(journal, register, connections, live::unsaid, clock, ids);
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
                live::ground,
                live::refused,
                connections,
                live.catalog(),
                live.planning().release(),
                PublicLedger.of(store.log(), store.key().vkey(), settings.readers(), store::signNow),
                people,
                salts,
                clock,
                ids,
                host.version());
        return new Killswitch(live, store, engine, rulebooks, product);
    }

    /** Loads the rules, ends what a crash left open, and looks after time from here on. */
    public void start() {
        rulebooks.ifPresent(Rulebooks::start);
        engine.start();
        engine.every(TRY_AGAIN, "record", () -> product.journal().tryAgain(product.ids()));
        engine.every(TRY_AGAIN, "trouble", new TroubleLog(product)::look);
        live.settings()
                .rules()
                .ifPresent(rules -> engine.every(rules.every(), "rules", () -> rulebooks.ifPresent(Rulebooks::look)));
    }

    public Product product() {
        return product;
    }

    /** The configuration that runs. */
    Settings settings() {
        return live.settings();
    }

    /** Looks from now on whether the configuration has changed. */
    void watch(Duration every, Runnable look) {
        engine.every(every, "configuration", look);
    }

    /** What the configuration as it lies there now is refused for; nothing where it is the one that runs. */
    void refuse(List<String> problems) {
        live.refuse(problems);
        if (!problems.isEmpty()) {
            var page = new Event.Paged(
                    product.clock().instant(),
                    "configuration",
                    "the changed configuration is not taken, for " + problems.size()
                            + (problems.size() == 1 ? " problem" : " problems")
                            + "; the one before is in force: " + problems.getFirst());
            commit(page);
        }
    }

    /**
     * Goes on with another configuration, once that is on record; {@code false} where it could not be recorded, and
     * nothing has changed.
     */
    boolean take(Settings fresh) {
        if (!commit(
                Changes.between(live.settings(), fresh).event(product.clock().instant()))) {
            return false;
        }
        product.connections().replace(fresh.connections(), product.clock().instant());
        live.take(fresh);
        rulebooks.ifPresent(books -> books.use(live.loader()));
        engine.take(live.engine());
        return true;
    }

    private boolean commit(Event event) {
        var draft = new Draft(product.ids().next("config"), List.of(event), List.of());
        return product.journal().commit(draft).join() instanceof Committed.Stored;
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

    @Override
    public void close() {
        engine.close();
        store.close();
        product.connections().close();
    }
}
