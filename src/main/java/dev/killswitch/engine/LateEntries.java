package dev.killswitch.engine;

import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Journal.Entry;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a person's order did while the record could not be written. Kept in memory, bounded, and entered as soon as that is
 * possible again, marked late and behind an entry that names the gap. Thread-safe.
 */
public final class LateEntries {
    /** An order makes some six of them: more than a thousand orders by hand during one outage are not expected. */
    private static final int EVENTS_MAX = 8_000;

    private static final Committed NOTHING_WAITS = new Committed.Unrecorded("nothing waits to be entered");

    private final Journal journal;
    private final Clock clock;
    private final Deque<Draft> waiting = new ArrayDeque<>();
    private final Map<String, Integer> steps = new HashMap<>();
    private final ReentrantLock entering = new ReentrantLock();
    private int events;
    private int dropped;

    public LateEntries(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /** Keeps what could not be recorded, and tells the log of it at once. */
    void add(Draft unrecorded) {
        unrecorded.events().forEach(UnrecordedLog::tell);
        keep(unrecorded);
    }

    /** Keeps what the log was told of already. */
    synchronized void keep(Draft unrecorded) {
        int more = unrecorded.events().size();
        if (more == 0) {
            return;
        }
        if (events + more > EVENTS_MAX) {
            dropped += more;
            return;
        }
        events += more;
        waiting.add(unrecorded);
        count(unrecorded.events(), 1);
    }

    /** Whether something of step {@code step} waits: then what follows on it has to wait too. */
    synchronized boolean speaksOf(String step) {
        return steps.containsKey(step);
    }

    private void count(List<Event> batch, int by) {
        for (Event event : batch) {
            String step = switch (event) {
                case Event.StepIntended intended -> intended.planned().step().id();
                case Event.StepStarted started -> started.step();
                case Event.StepEnded ended -> ended.step();
                case Event.StepProven proven -> proven.step();
                default -> null;
            };
            if (step != null) {
                steps.merge(step, by, (before, more) -> before + more == 0 ? null : before + more);
            }
        }
    }

    /** How many events wait. */
    public synchronized int size() {
        return events;
    }

    /** Tries to enter all that waits, behind one entry that names the gap. Called now and then. */
    public void enter() {
        entering.lock();
        try {
            Committed committed = enterBehindGap();
            while (isWritten(committed)) {
                committed = enterNext(List.of());
            }
        } finally {
            entering.unlock();
        }
    }

    /** With the first that is not on record: where all of it was written though we were told otherwise, there is no gap. */
    private Committed enterBehindGap() {
        Committed committed;
        do {
            int lost = lost();
            committed = enterNext(gap(lost));
            if (committed instanceof Committed.Stored) {
                confess(lost);
            }
        } while (committed instanceof Committed.Duplicate);
        return committed;
    }

    private synchronized List<Event> gap(int lost) {
        Draft next = waiting.peek();
        if (next == null) {
            return List.of();
        }
        String why = lost == 0
                ? "the record could not be written"
                : "the record could not be written; " + lost + " events more than fit in memory are lost";
        return List.of(
                new Event.LedgerGap(clock.instant(), next.events().getFirst().at(), clock.instant(), why));
    }

    /** Under its own id: what was written though we were told otherwise is not written again. What it claimed has happened. */
    private Committed enterNext(List<Event> gap) {
        Draft next = next();
        if (next == null) {
            return NOTHING_WAITS;
        }
        var events = new ArrayList<>(gap);
        events.addAll(next.events());
        Committed committed = journal.commit(new Draft(next.id(), events, List.of(), next.beside(), Entry.LATE))
                .join();
        if (isWritten(committed)) {
            forget(next);
        }
        return committed;
    }

    private static boolean isWritten(Committed committed) {
        return switch (committed) {
            case Committed.Stored _, Committed.Duplicate _ -> true;
            // Still no record: tried again at the next call.
            case Committed.Unrecorded _, Committed.Lost _ -> false;
        };
    }

    private synchronized int lost() {
        return dropped;
    }

    /** So many are told as lost, and need not be told again. */
    private synchronized void confess(int lost) {
        dropped -= lost;
    }

    private synchronized @Nullable Draft next() {
        return waiting.peek();
    }

    private synchronized void forget(Draft draft) {
        waiting.remove();
        events -= draft.events().size();
        count(draft.events(), -1);
    }
}
