package dev.killswitch.store;

import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Journal.Evidence;
import dev.killswitch.incident.Kept;
import java.util.concurrent.CompletableFuture;

/** A draft that waits to be written, and whoever waits for it. */
record Waiting(Draft draft, long bytes, CompletableFuture<Committed> answer) {
    /** What an event takes in memory, roughly. */
    private static final int EVENT_BYTES = 2_048;

    static Waiting of(Draft draft) {
        long bytes = (long) EVENT_BYTES * draft.events().size();
        for (Kept kept : draft.beside().kept()) {
            bytes += kept.delivery().body().size();
        }
        for (Evidence evidence : draft.beside().evidence()) {
            bytes += evidence.content().size();
        }
        return new Waiting(draft, bytes, new CompletableFuture<>());
    }
}
