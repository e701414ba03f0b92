package dev.killswitch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.ActionCatalog;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import dev.killswitch.alert.Body;
import dev.killswitch.alert.Delivery;
import dev.killswitch.alert.SourceCatalog.Source;
import dev.killswitch.config.IdSource;
import dev.killswitch.engine.Intake.Decided;
import dev.killswitch.engine.Intake.Taken;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Journal.Remember;
import dev.killswitch.incident.Recorded;
import dev.killswitch.incident.Register;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.AccountOf;
import dev.killswitch.plan.ConnectionSettings;
import dev.killswitch.plan.FactGuards;
import dev.killswitch.plan.Mode;
import dev.killswitch.plan.Order;
import dev.killswitch.plan.PlanSettings;
import dev.killswitch.plan.Planner;
import dev.killswitch.plan.Recipes;
import dev.killswitch.rule.Loading;
import dev.killswitch.rule.Rulebook;
import dev.killswitch.rule.RulebookLoader;
import dev.killswitch.rule.Site;
import dev.killswitch.rule.Vocabulary;
import dev.killswitch.store.LedgerSettings;
import dev.killswitch.store.RegisterSettings;
import dev.killswitch.store.SqliteStore;
import dev.killswitch.store.StoreSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The engine on a real record, with a fake cluster and a fake account around it. Nothing happens by itself: threads run
 * when told, time passes when told. It can be killed at any call and started again on the same record.
 */
final class EngineWorld implements AutoCloseable {
    static final String CLUSTER = "cluster";
    static final String ACCOUNT = "account";
    static final String ACCOUNT_ID = "111122223333";
    static final String POD = "kubernetes.pod";
    static final String ISOLATE = "kubernetes.isolate-pod";
    static final String KILL = "kubernetes.kill-pod";
    static final String DENY = "aws.deny-user";
    static final String POLICY = "kubernetes.networkpolicy";
    static final String WITHDRAW = "kubernetes.withdraw-network-policy";
    static final String BOUND = "aws.bound-user";
    static final String INSIDE = "aws.deny-user-inside";
    static final String DISABLE = "aws.disable-access-key";
    static final Source SIEM = LineSource.called("siem", LineSource.USUAL);

    /** Types that begin alike are for one rule: {@code shell} isolates, {@code stolen} contains a user, and so on. */
    static final String RULES = """
            format: 1
            rules:
              - {name: shell, mode: enforce, sources: [siem, noisy], types: [shell, shell-again], when: "true",
                 targets: {cut: entity.kind == "kubernetes.pod"},
                 do: [{action: kubernetes.isolate-pod, on: cut}]}
              - {name: asks, mode: enforce, sources: [siem], types: [asks], when: "true",
                 targets: {cut: entity.kind == "kubernetes.pod"},
                 do: [{action: kubernetes.isolate-pod, on: cut, ttl: 1h}]}
              - {name: brief, mode: enforce, sources: [siem], types: [brief], when: "true",
                 targets: {cut: entity.kind == "kubernetes.pod"},
                 do: [{action: kubernetes.isolate-pod, on: cut, ttl: 1h, at-expiry: release}]}
              - {name: tight, mode: enforce, sources: [siem], types: [tight], when: "true",
                 targets: {cut: entity.kind == "kubernetes.pod"}, budget: {targets: 1, per: 1h},
                 do: [{action: kubernetes.isolate-pod, on: cut}]}
              - {name: thrice, mode: enforce, sources: [siem], types: [thrice], when: "true",
                 count: {at-least: 3, within: 10m}, targets: {cut: entity.kind == "kubernetes.pod"},
                 do: [{action: kubernetes.isolate-pod, on: cut}]}
              - {name: end, mode: enforce, sources: [siem], types: [end], when: "true",
                 targets: {cut: entity.kind == "kubernetes.pod"},
                 do: [{action: kubernetes.isolate-pod, on: cut}, {action: kubernetes.kill-pod, on: cut}]}
              - {name: stolen, mode: enforce, sources: [siem], types: [stolen], when: "true",
                 targets: {who: entity.kind == "aws.user"},
                 do: [{recipe: aws.contain-user, on: who}]}
              - {name: climbs, mode: enforce, sources: [siem], types: [climbs], when: "true",
                 targets: {cut: entity.kind == "kubernetes.pod"},
                 do: [{action: kubernetes.isolate-pod, on: cut, stronger: take}]}
              - {name: quota, mode: enforce, sources: [siem], types: [quota], when: "true",
                 targets: {who: entity.kind == "aws.user"},
                 do: [{action: aws.deny-user, on: who, ttl: 1h, at-expiry: release, stronger: take}]}
              - {name: watched, mode: observe, sources: [siem], types: [watched], when: "true",
                 targets: {cut: entity.kind == "kubernetes.pod"},
                 do: [{action: kubernetes.isolate-pod, on: cut}]}
            """;

