package dev.killswitch.engine;

import dev.killswitch.action.Action;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Proof;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.plan.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/** Looks, after the act, whether it holds; again on a schedule where the system takes effect later. Thread-safe. */
final class Prover {
    /** At a provider's usual schedule this is some five minutes: past that, a person has to look. */
    private static final int LOOKS_MAX = 12;

    /** One look, with its retries: a read or two. */
    private static final Duration LOOK_MAX = Duration.ofSeconds(10);

    private final Journal journal;
    private final LateEntries late;
    private final Clock clock;
    private final Later later;
    private final Executor threads;

    Prover(Journal journal, LateEntries late, Clock clock, Later later, Executor threads) {
        this.journal = journal;
        this.late = late;
        this.clock = clock;
        this.later = later;
        this.threads = threads;
    }

    /** Starts looking, on a thread of its own. */
    void prove(Step step, StepRunner.Attempt attempt, Connection connection) {
        threads.execute(() -> look(step, attempt, connection, 1));
    }

    private void look(Step step, StepRunner.Attempt attempt, Connection connection, int number) {
        Action action = connection.action(step.action());
        var mark = new Call.Mark(step.containment(), step.incident());
        var call = new Call(
                attempt.target(), step.parameters(), mark, clock.instant().plus(LOOK_MAX));
        Proof proof = action.prove(call, attempt.before());
        if (proof instanceof Proof.Pending && number >= LOOKS_MAX) {
            proof = new Proof.Unproven("it had not taken effect after " + number + " looks");
        }
        record(step, proof);
        if (proof instanceof Proof.Pending pending) {
            later.after(pending.again(), () -> threads.execute(() -> look(step, attempt, connection, number + 1)));
        }
    }

    private void record(Step step, Proof proof) {
        var proven = new Event.StepProven(clock.instant(), step.id(), proof);
        var draft = new Journal.Draft(step.id() + "/proven-" + proven.at().toEpochMilli(), List.of(proven), List.of());
        if (journal.commit(draft).join() instanceof Committed.Unrecorded) {
            late.add(draft);
        }
    }
}
