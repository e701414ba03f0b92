package dev.killswitch.engine;

import dev.killswitch.action.Call;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Outcome;
import dev.killswitch.config.Guarded;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.EvidenceStore;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.plan.Step;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Collects what is worth keeping of a target whose door was closed. Best effort: it takes no slot of a step and does not
 * hold the target, and whoever waits for it waits for a bounded time. Thread-safe.
 */
final class Collector {
    private static final Logger LOG = Logger.getLogger(Collector.class);

    /** Of one connection at once: reads that are never in a hurry, beside the steps' own calls. */
    private static final Lanes.Settings SLOTS = new Lanes.Settings(8, 0);

    private final Supplier<EngineSettings.Collecting> settings;
    private final EvidenceStore store;
    private final Journal journal;
    private final LateEntries late;
    private final Clock clock;
    private final Later later;
    private final Executor threads;
    private final Lanes lanes;

    Collector(
            Supplier<EngineSettings.Collecting> settings,
            EvidenceStore store,
            CarefulJournal journal,
            LateEntries late,
            Clock clock,
            Engine.Machine machine) {
        this.settings = settings;
        this.store = store;
        this.journal = journal;
        this.late = late;
        this.clock = clock;
        this.later = machine.later();
        this.threads = machine.threads();
        this.lanes = new Lanes(SLOTS, threads);
    }

    /** A step that closed a door, or may have, and what it was closed on. */
    record Closed(Step step, StepRunner.Attempt attempt, Connection connection, Journal.Entry recorded) {}

    /** Runs {@code then} once all is collected that can be, or the time for it is up; at once where it is switched off. */
    void collect(Closed door, Runnable then) {
        if (settings.get().off().contains(door.connection().name())) {
            then.run();
            return;
        }
        var one = new Collection(door, new Basket(store, door.step().containment()), then);
        // Counted from here and not from its turn: those that wait for it have waited since.
        later.after(settings.get().waitMax(), () -> threads.execute(one::timeIsUp));
        Runnable guarded = Guarded.runnable(one::run, defect -> one.failed(defect));
        lanes.submit(List.of(new Lanes.Job(
                door.step().id() + "/evidence",
                door.connection().name(),
                door.step().id(),
                Lanes.Rank.USUAL,
                Set.of(),
                guarded)));
    }

    private final class Collection {
        private final Closed door;
        private final Basket basket;
        private final Runnable then;
        private final Instant deadline;
        private final AtomicBoolean isOver = new AtomicBoolean();

        Collection(Closed door, Basket basket, Runnable then) {
            this.door = door;
            this.basket = basket;
            this.then = then;
            this.deadline = clock.instant().plus(settings.get().waitMax());
        }

        void run() {
            if (isOver.get()) {
                return;
            }
            var mark = new Call.Mark(door.step().containment(), door.step().incident());
            var call = new Call(door.attempt().target(), door.step().parameters(), mark, deadline);
            switch (door.connection().collect(call, basket)) {
                case Outcome.Done _, Outcome.AlreadyDone _ -> finished();
                case Outcome.Gone no -> finishedWithout(Outcomes.why(no));
                case Outcome.Refused no -> finishedWithout(Outcomes.why(no));
                case Outcome.Busy no -> finishedWithout(Outcomes.why(no));
                case Outcome.Changed no -> finishedWithout(Outcomes.why(no));
                case Outcome.Unknown no -> finishedWithout(Outcomes.why(no));
            }
        }

        void failed(RuntimeException defect) {
            LOG.errorf(defect, "defect evidence step=%s", door.step().id());
            finishedWithout(
                    "a defect of this product: see its log for " + door.step().id());
        }

        private void finishedWithout(String why) {
            basket.without(Event.Absent.THE_REST, why);
            finished();
        }

        /** On record first: what follows may end the target. */
        private void finished() {
            if (isOver.compareAndSet(false, true)) {
                try {
                    record();
                } finally {
                    then.run();
                }
            }
        }

        /** Whoever waits has waited long enough: the record comes second. */
        void timeIsUp() {
            if (isOver.compareAndSet(false, true)) {
                then.run();
                basket.without(
                        Event.Absent.THE_REST,
                        "it took longer than " + settings.get().waitMax());
                record();
            }
        }

        private void record() {
            Basket.Content content = basket.close();
            if (content.isEmpty()) {
                return;
            }
            String containment = door.step().containment();
            var collected =
                    new Event.EvidenceCollected(clock.instant(), containment, content.pieces(), content.absent());
            var draft = new Journal.Draft(door.step().id() + "/evidence", List.of(collected), List.of());
            boolean waits = door.recorded() == Journal.Entry.LATE;
            if (waits || journal.commit(draft).join() instanceof Committed.Unrecorded) {
                late.add(draft);
            }
        }
    }
}
