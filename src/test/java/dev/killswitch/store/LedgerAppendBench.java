package dev.killswitch.store;

import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * How many entries of about 500 bytes a second go into the ledger, one to a draft, as many in flight as one batch takes.
 * A main, not a test: {@code java … dev.killswitch.store.LedgerAppendBench [directory]}.
 */
public final class LedgerAppendBench {
    private static final int WARM_UP = 20_000;
    private static final int ENTRIES = 100_000;
    private static final int IN_FLIGHT = 4_000;

    private LedgerAppendBench() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory(
                Path.of(arguments.length > 0 ? arguments[0] : System.getProperty("java.io.tmpdir")), "bench");
        try (SqliteStore store = SqliteStore.open(
                TestStore.settings(directory),
                LedgerSettings.in(directory),
                new RegisterSettings(Duration.ofHours(24), Map.of()),
                Clock.systemUTC())) {
            append(store, "warm", WARM_UP);
            long before = store.transactions();
            long nanos = append(store, "run", ENTRIES);
            long bytes = store.log().entries(WARM_UP, WARM_UP + 1L).getFirst().length;
            System.out.printf(
                    "%d entries of %d bytes in %d ms, %d transactions: %d entries/s%n",
                    ENTRIES, bytes, nanos / 1_000_000, store.transactions() - before, ENTRIES * 1_000_000_000L / nanos);
        }
    }

    private static long append(SqliteStore store, String name, int count) {
        long start = System.nanoTime();
        List<CompletableFuture<Committed>> inFlight = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var event = new Event.Paged(Instant.EPOCH, "service", "x".repeat(160));
            inFlight.add(store.commit(new Draft(name + i, List.of(event), List.of())));
            if (inFlight.size() == IN_FLIGHT) {
                // Half of them, so that the writer never waits for us.
                inFlight.subList(0, IN_FLIGHT / 2).forEach(CompletableFuture::join);
                inFlight.subList(0, IN_FLIGHT / 2).clear();
            }
        }
        inFlight.forEach(CompletableFuture::join);
        return System.nanoTime() - start;
    }
}
