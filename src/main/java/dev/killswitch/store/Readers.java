package dev.killswitch.store;

import dev.killswitch.incident.Register.RecordUnreadable;
import dev.killswitch.incident.UnreadableEntry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads on a few platform threads of their own: a call into SQLite never lets go of its thread, so that a virtual one
 * would hold up the others. Each read sees the record as of one moment.
 */
final class Readers implements AutoCloseable {
    /** Enough to keep two processors busy while one waits for the disk. */
    private static final int THREADS = 3;

    private static final int QUEUE_MAX = 1_000;

    /** Longer than the longest list takes; past it the record counts as unreadable. */
    private static final Duration TIME_MAX = Duration.ofSeconds(10);

    private final Database database;
    private final BlockingQueue<Session> idle = new LinkedBlockingQueue<>();
    private final ThreadPoolExecutor threads;

    Readers(Database database) {
        this.database = database;
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUE_MAX),
                Thread.ofPlatform().name("record-reader-", 0).daemon().factory());
    }

    /** What is read of the record, within one transaction. */
    interface Read<T> {
        T from(Session session) throws SQLException;
    }

    /** Throws {@link RecordUnreadable} where it cannot be read. */
    <T> T read(Read<T> read) {
        Future<T> answer;
        try {
            answer = threads.submit((Callable<T>) () -> within(read));
        } catch (RejectedExecutionException e) {
            throw new RecordUnreadable("too many are reading the record, or it is closed", e);
        }
        try {
            return answer.get(TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RecordUnreadable("interrupted while the record was read", e);
        } catch (TimeoutException e) {
            throw new RecordUnreadable("the record did not answer within " + TIME_MAX.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw unreadable(e);
        }
    }

    private static RecordUnreadable unreadable(ExecutionException e) {
        return switch (e.getCause()) {
            case SQLException failure -> new RecordUnreadable(Failures.why(failure), failure);
            case UnreadableEntry broken ->
                new RecordUnreadable("an entry of the ledger cannot be read: " + broken.getMessage(), broken);
            case IllegalArgumentException refused -> throw refused;
            case null, default -> new RecordUnreadable("the record cannot be read", e);
        };
    }

    private <T> T within(Read<T> read) throws SQLException {
        @Nullable Session pooled = idle.poll();
        Session session = pooled == null ? database.reader() : pooled;
        boolean isWell = false;
        try {
            session.begin();
            T value = read.from(session);
            session.rollback();
            isWell = true;
            return value;
        } finally {
            if (isWell) {
                idle.add(session);
            } else {
                session.close();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        for (Session session = idle.poll(); session != null; session = idle.poll()) {
            session.close();
        }
    }
}
