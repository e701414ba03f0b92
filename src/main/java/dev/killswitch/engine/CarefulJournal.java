package dev.killswitch.engine;

import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The journal as the engine writes to it. What follows on something that waits to be entered late waits behind it: no
 * entry speaks of a step that no entry before it intends. And whatever was told as not recorded leaves a doubt, since a
 * disk may say so of what it wrote. Thread-safe.
 */
final class CarefulJournal implements Journal {
    private final Journal journal;
    private final LateEntries late;
    private final Clock clock;
    private final AtomicReference<@Nullable Instant> doubt = new AtomicReference<>();

    CarefulJournal(Journal journal, LateEntries late, Clock clock) {
        this.journal = journal;
        this.late = late;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Committed> commit(Draft draft) {
        if (draft.events().stream().anyMatch(this::followsOnLate)) {
            return CompletableFuture.completedFuture(
                    new Committed.Unrecorded("what comes before it could not be recorded yet"));
        }
        return journal.commit(draft).thenApply(this::noted);
    }

    private boolean followsOnLate(Event event) {
        return switch (event) {
            case Event.StepStarted started -> late.speaksOf(started.step());
            case Event.StepEnded ended -> late.speaksOf(ended.step());
            case Event.StepProven proven -> late.speaksOf(proven.step());
            default -> false;
        };
    }

    private Committed noted(Committed committed) {
        if (committed instanceof Committed.Unrecorded) {
            markDoubt();
        }
        return committed;
    }

    /** Something was left undone that the record tells of: somebody has to look at it once the record is well. */
    void markDoubt() {
        doubt.set(clock.instant());
    }

    /** When something was last told as not recorded, if nobody has looked since what became of it. */
    Optional<Instant> doubt() {
        return Optional.ofNullable(doubt.get());
    }

    /** Somebody has looked at all that was in doubt at {@code time}. */
    void believe(Instant time) {
        doubt.updateAndGet(last -> time.equals(last) ? null : last);
    }
}
