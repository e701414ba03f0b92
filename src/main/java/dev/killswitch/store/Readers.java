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
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads, a few at once: a platform thread in place, a virtual one by one of a few platform threads that are kept for it,
 * since a call into SQLite never lets go of its thread and would hold up the others. Each read sees the record as of one
 * moment, and ends in time.
 */
final class Readers implements AutoCloseable {
    /** Of each kind. Enough to keep two processors busy while one waits for the disk. */
    private static final int THREADS = 3;

    private static final int QUEUE_MAX = 1_000;

    /** Longer than the longest list takes; past it the record counts as unreadable. */
    private static final Duration TIME_MAX = Duration.ofSeconds(10);

    private final Database database;
    private final Duration timeMax;
    private final Semaphore inPlace = new Semaphore(THREADS, true);
    private volatile boolean closed;
    private final BlockingQueue<Session> idle = new LinkedBlockingQueue<>();
    private final ThreadPoolExecutor threads;

    Readers(Database database) {
        this(database, TIME_MAX);
    }

    Readers(Database database, Duration timeMax) {
        this.database = database;
        this.timeMax = timeMax;
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
        return Thread.currentThread().isVirtual() ? handedOver(read) : inPlace(read);
    }

    private <T> T inPlace(Read<T> read) {
        boolean isMine = false;
        try {
            isMine = !closed && inPlace.tryAcquire(timeMax.toMillis(), TimeUnit.MILLISECONDS);
            if (!isMine || closed) {
                throw new RecordUnreadable("too many are reading the record, or it is closed", new TimeoutException());
            }
            return within(read);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RecordUnreadable("interrupted while the record was read", e);
        } catch (SQLException | UnreadableEntry | IllegalStateException e) {
            throw unreadable(e);
        } finally {
            if (isMine) {
                inPlace.release();
            }
        }
    }

    private <T> T handedOver(Read<T> read) {
        Future<T> answer;
        try {
            answer = threads.submit((Callable<T>) () -> within(read));
        } catch (RejectedExecutionException e) {
            throw new RecordUnreadable("too many are reading the record, or it is closed", e);
        }
        try {
            return answer.get(timeMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RecordUnreadable("interrupted while the record was read", e);
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw new RecordUnreadable("the record did not answer within " + timeMax.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw unreadable(e.getCause());
        }
    }

    private static RecordUnreadable unreadable(@Nullable Throwable failure) {
        return switch (failure) {
            case SQLException database -> new RecordUnreadable(Failures.why(database), database);
            case UnreadableEntry broken ->
                new RecordUnreadable("an entry of the ledger cannot be read: " + broken.getMessage(), broken);
            case IllegalArgumentException refused -> throw refused;
            case null -> throw new IllegalStateException("a read failed without a cause");
            case Throwable other -> new RecordUnreadable("the record cannot be read", other);
        };
    }

    private <T> T within(Read<T> read) throws SQLException {
        @Nullable Session pooled = idle.poll();
        Session session = pooled == null ? database.reader() : pooled;
        boolean isWell = false;
        try {
            session.boundedTo(timeMax);
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
        closed = true;
        threads.shutdown();
        try {
            if (!inPlace.tryAcquire(THREADS, timeMax.toMillis(), TimeUnit.MILLISECONDS)
                    || !threads.awaitTermination(timeMax.toMillis(), TimeUnit.MILLISECONDS)) {
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
