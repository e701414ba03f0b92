package dev.killswitch.store;

import dev.killswitch.config.Guarded;
import dev.killswitch.incident.EntryCodec;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.ledger.Edge;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one writer: a platform thread that takes what waits and writes it in one transaction. While that is on its way to
 * the disk the next lot gathers, so that a hundred senders cost one sync and not a hundred.
 */
final class Appender implements AutoCloseable {
    /** One transaction holds at most so many drafts and bytes: the first of them waits for the last. */
    private static final int BATCH_MAX = 2_000;

    private static final long BATCH_BYTES_MAX = 8L * 1024 * 1024;

    /** What waits must fit into memory beside everything else: four deliveries of the largest size, 4 MiB. */
    private static final long WAITING_BYTES_MAX = 16L * 1024 * 1024;

    private static final String STOPPING = "the service is stopping";

    private static final String ENDED = "the writing thread ended: restart the service";

    private static final Duration IDLE = Duration.ofMillis(200);

    private final Database database;
    private final Batch.Writing writing;
    private final Clock clock;
    private final Duration timeMax;
    private final DiskGuard disk;
    private final BlockingQueue<Task> queue;
    private Consumer<Edge> committed = _ -> {};
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Thread thread;
    private volatile @Nullable String refusal;
    private volatile boolean closing;
    private final AtomicLong batches = new AtomicLong();
    private @Nullable Session session;
    private Edge edge = Edge.EMPTY;
    private Instant last = Instant.EPOCH;

    /** What the thread does: a draft, or a small job of the store's own on the same connection. */
    private sealed interface Task {}

    private record Write(Waiting waiting) implements Task {}

    private record Job(Work work, CompletableFuture<Void> done) implements Task {}

    /** A small job: a checkpoint to keep, old rows to drop. */
    interface Work {
        void on(Session session) throws SQLException;
    }

    Appender(Database database, StoreSettings settings, EntryCodec codec, Clock clock) throws SQLException {
        this.database = database;
        this.writing = new Batch.Writing(codec, new EntryIds(), new RecentEntries(), settings);
        this.clock = clock;
        this.timeMax = settings.commitTimeMax();
        this.disk = new DiskGuard(settings.directory(), settings.diskReserveBytes());
        this.queue = new ArrayBlockingQueue<>(settings.queueMax());
        open();
        this.thread = Thread.ofPlatform().name("ledger-appender").daemon().unstarted(this::run);
    }

    /** The edge found at the start; before {@link #start}. */
    Edge edge() {
        return edge;
    }

    /** Begins to write; {@code committed} hears where the log has come to after each commit, and must be quick. */
    void start(Consumer<Edge> committed) {
        this.committed = committed;
        thread.start();
    }

    /** Why nothing new of senders and automation is taken now; empty where it is. */
    Optional<String> shortage() {
        return disk.shortage();
    }

    /** How many transactions were written. */
    long batches() {
        return batches.get();
    }

    CompletableFuture<Committed> commit(Draft draft) {
        var waiting = Waiting.of(draft);
        String refused = refusal;
        if (refused != null) {
            return unrecorded(refused);
        }
        if (waitingBytes.addAndGet(waiting.bytes()) > WAITING_BYTES_MAX || !queue.offer(new Write(waiting))) {
            waitingBytes.addAndGet(-waiting.bytes());
            return unrecorded("too much is waiting to be written");
        }
        if (closing && queue.remove(new Write(waiting))) {
            return unrecorded(Objects.requireNonNullElse(refusal, STOPPING));
        }
        return waiting.answer()
                .completeOnTimeout(
                        new Committed.Unrecorded("not on disk within " + timeMax.toMillis() + " ms"),
                        timeMax.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static CompletableFuture<Committed> unrecorded(String why) {
        return CompletableFuture.completedFuture(new Committed.Unrecorded(why));
    }

    /** Runs {@code work} on the writing connection, in a transaction of its own. Fails where that fails. */
    CompletableFuture<Void> write(Work work) {
        return run(session -> {
            session.begin();
            work.on(session);
            session.commit();
        });
    }

    /** The same, outside of any transaction. */
    CompletableFuture<Void> run(Work work) {
        var job = new Job(work, new CompletableFuture<>());
        // Offered after the thread's last look, nobody would ever take it.
        if (closing || !queue.offer(job) || (closing && queue.remove(job))) {
            job.done().completeExceptionally(new SQLException("the store is stopping or overloaded"));
        }
        return job.done();
    }

    private void run() {
        try {
            while (!closing || !queue.isEmpty()) {
                Task first = next();
                switch (first) {
                    case null -> {}
                    case Job job -> run(job);
                    case Write write -> write(gather(write));
                }
            }
        } finally {
            // Early only by an error of the machine, which is told by its own message: nothing is written any more.
            String why = Objects.requireNonNullElse(refusal, ENDED);
            refusal = why;
            closing = true;
            queue.forEach(left -> refuse(left, why));
            drop();
        }
    }

    private static void refuse(Task left, String why) {
        switch (left) {
            case Write write -> write.waiting().answer().complete(new Committed.Unrecorded(why));
            case Job job -> job.done().completeExceptionally(new SQLException(why));
        }
    }

    private @Nullable Task next() {
        try {
            return queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            // Nobody but close ends this thread, and it says so.
            return null;
        }
    }

    private List<Waiting> gather(Write first) {
        var batch = new ArrayList<Waiting>();
        long bytes = 0;
        @Nullable Task next = first;
        while (next instanceof Write write) {
            batch.add(write.waiting());
            bytes += write.waiting().bytes();
            boolean isFull = batch.size() == BATCH_MAX || bytes >= BATCH_BYTES_MAX;
            next = !isFull && queue.peek() instanceof Write ? queue.poll() : null;
        }
        waitingBytes.addAndGet(-bytes);
        // Whose time is over was told so already: to write it now would make that a lie.
        batch.removeIf(waiting -> waiting.answer().isDone());
        return batch;
    }

    private void write(List<Waiting> batch) {
        if (batch.isEmpty()) {
            return;
        }
        long before = edge.size();
        // Whatever is wrong with one draft ends neither the thread nor the others.
        Guarded.failure(() -> answer(batch, transaction(batch)))
                .ifPresent(failure -> afterFailure(batch, before, failure));
    }

    private void afterFailure(List<Waiting> batch, long before, Exception failure) {
        drop();
        if (batch.size() > 1 && !Failures.isOfDisk(failure)) {
            batch.forEach(waiting -> write(List.of(waiting)));
            return;
        }
        var ids = new HashSet<String>();
        answer(
                batch,
                batch.stream()
                        .map(waiting -> afterFailure(
                                waiting.draft(), ids.add(waiting.draft().id()) ? before : Long.MAX_VALUE, failure))
                        .toList());
    }

    private static void answer(List<Waiting> batch, List<Committed> answers) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer().complete(answers.get(i));
        }
    }

