package dev.killswitch.store;

import dev.killswitch.config.Section;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the record is kept and how much of it.
 *
 * @param database the SQLite file; its directory is locked for one process
 * @param diskReserveBytes free space below which nothing new of senders and automation is written: it is kept for the
 *     orders of people and for the ends of what began
 * @param queueMax how many drafts may wait to be written, 1 to 100,000; past it they are not recorded
 * @param commitTimeMax how long a draft may take until it is on disk; past it, it is told as not recorded
 * @param deliveriesMax how many deliveries are kept beside the ledger, the oldest go first
 * @param deliveryBytesMax how much their bodies may take together
 * @param deliveriesKept how long a delivery is kept
 * @param answersKept how long an idempotency key is known
 * @param evidenceKept how long what people typed is kept; past it the ledger has a digest that says nothing any more
 */
public record StoreSettings(
        Path database,
        long diskReserveBytes,
        int queueMax,
        Duration commitTimeMax,
        int deliveriesMax,
        long deliveryBytesMax,
        Duration deliveriesKept,
        Duration answersKept,
        Duration evidenceKept) {
    private static final int QUEUE_MAX = 100_000;
    private static final String SCHEME = "jdbc:sqlite:";
    private static final long MIB = 1024L * 1024;

    public StoreSettings {
        if (queueMax < 1 || queueMax > QUEUE_MAX) {
            throw new IllegalArgumentException("expected a queue of 1 to " + QUEUE_MAX + " drafts, found " + queueMax);
        }
    }

    /** All defaults, in {@code directory}. */
    public static StoreSettings in(Path directory) {
        return new StoreSettings(
                directory.resolve("killswitch.db"),
                256 * MIB,
                10_000,
                Duration.ofSeconds(2),
                100_000,
                1024 * MIB,
                Duration.ofDays(30),
                Duration.ofDays(7),
                Duration.ofDays(400));
    }

    /** Reads {@code store}; what is not said is as in {@link #in}. */
    public static StoreSettings read(Section store, Path directory) {
        StoreSettings usual = in(directory);
        return new StoreSettings(
                store.text("url").map(url -> file(store, url)).orElse(usual.database),
                store.count("disk-reserve", usual.diskReserveBytes, 0, 1024 * 1024 * MIB),
                (int) store.count("queue-max", usual.queueMax, 1, QUEUE_MAX),
                bounded(store, "commit-time-max", usual.commitTimeMax, Duration.ofMinutes(1)),
                (int) store.count("deliveries-max", usual.deliveriesMax, 1, 10_000_000),
                store.count("delivery-bytes-max", usual.deliveryBytesMax, MIB, 1024 * 1024 * MIB),
                bounded(store, "deliveries-kept", usual.deliveriesKept, Duration.ofDays(3650)),
                bounded(store, "answers-kept", usual.answersKept, Duration.ofDays(3650)),
                bounded(store, "evidence-kept", usual.evidenceKept, Duration.ofDays(3650)));
    }

    /** Where the database lies, with its lock. */
    Path directory() {
        Path parent = database.toAbsolutePath().getParent();
        return parent == null ? database.toAbsolutePath() : parent;
    }

    private static Path file(Section store, String url) {
        if (!url.startsWith(SCHEME)
                || url.length() == SCHEME.length()
                || url.contains("?")
                || url.contains(":memory:")) {
            store.problem("url", url, "jdbc:sqlite: and the path of a file, such as jdbc:sqlite:data/killswitch.db");
            return Path.of("killswitch.db");
        }
        return Path.of(url.substring(SCHEME.length()));
    }

    private static Duration bounded(Section store, String key, Duration usual, Duration max) {
        Duration given = store.duration(key, usual);
        if (!given.isPositive() || given.compareTo(max) > 0) {
            store.problem(key, given.toString(), "more than nothing, at most " + max);
            return usual;
        }
        return given;
    }
}
