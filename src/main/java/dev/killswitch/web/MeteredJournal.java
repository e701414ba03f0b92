package dev.killswitch.web;

import dev.killswitch.incident.Journal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Counts what a journal stores, once it is on disk, and remembers whether it could be written last. Thread-safe. */
public final class MeteredJournal implements Journal {
    private final Journal inner;
    private final StoredMeters meters;
    private final AtomicReference<@Nullable String> trouble = new AtomicReference<>();

    public MeteredJournal(Journal inner) {
        this(inner, Metrics.globalRegistry);
    }

    MeteredJournal(Journal inner, MeterRegistry registry) {
        this.inner = inner;
        this.meters = new StoredMeters(registry);
    }

    @Override
    public CompletableFuture<Committed> commit(Draft draft) {
        return inner.commit(draft).thenApply(committed -> {
            heard(draft, committed);
            return committed;
        });
    }

    private void heard(Draft draft, Committed committed) {
        switch (committed) {
            case Committed.Stored _ -> {
                trouble.set(null);
                meters.count(draft);
            }
            // Somebody had to look at the disk to say so, but nothing was written.
            case Committed.Duplicate _, Committed.Lost _ -> {}
            case Committed.Unrecorded no -> {
                trouble.set(no.why());
                meters.unrecorded();
            }
        }
    }

    /** Why the last draft could not be written; empty where it could. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble.get());
    }
}
