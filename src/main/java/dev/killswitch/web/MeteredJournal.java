package dev.killswitch.web;

import dev.killswitch.config.IdSource;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts and tells what a journal stores, once it is on disk, and remembers whether it could be written last. Thread-safe. */
public final class MeteredJournal implements Journal {
    private final Journal inner;
    private final Supplier<Optional<String>> shortage;
    private final StoredMeters meters;
    private final EventLog log = new EventLog();
    private final AtomicReference<@Nullable String> trouble = new AtomicReference<>();

    /** {@code shortage} says why {@code inner} takes nothing new now, where it does not. */
    public MeteredJournal(Journal inner, Supplier<Optional<String>> shortage) {
        this(inner, shortage, Metrics.globalRegistry);
    }

    MeteredJournal(Journal inner, Supplier<Optional<String>> shortage, MeterRegistry registry) {
        this.inner = inner;
        this.shortage = shortage;
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
                if (trouble.getAndSet(null) != null) {
                    log.recordedAgain();
                }
                meters.count(draft);
                draft.events().forEach(log::tell);
            }
            // Somebody had to look at the disk to say so, but nothing was written.
            case Committed.Duplicate _, Committed.Lost _ -> {}
            case Committed.Unrecorded no -> {
                if (trouble.getAndSet(no.why()) == null) {
                    log.unrecorded();
                }
                meters.unrecorded();
            }
        }
    }

    /** The newest pages since the service started, newest first. */
    public List<Event.Paged> pages(int limit) {
        return log.pages(limit);
    }

    /** Why nothing new would be written now, and why the last draft was not; empty where neither is so. */
    List<String> troubles() {
        var troubles = new ArrayList<String>();
        shortage.get().ifPresent(why -> troubles.add("nothing new is taken: " + why));
        String last = trouble.get();
        if (last != null) {
            troubles.add("it could not be written: " + last);
        }
        return List.copyOf(troubles);
    }

    /** Writes nothing, where the last draft could not be written: so that the end of a trouble is seen without an alert. */
    public void tryAgain(IdSource ids) {
        if (trouble.get() != null) {
            commit(new Draft(ids.next("try"), List.of(), List.of())).join();
        }
    }
}
