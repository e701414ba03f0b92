package dev.killswitch.engine;

import dev.killswitch.action.Action;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Proof;
import dev.killswitch.config.Guarded;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.plan.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Looks, after the act, whether it holds; again on a schedule where the system takes effect later. Of the looks that tell
 * nothing yet the first alone is recorded. Thread-safe.
 */
final class Prover {
    private static final Logger LOG = Logger.getLogger(Prover.class);

    /** Longer than the grace of any pod and the settling of any cloud: past that, a person has to look. */
    private static final Duration PROVING_MAX = Duration.ofMinutes(5);

    /** The waits grow with what has gone by, so that what takes long is not looked at each second: to a tenth of it. */
    private static final int WAITS_MIN = 10;

    /** One look: a read or two. One that fails is the next look's to make good. */
    private static final Duration LOOK_MAX = Duration.ofSeconds(10);

    private final Journal journal;
    private final LateEntries late;
    private final Clock clock;
    private final Later later;
    private final Executor threads;
    private final Map<String, CompletableFuture<Void>> firsts = new ConcurrentHashMap<>();

    Prover(Journal journal, LateEntries late, Clock clock, Later later, Executor threads) {
        this.journal = journal;
        this.late = late;
        this.clock = clock;
        this.later = later;
        this.threads = threads;
    }

    /** Something to prove, and since when that goes on; {@code then} hears what was seen. */
    private record Proving(
            Step step, StepRunner.Attempt attempt, Connection connection, Consumer<Proof> then, Instant since) {}

    /**
     * Looks for the first time when {@code first} lets it, and goes on until something is seen; {@code then} hears of it once
     * it is on record.
     */
    void prove(Step step, StepRunner.Attempt attempt, Connection connection, Executor first, Consumer<Proof> then) {
        var proving = new Proving(step, attempt, connection, then, clock.instant());
        var looked = new CompletableFuture<Void>();
        firsts.put(step.id(), looked);
        first.execute(guarded(proving, () -> {
            try {
                Proof proof = proof(proving);
                record(proving, proof);
                goOn(proving, proof);
            } finally {
                firsts.remove(step.id());
                looked.complete(null);
            }
        }));
    }

    /** Completes once no first look at that step is on its way: what it sees may be older than what is seen now. */
    CompletableFuture<Void> looked(String step) {
        return firsts.getOrDefault(step, CompletableFuture.completedFuture(null));
    }

    /** Of what was seen before: recorded only where it is not so any more, or something else is open. */
    void proveAgain(Seen seen, Connection connection, Consumer<Proof> then) {
        var proving = new Proving(seen.step(), seen.attempt(), connection, then, clock.instant());
        threads.execute(guarded(proving, () -> {
            Proof proof = proof(proving);
            if (isNews(proof, seen.before())) {
                record("/seen-again-", proving, proof);
            } else {
                then.accept(proof);
            }
            goOn(proving, proof);
        }));
    }

    /** What was proven before, and how. */
    record Seen(Step step, StepRunner.Attempt attempt, Proof before) {}

    /** Words alone, such as an age, are none. */
    private static boolean isNews(Proof proof, Proof before) {
        return switch (proof) {
            case Proof.Pending _ -> false;
            case Proof.Partial partial -> !partial.equals(before);
            case Proof.Proven _, Proof.ProvenForNew _, Proof.Unproven _ ->
                !proof.getClass().equals(before.getClass());
        };
    }

    private Runnable guarded(Proving proving, Runnable look) {
        return Guarded.runnable(look, defect -> {
            String step = proving.step().id();
            LOG.errorf(defect, "defect in proving step=%s", step);
            record(proving, new Proof.Unproven("a defect of this product: see its log for " + step));
        });
    }

    private Proof proof(Proving proving) {
        Step step = proving.step();
        Action action = proving.connection().action(step.action());
        var mark = new Call.Mark(step.containment(), step.incident());
        Instant now = clock.instant();
        var call = new Call(proving.attempt().target(), step.parameters(), mark, now.plus(LOOK_MAX));
        Proof proof = action.prove(call, proving.attempt().before());
        boolean isOver = !now.isBefore(proving.since().plus(PROVING_MAX));
        return isOver && proof instanceof Proof.Pending
                ? new Proof.Unproven("it had not taken effect after " + PROVING_MAX.toMinutes() + " minutes")
                : proof;
    }

    private void goOn(Proving proving, Proof proof) {
        if (proof instanceof Proof.Pending pending) {
            Duration grown = Duration.between(proving.since(), clock.instant()).dividedBy(WAITS_MIN);
            Duration wait = grown.compareTo(pending.again()) > 0 ? grown : pending.again();
            later.after(wait, () -> threads.execute(guarded(proving, () -> again(proving))));
        }
    }

    private void again(Proving proving) {
        Proof proof = proof(proving);
        if (!(proof instanceof Proof.Pending)) {
            record(proving, proof);
        }
        goOn(proving, proof);
    }

    private void record(Proving proving, Proof proof) {
        record("/proven-", proving, proof);
    }

    /** Where it cannot be recorded now, automation does nothing about it: that goes on once it is. */
    private void record(String look, Proving proving, Proof proof) {
        Step step = proving.step();
        var proven = new Event.StepProven(clock.instant(), step.id(), proof);
        var draft = new Journal.Draft(step.id() + look + proven.at().toEpochMilli(), List.of(proven), List.of());
        boolean isLate = journal.commit(draft).join() instanceof Committed.Unrecorded;
        if (isLate) {
            late.add(draft);
        }
        if (!isLate || step.authority() instanceof Step.Authority.Person) {
            proving.then().accept(proof);
        }
    }
}