    private static final ActionCatalog CATALOG = ActionCatalog.ofSpecs(List.of(
            spec(ISOLATE, POD, Stage.ISOLATE, "isolated").climbingTo(WITHDRAW, KILL),
            spec(KILL, POD, Stage.KILL, "gone"),
            spec(WITHDRAW, POLICY, Stage.ISOLATE, "withdrawn"),
            spec(DENY, "aws.user", Stage.DENY, "denied").climbingTo(BOUND, INSIDE),
            spec(BOUND, "aws.user", Stage.DENY, "bound").climbingTo(INSIDE),
            spec(INSIDE, "aws.user", Stage.DENY, "denied-inside"),
            spec(DISABLE, "aws.access-key", Stage.CREDENTIAL, "inactive"),
            spec("aws.disable-service-credential", "aws.service-credential", Stage.CREDENTIAL, "inactive"),
            spec("aws.disable-ssh-key", "aws.ssh-key", Stage.CREDENTIAL, "inactive"),
            spec("aws.disable-signing-certificate", "aws.signing-certificate", Stage.CREDENTIAL, "inactive")));

    final FakeClock clock = new FakeClock(Instant.parse("2030-01-01T00:00:00Z"));
    final FakeSystem cluster = system(CLUSTER, "kubernetes.");
    final FakeSystem account = system(ACCOUNT, "aws.");
    final Map<String, Duration> heartbeats = new HashMap<>();

    final FakeEvidence evidence = new FakeEvidence();

    private final Path directory;
    private final RulebookLoader loader =
            new RulebookLoader(new Vocabulary(CATALOG, Recipes.specs(CATALOG), Set.of("siem", "noisy")));
    private final Map<String, Integer> given = new HashMap<>();
    private Rulebook rulebook = load(RULES);
    private Mode unsaid = Mode.ARMED;
    private Duration jumped = Duration.ZERO;
    private int deliveriesMax = 1_000;
    private EngineSettings.Collecting collecting = EngineSettings.Collecting.USUAL;
    private boolean running;
    private SqliteStore store;
    private Life life;

    /** One process: what is lost when it ends. */
    private record Life(
            FaultyJournal journal,
            FaultyRegister register,
            Engine engine,
            Deque<Runnable> threads,
            Timers timers,
            Parts parts) {}

    EngineWorld(Path directory) {
        this.directory = directory;
        cluster.put(POD, "shop/cart");
        cluster.put(POD, "shop/till");
        cluster.put(POLICY, "shop/wide");
        cluster.put(POLICY, "shop/wider");
        account.put("aws.user", "alice");
        account.put("aws.access-key", "AKIAQYLPMN5HFIQR7XYA");
        account.put("aws.access-key", "AKIAQYLPMN5HFIQR7XYB");
        account.belongs("alice", "aws.access-key", "AKIAQYLPMN5HFIQR7XYA", "AKIAQYLPMN5HFIQR7XYB");
        store = open();
        life = live();
    }

    private static ActionSpec spec(String name, String kind, Stage stage, String effect) {
        boolean ends = stage == Stage.KILL;
        return new ActionSpec(
                name,
                new Meaning("does what a test wants", "nothing", "at once"),
                kind,
                "usual",
                stage,
                ends,
                ends ? Undo.NONE : Undo.EXACT,
                effect,
                Duration.ofSeconds(30),
                List.of(),
                List.of(),
                new ByHand(List.of(), List.of()),
                List.of());
    }

    private static FakeSystem system(String name, String kind) {
        return new FakeSystem(
                name,
                CATALOG.specs().stream()
                        .filter(spec -> spec.targetKind().startsWith(kind))
                        .toArray(ActionSpec[]::new));
    }

    private Rulebook load(String text) {
        Loading loading = loader.load(Map.of("rules.yaml", text.getBytes(StandardCharsets.UTF_8)));
        assertThat(loading).isInstanceOf(Loading.Loaded.class);
        return ((Loading.Loaded) loading).rulebook();
    }

    private SqliteStore open() {
        Map<String, Mode> modes = Map.of(CLUSTER, unsaid, ACCOUNT, unsaid);
        StoreSettings usual = StoreSettings.in(directory);
        var settings = new StoreSettings(
                usual.database(),
                0,
                1_000,
                usual.commitTimeMax(),
                deliveriesMax,
                64_000_000,
                usual.deliveriesKept(),
                usual.answersKept(),
                usual.evidenceKept());
        return SqliteStore.open(
                settings,
                LedgerSettings.in(directory),
                new RegisterSettings(PlanSettings.USUAL.release().letGo(), modes),
                clock);
    }

