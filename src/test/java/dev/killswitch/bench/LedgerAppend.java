package dev.killswitch.bench;

import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.store.LedgerSettings;
import dev.killswitch.store.RegisterSettings;
import dev.killswitch.store.SqliteStore;
import dev.killswitch.store.StoreSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Entries into the ledger through the store's own door: encoded, hashed, tiled, and on disk. */
final class LedgerAppend {
    /** What the codec puts around the text of the entry. */
    private static final int ENTRY_BYTES = 500;

    private static final int BATCH = 500;
    private static final int BATCHES = 160;
    private static final int WARM_UP = 60;

    /** Drafts under way: the next lot gathers while one is on its way to the disk. */
    private static final int UNDER_WAY = 4;

    private final Path directory;

    LedgerAppend(Path directory) {
        this.directory = directory;
    }

    void measure(Figures figures) {
        try (SqliteStore store = SqliteStore.open(
                StoreSettings.in(directory),
                LedgerSettings.in(directory),
                new RegisterSettings(Duration.ofHours(24), Map.of()),
                Clock.systemUTC())) {
            int text = ENTRY_BYTES - bytesAround(store);
            append(store, WARM_UP, text);
            long transactions = store.transactions();
            long start = System.nanoTime();
            append(store, BATCHES, text);
            double seconds = (System.nanoTime() - start) / 1e9;
            double rate = BATCHES * BATCH / seconds;
            figures.add(
                    "ledger append, entries of " + ENTRY_BYTES + " bytes",
                    ">= 20,000/s",
                    rate,
                    "entries/s",
                    x -> x >= 20_000);
            figures.add(
                    "entries in one transaction", (double) BATCHES * BATCH / (store.transactions() - transactions), "");
        }
    }

    private static int bytesAround(SqliteStore store) {
        store.commit(new Draft("first", List.of(entry(0)), List.of())).join();
        return store.log().entries(0, 1).getFirst().length;
    }

    private static void append(SqliteStore store, int batches, int text) {
        var underWay = new ArrayDeque<CompletableFuture<Committed>>();
        for (int batch = 0; batch < batches; batch++) {
            var events = new ArrayList<Event>();
            for (int i = 0; i < BATCH; i++) {
                events.add(entry(text));
            }
            underWay.add(store.commit(new Draft(batches + "/" + batch, events, List.of())));
            if (underWay.size() == UNDER_WAY) {
                stored(underWay.remove());
            }
        }
        underWay.forEach(LedgerAppend::stored);
    }

    private static Event entry(int text) {
        return new Event.Paged(Instant.EPOCH, "bench", "x".repeat(text));
    }

    private static void stored(CompletableFuture<Committed> commit) {
        if (!(commit.join() instanceof Committed.Stored)) {
            throw new IllegalStateException("not stored: " + commit.join());
        }
    }
}
