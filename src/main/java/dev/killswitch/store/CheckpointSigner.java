package dev.killswitch.store;

import dev.killswitch.ledger.Checkpoint;
import dev.killswitch.ledger.Edge;
import dev.killswitch.ledger.SignedCheckpoint;
import dev.killswitch.ledger.SigningKey;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Signs the newest state of the log, on a thread of its own so that no commit waits for a signature: at once where
 * somebody is about to show it, else within half a second. What was signed is kept before anybody hears of it.
 */
final class CheckpointSigner implements AutoCloseable {
    private static final long PAUSE_MILLIS = 500;

    private final SigningKey key;
    private final Appender appender;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private Edge newest;
    private @Nullable SignedCheckpoint signed;
    private CompletableFuture<Void> asked = new CompletableFuture<>();
    private boolean isUrgent;
    private boolean closing;
    private boolean isGivenUp;

    CheckpointSigner(SigningKey key, Appender appender, Clock clock, Edge newest, @Nullable SignedCheckpoint signed) {
        this.key = key;
        this.appender = appender;
        this.clock = clock;
        this.newest = newest;
        this.signed = signed;
        this.thread = Thread.ofPlatform().name("ledger-signer").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** The log has come to {@code edge}. */
    void grown(Edge edge) {
        lock.lock();
        try {
            newest = edge;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Completes once a checkpoint over all that is committed now is kept; fails where it cannot be kept. Each caller gets
     * a future of its own, so that one whose patience ends takes nothing from the others.
     */
    CompletableFuture<Void> signNow() {
        lock.lock();
        try {
            if (isSigned()) {
                return CompletableFuture.completedFuture(null);
            }
            isUrgent = true;
            changed.signalAll();
            return asked.copy();
        } finally {
            lock.unlock();
        }
    }

    private boolean isSigned() {
        return signed != null && signed.size() == newest.size();
    }

    private void run() {
        try {
            while (awaitWork()) {
                signNewest();
            }
        } finally {
            // Nobody signs after this: whoever asks, or asked too late, hears it.
            asked.completeExceptionally(new IllegalStateException("the store is closed"));
        }
    }

    /** Waits for something unsigned, then a little for more of it. False once there is nothing more to do. */
    private boolean awaitWork() {
        lock.lock();
        try {
            while (isSigned() && !closing) {
                changed.await();
            }
            long left = TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
            while (!isUrgent && !closing && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !isSigned() && !isGivenUp;
        } catch (InterruptedException _) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void signNewest() {
        Edge edge;
        CompletableFuture<Void> waiting;
        lock.lock();
        try {
            edge = newest;
            waiting = asked;
            asked = new CompletableFuture<>();
            isUrgent = false;
        } finally {
            lock.unlock();
        }
        SignedCheckpoint checkpoint = new Checkpoint(key.vkey().name(), edge.size(), edge.root()).sign(List.of(key));
        appender.write(session -> new LedgerTables(session).keepCheckpoint(checkpoint, clock.millis()))
                .handle((_, failure) -> kept(checkpoint, waiting, failure))
                .join();
    }

    private @Nullable Void kept(
            SignedCheckpoint checkpoint, CompletableFuture<Void> waiting, @Nullable Throwable failure) {
        var late = CompletableFuture.<Void>completedFuture(null);
        lock.lock();
        try {
            if (failure == null) {
                signed = checkpoint;
            }
            isGivenUp = failure != null && closing;
            if (isSigned()) {
                // Who asked while this was being kept, of a log that has not grown since, waits for this one too.
                late = asked;
                asked = new CompletableFuture<>();
                isUrgent = false;
            }
        } finally {
            lock.unlock();
        }
        if (failure == null) {
            waiting.complete(null);
            late.complete(null);
        } else {
            waiting.completeExceptionally(failure);
        }
        return null;
    }

    /** Signs what is not signed yet, and ends. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
