package dev.killswitch.provider.kubernetes;

import dev.killswitch.provider.kubernetes.CanaryCluster.Step;
import dev.killswitch.provider.kubernetes.CanaryRun.Ended;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures what a cluster's network does: pods of our own that connect to each other are isolated as any pod is, watched,
 * released and taken away. It goes on by {@link #tend}, one step at a time and without ever waiting; whatever becomes of
 * it, it is over by its deadline and then swept away, after a crash at the next start. Thread-safe.
 */
final class Canary {
    /** A namespace takes seconds to go; nobody waits for it. */
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(2);

    private final CanaryCluster cluster;
    private final CanarySettings settings;
    private final Clock clock;
    private final Supplier<Makeup> makeup;
    private final ReentrantLock lock = new ReentrantLock();

    /** What an earlier one left is taken away at the start; so is everything at the end of each. */
    private volatile boolean sweeping = true;

    private Instant nextSweep = Instant.MIN;
    private volatile @Nullable CanaryRun run;
    private volatile @Nullable Ended last;
    private volatile @Nullable Measured measured;

    /** When somebody asked for one that has not begun. */
    private final AtomicReference<@Nullable Instant> asked = new AtomicReference<>();

    /** {@code makeup} says what is there now. */
    Canary(CanaryCluster cluster, CanarySettings settings, Supplier<Makeup> makeup, Clock clock) {
        this.cluster = cluster;
        this.settings = settings;
        this.makeup = makeup;
        this.clock = clock;
    }

    /** What came of asking for one. */
    sealed interface Asked {
        /** It runs, or runs already. */
        record Running(Instant since, Instant until) implements Asked {}

        record NotNow(String why) implements Asked {}
    }

    /** Has one started by the next {@link #tend}, unless one runs. Waits for nothing. */
    Asked ask() {
        Optional<Asked.Running> now = running();
        if (now.isPresent()) {
            return now.get();
        }
        if (sweeping) {
            return new Asked.NotNow("what an earlier canary left in the cluster is still being taken away");
        }
        asked.compareAndSet(null, clock.instant());
        return running().<Asked>map(one -> one).orElseGet(() -> running(clock.instant()));
    }

    private Asked.Running running(Instant since) {
        return new Asked.Running(since, since.plus(settings.patience()));
    }

    /** Empty where none runs. */
    Optional<Asked.Running> running() {
        CanaryRun now = run;
        if (now != null) {
            return Optional.of(new Asked.Running(now.since(), now.until()));
        }
        return Optional.ofNullable(asked.get()).map(this::running);
    }

    /** How the last one ended; empty before the first. */
    Optional<Ended> last() {
        return Optional.ofNullable(last);
    }

    /** What the last one that saw something saw. */
    Optional<Measured> measured() {
        return Optional.ofNullable(measured);
    }

    /** What the record has of an earlier one, where nothing newer was seen since. */
    void recall(Measured earlier) {
        Measured known = measured;
        if (known == null || known.at().isBefore(earlier.at())) {
            measured = earlier;
            last = new Ended.Saw(earlier);
        }
    }

    /** Does what is to be done now. Called about once a second; of two callers, one does nothing. */
    void tend(Instant deadline) {
        if (!lock.tryLock()) {
            return;
        }
        try {
            CanaryRun now = run;
            if (sweeping) {
                sweep(deadline);
            } else if (now == null) {
                startWhereDue();
            } else {
                now.goOn(deadline).ifPresent(this::end);
            }
        } finally {
            lock.unlock();
        }
    }

    private void startWhereDue() {
        Instant now = clock.instant();
        Ended before = last;
        boolean due = settings.every().isPresent()
                && (before == null
                        || !now.isBefore(at(before).plus(settings.every().get())));
        if (due || asked.get() != null) {
            run = new CanaryRun(cluster, settings, makeup, clock);
            asked.set(null);
        }
    }

    private static Instant at(Ended ended) {
        return switch (ended) {
            case Ended.Saw saw -> saw.measured().at();
            case Ended.SawNothing nothing -> nothing.at();
        };
    }

    private void end(Ended how) {
        if (how instanceof Ended.Saw saw) {
            measured = saw.measured();
        }
        last = how;
        sweeping = true;
        nextSweep = Instant.MIN;
    }

    private void sweep(Instant deadline) {
        Instant now = clock.instant();
        if (now.isBefore(nextSweep)) {
            return;
        }
        nextSweep = now.plus(SWEEP_EVERY);
        switch (cluster.sweep(deadline)) {
            case Step.Wait _ -> {
                // Looked at again until nothing is left.
            }
            case Step.Done _ -> swept();
            case Step.Never never -> {
                last = new Ended.SawNothing("what it made cannot be taken away: " + never.why(), now);
                swept();
            }
        }
    }

    private void swept() {
        run = null;
        sweeping = false;
    }
}