    private Life live() {
        PlanSettings planning = PlanSettings.USUAL;
        var journal = new FaultyJournal(store);
        var register = new FaultyRegister(store.register());
        var threads = new ArrayDeque<Runnable>();
        var timers = new Timers(this::steady);
        var planner = new Planner(planning, places(), CATALOG, AccountOf.NOTHING);
        IdSource ids = this::id;
        var parts = new Parts(planner, register.register(), journal, clock, ids);
        Instant start = steady();
        var machine = new Engine.Machine(
                this::thread,
                timers,
                clock::advance,
                () -> Duration.between(start, steady()).toNanos(),
                digests -> String.join("+", digests),
                evidence);
        var engine = new Engine(
                parts,
                new Engine.Configured(
                        new EngineSettings("test", "sha256:0", heartbeats, Duration.ofMinutes(5), collecting),
                        planning,
                        new Connections(Map.of(CLUSTER, cluster, ACCOUNT, account))),
                new FactGuards(planning),
                new Engine.Rules(() -> rulebook, new Intake.Texts(new Salts(this::salt), new Words())),
                machine);
        return new Life(journal, register, engine, threads, timers, parts);
    }

    private Map<String, ConnectionSettings> places() {
        return Map.of(
                CLUSTER, new ConnectionSettings(CLUSTER, "kubernetes", Set.of(), Set.of("usual"), unsaid),
                ACCOUNT, new ConnectionSettings(ACCOUNT, "aws", Set.of(ACCOUNT_ID), Set.of("usual"), unsaid));
    }

    /** Another each time. */
    private byte[] salt() {
        byte[] salt = new byte[32];
        salt[0] = (byte) (int) given.merge("salt", 1, Integer::sum);
        return salt;
    }

    private String id(String prefix) {
        return prefix + "-" + given.merge(prefix, 1, Integer::sum);
    }

    /** What is told to senders, short. */
    private static final class Words implements Intake.Wording {
        @Override
        public String accepted(String delivery, List<Decided> alerts, @Nullable String why) {
            return delivery + " accepted " + (why == null ? "" : why + " ")
                    + alerts.stream()
                            .map(alert -> alert.decision() + ":" + alert.why())
                            .toList();
        }

        @Override
        public String keptUnread(String delivery, String why) {
            return delivery + " kept unread: " + why;
        }

        @Override
        public String takenBefore() {
            return "taken before";
        }

        @Override
        public String unreadable(String delivery, String where, String why) {
            return delivery + " unreadable at " + where + ": " + why;
        }
    }

    /** Started with another word on what automation may do where nobody has said anything. */
    void unsaid(Mode mode) {
        unsaid = mode;
        reopen();
    }

    /** Started with room for so many deliveries. */
    void deliveriesMax(int max) {
        deliveriesMax = max;
        reopen();
    }

    /** Started with no evidence collected of pods. */
    void collectsNothingOfPods() {
        collecting = new EngineSettings.Collecting(Duration.ofSeconds(10), Set.of(CLUSTER));
        reopen();
    }

    void rules(String text) {
        rulebook = load(text);
    }

    Engine engine() {
        return life.engine();
    }

    FaultyJournal journal() {
        return life.journal();
    }

    /** The engine's own way to {@link #register}. */
    FaultyRegister reading() {
        return life.register();
    }

    Register register() {
        return store.register();
    }

    Parts parts() {
        return life.parts();
    }

    Automation automation() {
        return new Automation(
                life.journal(),
                register(),
                new Connections(Map.of(CLUSTER, cluster, ACCOUNT, account)),
                () -> Map.of(CLUSTER, unsaid, ACCOUNT, unsaid),
                clock,
                this::id);
    }

    RulebookLoader loader() {
        return loader;
    }

    /** One that knows where the alerts of {@code siem} lead to. */
    RulebookLoader loader(Site leadsTo) {
        return new RulebookLoader(new Vocabulary(CATALOG, Recipes.specs(CATALOG), Map.of("siem", Set.of(leadsTo))));
    }

    /** Starts the engine, and lets what follows at once follow. */
    EngineWorld start() {
        life.engine().start();
        settle();
        return this;
    }

    /** Ends the process without a word, whatever it was at: what it had in memory is gone. */
    EngineWorld kill() {
        life.threads().clear();
        life = live();
        return this;
    }

    /** Killed, then started as whoever watches over it would. */
    EngineWorld restart() {
        return kill().start();
    }

