package dev.killswitch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Keeps house beside the commit path: copies the write-ahead log back into the file, and drops what need not be kept any
 * more, a little at a time.
 */
final class Keeper implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Keeper.class);

    /** Below this a copy is not worth its syncs. */
    private static final long WAL_BYTES_USUAL = 4L * 1024 * 1024;

    /** Above this it is made to begin anew, since it would grow without end under a steady load. */
    static final long WAL_BYTES_MAX = 64L * 1024 * 1024;

    private static final String PASSIVE = "pragma wal_checkpoint(passive)";

    /** How much one round drops: some milliseconds of the writer's time. */
    private static final int DROP_MAX = 500;

    /** A delivery or a finding is not sent again after so long. */
    private static final Duration ONCE_KEPT = Duration.ofDays(400);

    private final Database database;
    private final Appender appender;
    private final StoreSettings settings;
    private final Clock clock;
    private final ScheduledExecutorService thread;

    /** How many transactions had been written at the last copy; of the one thread. */
    private long copied;

    Keeper(Database database, Appender appender, StoreSettings settings, Clock clock) {
        this.database = database;
        this.appender = appender;
        this.settings = settings;
        this.clock = clock;
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("record-keeper").daemon().factory());
    }

    void start() {
        var _ = thread.scheduleWithFixedDelay(this::copyBack, 1, 1, TimeUnit.SECONDS);
        var _ = thread.scheduleWithFixedDelay(this::drop, 1, 5, TimeUnit.SECONDS);
    }

    /**
     * Most of it beside the writer; the few pages that were added meanwhile between two of its transactions, since the log
     * begins anew only once all of it was copied.
     */
    private void copyBack() {
        long batches = appender.batches();
        if (batches == copied || walBytes() < WAL_BYTES_USUAL) {
            return;
        }
        copied = batches;
        try (Session session = database.writer()) {
            session.run(PASSIVE);
        } catch (SQLException e) {
            LOG.warnf("the write-ahead log could not be copied back: %s", Failures.why(e));
            return;
        }
        if (walBytes() >= WAL_BYTES_MAX) {
            appender.run(session -> session.run(PASSIVE)).exceptionally(failure -> {
                LOG.warnf("the write-ahead log could not be copied back: %s", Failures.why(failure));
                return null;
            });
        }
    }

    private long walBytes() {
        Path wal = Path.of(database.file() + "-wal");
        try {
            return Files.exists(wal) ? Files.size(wal) : 0;
        } catch (IOException _) {
            return 0;
        }
    }

    private void drop() {
        appender.write(session -> drop(session, settings, clock.instant())).exceptionally(failure -> {
            LOG.warnf("old rows could not be dropped: %s", Failures.why(failure));
            return null;
        });
    }

    /** One round, on the writer's connection. */
    static void drop(Session session, StoreSettings settings, Instant now) throws SQLException {
        Instant answered = now.minus(settings.answersKept());
        new ClaimTables(session).forget(now, now.minus(onceKept(settings)), answered);
        new BesideTables(session).forgetAnswers(answered);
        new BesideTables(session).forgetEvidence(now.minus(settings.evidenceKept()), DROP_MAX);
        new DeliveryTables(session).dropBefore(now.minus(settings.deliveriesKept()), DROP_MAX);
    }

    /** Never shorter than deliveries are: what stands here is not taken again. */
    private static Duration onceKept(StoreSettings settings) {
        Duration kept = settings.deliveriesKept();
        return kept.compareTo(ONCE_KEPT) > 0 ? kept : ONCE_KEPT;
    }

    /** Ends. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once nobody else is at it any more. */
    void copyAllBack() {
        try (Session session = database.writer()) {
            session.run("pragma wal_checkpoint(truncate)");
        } catch (SQLException e) {
            LOG.warnf("the write-ahead log could not be copied back: %s", Failures.why(e));
        }
    }
}
