package dev.killswitch.engine;

import dev.killswitch.config.Secret;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.EvidenceStore;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Register.RecordUnreadable;
import dev.killswitch.plan.FactGuard;
import dev.killswitch.plan.PlanSettings;
import dev.killswitch.rule.Rulebook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** All that happens and when: put together once, started once. Thread-safe. */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Engine.class);

    /** A disk that is slow has written by then what it was asked to, or will not. */
    private static final Duration SETTLED = Duration.ofSeconds(30);

    private final Parts parts;
    private final CarefulJournal journal;
    private final AtomicReference<EngineSettings> settings;
    private final Connections connections;
    private final LateEntries late;
    private final Dispatcher dispatcher;
    private final Recovery recovery;
    private final Releases releases;
    private final Expiry expiry;
    private final StandingWatch standing;
    private final Stranded stranded;
    private final Measurements measurements;
    private final SourceWatch sources;
    private final InboxDigester inbox;
    private final Ticks ticks;
    /** When what a crash left open could not be read; null once it was. */
    private final AtomicReference<@Nullable Instant> unrecovered = new AtomicReference<>();

    private final Orders orders;
    private final EvidenceStore evidence;

    private final Intake intake;
    private final Previews previews;
    private final ClockWatch clockWatch;

    /** What the engine runs on. */
    public record Machine(
            Executor threads,
            Later later,
            Sleeper sleeper,
            LongSupplier nanos,
            Function<List<String>, String> root,
            EvidenceStore evidence) {}

    /** What is asked of the rules, and how answers are written. */
    public record Rules(Supplier<Rulebook> rulebook, Intake.Texts texts) {}

    /** What an operator configured. */
    public record Configured(EngineSettings settings, PlanSettings planning, Connections connections) {}

    public Engine(Parts given, Configured configured, FactGuard guard, Rules rules, Machine machine) {
        settings = new AtomicReference<>(configured.settings());
        PlanSettings planning = configured.planning();
        Connections connections = configured.connections();
        this.connections = connections;
        evidence = machine.evidence();
        late = new LateEntries(given.journal(), given.clock());
        journal = new CarefulJournal(given.journal(), late, given.clock());
        parts = new Parts(given.planners(), given.register(), journal, given.clock(), given.ids());
        var retry = new Retry(Backoff.USUAL, parts.clock(), machine.sleeper());
        var runner = new StepRunner(parts.journal(), parts.register(), guard, parts.clock(), retry);
        var collector = new Collector(
                () -> settings.get().collecting(), machine.evidence(), journal, late, parts.clock(), machine);
        var notices = new Notices(parts.clock(), machine.threads());
        dispatcher = new Dispatcher(
                connections, runner, collector, notices, machine.threads(), parts.journal(), parts.clock());
        var prover = new Prover(parts.journal(), late, parts.clock(), machine.later(), machine.threads());
        var fanOut = new FanOut(parts, dispatcher, late);
        standing = new StandingWatch(connections, dispatcher, notices, parts, machine.later());
        var after = new Aftermath.After(prover, standing, fanOut, new Climber(parts, late, fanOut));
        var aftermath = new Aftermath(after, connections, parts, late, retry);
        var runs = new ReleaseRunner(
                connections, dispatcher, notices, aftermath.second(), journal, parts.register(), parts.clock(), retry);
        clockWatch = new ClockWatch(parts.clock(), machine.nanos());
        releases = new Releases(parts.register(), parts.journal(), runs, planning.release(), clockWatch, parts.ids());
        recovery = new Recovery(parts.register(), dispatcher, aftermath, connections, releases);
        expiry = new Expiry(parts.register(), parts.journal(), runs, clockWatch, parts.clock(), parts.ids());
        inbox = new InboxDigester(parts.register(), parts.journal(), machine.root(), parts.clock());
        ticks = new Ticks(machine.later());
        orders = new Orders(parts, dispatcher, aftermath, late);

        var decisions = new AlertDecisions(parts, rules.rulebook());
        intake = new Intake(parts, connections, dispatcher, aftermath, decisions, rules.texts());
        sources = new SourceWatch(
                parts.register(), parts.journal(), () -> settings.get().heartbeats(), intake::heard, parts.clock());
        measurements = new Measurements(connections, parts);
        stranded = new Stranded(connections, parts.register(), parts.journal(), parts.clock());
        previews = new Previews(connections, parts.register(), guard, parts.clock());
    }

    /** Ends what a crash left open, then looks after time. Intake and orders may be used before, during and after. */
    public void start() {
        int open = recover(Recovery.Left.ALL);
        EngineSettings told = settings.get();
        var started = new Event.Started(parts.clock().instant(), told.version(), told.configuration(), open);
        parts.journal()
                .commit(new Draft(parts.ids().next("start"), List.of(started), List.of()))
                .join();
        recallMeasurements();
        warm();
        watch();
        ticks.every(Duration.ofSeconds(1), "times", this::lookAtTime);
        ticks.every(Duration.ofSeconds(1), "late entries", late::enter);
        ticks.every(Duration.ofSeconds(10), "doubts", this::settleDoubts);
        ticks.every(Duration.ofMinutes(1), "inbox", inbox::digest);
        ticks.every(Duration.ofSeconds(10), "sources", sources::look);
        ticks.every(Duration.ofSeconds(45), "connections", this::warm);
        ticks.every(told.watchEvery(), "standing", standing::look);
        ticks.every(
                Duration.ofMinutes(1),
                "retired",
                () -> connections.closeRetired(parts.clock().instant()));
        tellStranded();
        ticks.every(Duration.ofSeconds(1), "tending", this::tend);
        ticks.every(Duration.ofMinutes(1), "evidence", evidence::forget);
    }

    /**
     * Goes on with what is configured now. The connections have been replaced before; how often standing containments are
     * looked at stays as it was.
     */
    public void take(EngineSettings fresh) {
        settings.set(fresh);
        recallMeasurements();
        warm();
        tellStranded();
    }

    private void recallMeasurements() {
        try {
            measurements.recall();
        } catch (RecordUnreadable unreadable) {
            LOG.warnf(
                    unreadable, "the record cannot be read: what was measured of connections has to be measured again");
        }
    }

    private void tellStranded() {
        try {
            stranded.tell();
        } catch (RecordUnreadable unreadable) {
            LOG.warnf(unreadable, "the record cannot be read: what stands without a connection is not told");
        }
    }

    /** Does something else again and again, as long as the engine runs. */
    public void every(Duration wait, String name, Runnable task) {
        ticks.every(wait, name, task);
    }

    private void watch() {
        try {
            standing.begin();
        } catch (RecordUnreadable unreadable) {
            LOG.errorf(unreadable, "the record cannot be read: what stands is watched over once it can");
        }
    }

    private int recover(Recovery.Left left) {
        try {
            int open = recovery.recover(left);
            unrecovered.set(null);
            return open;
        } catch (RecordUnreadable unreadable) {
            LOG.errorf(unreadable, "the record cannot be read: what a crash left open goes on once it can");
            unrecovered.compareAndSet(null, parts.clock().instant());
            return 0;
        }
    }

    /** The clock first: nothing that waits goes on by one that is not believed. */
    private void lookAtTime() {
        expiry.look();
        releases.look();
    }

    /** What was told as not recorded, and is on record all the same, is nobody's work: it would wait for the next start. */
    private void settleDoubts() {
        Instant since = unrecovered.get();
        if (since != null) {
            recover(new Recovery.Left(dispatcher.atWork(), since));
        }
        Optional<Instant> doubt = journal.doubt();
        boolean isSettled = doubt.isPresent()
                && late.size() == 0
                && doubt.get().plus(SETTLED).isBefore(parts.clock().instant());
        if (isSettled) {
            recovery.takeUp(new Recovery.Left(dispatcher.atWork(), doubt.get()));
            journal.believe(doubt.get());
        }
    }

    /** Below the minute after which connections to a cloud's API are closed as idle: the first kill finds them warm. */
    private void warm() {
        Instant deadline = parts.clock().instant().plusSeconds(20);
        connections.all().forEach(connection -> dispatcher.detached(() -> connection.warm(deadline)));
    }

    private void tend() {
        Instant deadline = parts.clock().instant().plusSeconds(20);
        connections
                .all()
                .forEach(connection -> dispatcher.detached(() -> {
                    connection.tend(deadline);
                    measurements.record(connection);
                }));
    }

    public Intake intake() {
        return intake;
    }

    public Orders orders() {
        return orders;
    }

    /** Hands secrets that an order is about, by the names that stand in it, to the connection that it is for. */
    public void hand(String connection, Map<String, Secret> secrets) {
        connections.find(connection).ifPresent(found -> secrets.forEach(found::hand));
    }

    public Previews previews() {
        return previews;
    }

    public Releases releases() {
        return releases;
    }

    /** Sources that are silent past their heartbeat now. */
    public Set<String> silentSources() {
        return sources.silent();
    }

    /** An operator has looked at the clock: it is right, and expiry goes on. */
    public void believeClock() {
        clockWatch.believe();
    }

    /** How many steps and releases have not ended. */
    public int backlog() {
        return dispatcher.backlog();
    }

    /** How many events wait for the record to be written again. */
    public int unrecorded() {
        return late.size();
    }

    /** Stops looking after time. Steps that run go on; what does not end is found again at the next start. */
    @Override
    public void close() {
        ticks.stop();
        late.enter();
        parts.journal()
                .commit(new Draft(
                        parts.ids().next("stop"),
                        List.of(new Event.Stopped(parts.clock().instant())),
                        List.of()))
                .join();
    }
}