    /** Ended, and started on what is on the disk. */
    EngineWorld reopen() {
        store.close();
        store = open();
        return restart();
    }

    /** Runs threads until none has anything to do. */
    void settle() {
        while (!life.threads().isEmpty()) {
            life.threads().removeFirst().run();
        }
    }

    /** The same, one thing: for tests that look in between. */
    void one() {
        life.threads().removeFirst().run();
    }

    /** Does something that waits for threads, while they run. */
    <A> A inThreads(Supplier<A> work) {
        running = true;
        try {
            return work.get();
        } finally {
            running = false;
            settle();
        }
    }

    private void thread(Runnable task) {
        if (running) {
            task.run();
        } else {
            life.threads().add(task);
        }
    }

    /** Lets time go by, and do what it does. */
    void pass(Duration time) {
        settle();
        pass(time, this::settle);
    }

    /** The same while every thread hangs. */
    void passOnly(Duration time) {
        pass(time, () -> {});
    }

    private void pass(Duration time, Runnable after) {
        Instant end = steady().plus(time);
        for (Instant next = life.timers().next();
                !next.isAfter(end);
                next = life.timers().next()) {
            waitUntil(next);
            life.timers().run();
            after.run();
        }
        waitUntil(end);
    }

    private void waitUntil(Instant time) {
        if (time.isAfter(steady())) {
            clock.advance(Duration.between(steady(), time));
        }
    }

    /** Time that nobody can set. */
    private Instant steady() {
        return clock.instant().minus(jumped);
    }

    /** Somebody sets the clock: no time has gone by. */
    void setClock(Duration by) {
        clock.advance(by);
        jumped = jumped.plus(by);
    }

    /** Sends {@code body} as a delivery of {@code siem}. */
    Taken send(String body) {
        return send(SIEM, body);
    }

    Taken send(Source source, String body) {
        return life.engine().intake().take(source, delivery(source, body));
    }

    Delivery delivery(Source source, String body) {
        return new Delivery(
                source.settings().name(),
                id("d"),
                clock.instant(),
                Map.of(),
                Body.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends it and lets all that follows at once follow. */
    Taken alert(String body) {
        Taken taken = send(body);
        settle();
        return taken;
    }

    Orders.Answer order(String person, String what, String kind, String id) {
        return give(order(person, what, kind, id, Set.of(), 0), null, "x");
    }

    Order order(String person, String what, String kind, String id, Set<String> overrides, int confirm) {
        String connection = kind.startsWith("kubernetes.") ? CLUSTER : ACCOUNT;
        return new Order(
                id("o"),
                person,
                what,
                new Reference(connection, kind, id, Map.of()),
                Parameters.NONE,
                null,
                overrides,
                confirm);
    }

    Orders.Answer give(Order order, @Nullable String key, String request) {
        var sent = new Orders.Sent(order, null, key, request);
        return life.engine()
                .orders()
                .give(
                        sent,
                        (what, incident, planned) -> new Remember(
                                String.valueOf(what.key()),
                                what.request(),
                                202,
                                incident + planned.steps().size()));
    }

    /** Every event on record, in order. */
    List<Event> events() {
        return register().entries(0, 10_000).stream().map(Recorded::event).toList();
    }

    <E extends Event> List<E> events(Class<E> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The kinds of events that were entered late. */
    List<String> lateEntries() {
        return journal().asked().stream()
                .filter(draft -> draft.entry() == Journal.Entry.LATE)
                .flatMap(draft -> draft.events().stream())
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    List<String> pages() {
        return events(Event.Paged.class).stream().map(Event.Paged::why).toList();
    }

    List<Incident> incidents() {
        return register().incidents(null, 100);
    }

    Incident incident() {
        assertThat(incidents()).hasSize(1);
        return incidents().getFirst();
    }

    List<StepState> steps() {
        return incidents().reversed().stream()
                .flatMap(incident -> incident.steps().values().stream())
                .toList();
    }

    StepState step() {
        assertThat(steps()).hasSize(1);
        return steps().getFirst();
    }

    List<Containment> containments() {
        return incidents().reversed().stream()
                .flatMap(incident -> incident.containments().values().stream())
                .toList();
    }

    Containment containment() {
        assertThat(containments()).hasSize(1);
        return containments().getFirst();
    }

    Containment containment(String id) {
        return containments().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** All changes that took hold, in both systems. */
    List<String> writes() {
        return Stream.concat(cluster.writes().stream(), account.writes().stream())
                .toList();
    }

    FakeSystem system(String connection) {
        return Objects.equals(connection, CLUSTER) ? cluster : account;
    }

    @Override
    public void close() {
        store.close();
    }
}