    private List<Committed> transaction(List<Waiting> batch) throws SQLException {
        Session session = open();
        session.begin();
        if (new LedgerTables(session).size() != edge.size()) {
            throw new SQLException("the head of the ledger was moved by somebody else");
        }
        var answers = new ArrayList<Committed>();
        var transaction = new Batch(session, edge, writing, now());
        for (Waiting waiting : batch) {
            @Nullable String refused = disk.refuses(waiting.draft());
            answers.add(refused == null ? transaction.add(waiting.draft()) : new Committed.Unrecorded(refused));
        }
        edge = transaction.commit();
        batches.incrementAndGet();
        committed.accept(edge);
        return answers;
    }

    /**
     * A commit that failed may have happened all the same: the record itself knows. What stands there from before
     * {@code edgeBefore}, the size of the log when this was tried, was answered then, and is acted on once.
     */
    private Committed afterFailure(Draft draft, long edgeBefore, Exception failure) {
        var unrecorded = new Committed.Unrecorded(Failures.why(failure));
        try {
            Session session = open();
            OptionalLong first = new LedgerTables(session).draft(draft.id());
            if (first.isEmpty()) {
                return unrecorded;
            }
            long index = first.getAsLong();
            return index >= edgeBefore ? new Committed.Stored(index) : new Committed.Duplicate(index);
        } catch (SQLException | IllegalStateException _) {
            drop();
            return unrecorded;
        }
    }

    private void run(Job job) {
        try {
            Guarded.failure(() -> job.work().on(open()))
                    .ifPresentOrElse(
                            failure -> {
                                drop();
                                job.done().completeExceptionally(failure);
                            },
                            () -> job.done().complete(null));
        } finally {
            // Answered already, but for an error that is about to end this thread.
            job.done().completeExceptionally(new SQLException(ENDED));
        }
    }

    /** Never goes back, whatever the clock does: the log is in the order of its times. */
    private Instant now() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        last = now.isAfter(last) ? now : last;
        return last;
    }

    /** The connection, a new one where the last one failed; then the edge is read again as well. */
    private Session open() throws SQLException {
        if (session == null) {
            Session opened = database.writer();
            try {
                opened.begin();
                var ledger = new LedgerTables(opened);
                edge = Edge.read(ledger.head(), ledger.log());
                opened.rollback();
            } catch (SQLException | IllegalStateException failure) {
                opened.close();
                throw failure;
            }
            session = opened;
        }
        return session;
    }

    private void drop() {
        writing.recent().clear();
        if (session != null) {
            try {
                session.close();
            } catch (SQLException _) {
                // It failed already; what matters is that it is not used again.
            }
            session = null;
        }
    }

    /** Takes no more drafts; those that wait are still written. */
    void refuse() {
        refusal = STOPPING;
        run(_ -> {}).handle((_, _) -> refusal).join();
    }

    /** Does what waits, and ends. */
    @Override
    public void close() {
        refusal = STOPPING;
        closing = true;
        // Whoever waits for something to write sees at once that nothing comes.
        var _ = queue.offer(new Job(_ -> {}, new CompletableFuture<>()));
        if (thread.getState() == Thread.State.NEW) {
            drop();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
