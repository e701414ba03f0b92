package dev.killswitch.engine;

import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Reference;
import dev.killswitch.config.Guarded;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal;
import dev.killswitch.plan.Step;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Lets recorded steps run in their order, targets in parallel. Thread-safe. */
final class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    private final Connections connections;
    private final StepRunner runner;
    private final Collector collector;
    private final Notices notices;
    private final Lanes lanes;
    private final Journal journal;
    private final Clock clock;
    private final Executor threads;

    Dispatcher(
            Connections connections,
            StepRunner runner,
            Collector collector,
            Notices notices,
            Executor threads,
            Journal journal,
            Clock clock) {
        this.connections = connections;
        this.runner = runner;
        this.collector = collector;
        this.notices = notices;
        this.lanes = new Lanes(Lanes.Settings.DEFAULT, threads);
        this.threads = threads;
        this.journal = journal;
        this.clock = clock;
    }

    /** A step whose intent is on record but not its end. */
    record Open(Step step, Event.StepStarted started) {}

    /** Runs the steps of one plan; completes when each has ended. */
    CompletableFuture<Map<String, StepRunner.Ended>> run(List<Step> steps, Aftermath aftermath) {
        return submit(steps, aftermath, step -> connection -> runner.run(step, connection), Outcome.Refused::new);
    }

    /** Goes on with what a crash left open. */
    CompletableFuture<Map<String, StepRunner.Ended>> resume(List<Open> open, Aftermath aftermath) {
        var started = new ConcurrentHashMap<String, Event.StepStarted>();
        open.forEach(one -> started.put(one.step().id(), one.started()));
        return submit(
                open.stream().map(Open::step).toList(),
                aftermath,
                step -> connection -> runner.resume(step, Objects.requireNonNull(started.get(step.id())), connection),
                why -> new Outcome.Unknown("a restart cut it off, and " + why));
    }

    /** Runs something else on a target, when no step does: a release, a look. */
    void exclusively(String id, Reference reference, Lanes.Rank rank, Runnable work) {
        exclusively(id, reference, rank, work, _ -> {});
    }

    /** The same; a defect of it is told to {@code afterDefect} too. */
    void exclusively(
            String id, Reference reference, Lanes.Rank rank, Runnable work, Consumer<RuntimeException> afterDefect) {
        Runnable guarded = Guarded.runnable(work, defect -> {
            LOG.errorf(defect, "defect job=%s", id);
            afterDefect.accept(defect);
        });
        lanes.submit(List.of(new Lanes.Job(id, reference.connection(), reference.name(), rank, Set.of(), guarded)));
    }

    /** Runs something that belongs to no target. */
    void detached(Runnable work) {
        threads.execute(Guarded.runnable(work, defect -> LOG.errorf(defect, "defect in the background")));
    }

    /** How many steps and releases have not ended. */
    int backlog() {
        return lanes.backlog();
    }

    /** Ids of all steps, releases and other jobs that have not ended. */
    Set<String> atWork() {
        return lanes.open();
    }

    private CompletableFuture<Map<String, StepRunner.Ended>> submit(
            List<Step> steps,
            Aftermath aftermath,
            Function<Step, Function<Connection, StepRunner.Ended>> how,
            Function<String, Outcome> without) {
        var ends = new ConcurrentHashMap<String, StepRunner.Ended>();
        var done = new ArrayList<CompletableFuture<Void>>();
        var jobs = new ArrayList<Lanes.Job>();
        var doors = new Doors(steps, this::collect);
        doors.gates().forEach(lanes::expect);
        for (Step step : steps) {
            var end = new CompletableFuture<Void>();
            done.add(end);
            Executor looks = when(doors.isKilledAfter(step), step, "proof");
            Runnable work = () -> one(step, aftermath, looks, how.apply(step), without, ends);
            Runnable guarded = Guarded.runnable(work, defect -> endByDefect(step, defect));
            jobs.add(job(step, after(step, steps, doors), () -> {
                try {
                    guarded.run();
                    end.complete(null);
                } finally {
                    doors.ended(step, ends.get(step.id()), connection(step).orElse(null));
                }
            }));
        }
        lanes.submit(jobs);
        return CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).thenApply(_ -> Map.copyOf(ends));
    }

    /** Best effort: whatever becomes of it, those that wait for it go on. */
    private void collect(Doors.Shut shut) {
        Runnable then = () -> lanes.done(shut.gate());
        shut.widest()
                .ifPresentOrElse(
                        closed -> when(shut.isAwaited(), closed.step(), "evidence")
                                .execute(() -> collector.collect(closed, then)),
                        then);
    }

    /** At once where a step is about to take away what is to be seen; else the acts on other targets go first. */
    private Executor when(boolean isUrgent, Step step, String what) {
        return isUrgent ? threads : inQuiet(step, what);
    }

    /** For looks that can wait until the step's connection has little else to do: in a storm, containing goes first. */
    Executor inQuiet(Step step, String what) {
        String id = step.id() + "/" + what;
        return look -> lanes.submit(
                List.of(new Lanes.Job(id, step.reference().connection(), id, Lanes.Rank.IDLE, Set.of(), look)));
    }

    private void one(
            Step step,
            Aftermath aftermath,
            Executor looks,
            Function<Connection, StepRunner.Ended> how,
            Function<String, Outcome> without,
            Map<String, StepRunner.Ended> ends) {
        Optional<Connection> connection = connection(step);
        StepRunner.Ended ended = connection.map(how).orElseGet(() -> withoutConnection(step, without));
        ends.put(step.id(), ended);
        connection.ifPresent(there -> {
            aftermath.of(step, ended, there, looks);
            notices.ended(step, ended, there);
        });
    }

    private Optional<Connection> connection(Step step) {
        return connections.find(step.reference().connection());
    }

    /**
     * Ours, not the target's. Where the step had not ended, nobody can say what became of the call, and that is what is
     * recorded; the page comes in any case.
     */
    private void endByDefect(Step step, RuntimeException defect) {
        LOG.errorf(defect, "defect step=%s", step.id());
        String why = "a defect of this product: see its log for " + step.id();
        var ended = new Event.StepEnded(clock.instant(), step.id(), new Outcome.Unknown(why));
        commit(step.id() + "/ended", ended);
        commit(step.id() + "/defect", new Event.Paged(ended.at(), step.id(), why));
    }

    private void commit(String id, Event event) {
        journal.commit(new Journal.Draft(id, List.of(event), List.of())).join();
    }

    /** It was planned while the connection was there. Nobody wanted it lost, so somebody hears of it. */
    private StepRunner.Ended withoutConnection(Step step, Function<String, Outcome> without) {
        String why = "no connection is called " + step.reference().connection() + "; add it to the configuration";
        Outcome outcome = without.apply(why);
        var ended = new Event.StepEnded(clock.instant(), step.id(), outcome);
        commit(step.id() + "/ended", ended);
        commit(step.id() + "/unconnected", new Event.Paged(ended.at(), step.id(), why));
        return new StepRunner.Ended(outcome, null, null, List.of());
    }

    private static Lanes.Job job(Step step, Set<String> after, Runnable work) {
        return new Lanes.Job(
                step.id(), step.reference().connection(), step.reference().name(), rank(step), after, work);
    }

    private static Lanes.Rank rank(Step step) {
        boolean isFirst = step.authority() instanceof Step.Authority.Person
                || step.course().stage().compareTo(Stage.CREDENTIAL) <= 0;
        return isFirst ? Lanes.Rank.FIRST : Lanes.Rank.USUAL;
    }

    /** Besides what it says itself: the steps of an earlier stage on the same target, and the evidence of it. */
    private static Set<String> after(Step step, List<Step> all, Doors doors) {
        var after = new HashSet<>(step.course().after());
        doors.before(step).ifPresent(after::add);
        for (Step other : all) {
            if (other.reference().name().equals(step.reference().name())
                    && other.course().stage().compareTo(step.course().stage()) < 0) {
                after.add(other.id());
            }
        }
        return after;
    }
}
