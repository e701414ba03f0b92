package dev.killswitch.engine;

import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Journal.Beside;
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

/**
 * What a person's order did while the record could not be written. Kept in memory, bounded, and entered as soon as that is
 * possible again, marked late and behind an entry that names the gap. Thread-safe.
 */
public final class LateEntries {
    /** An order makes some six of them: more than a thousand orders by hand during one outage are not expected. */
    private static final int EVENTS_MAX = 8_000;

    private final Journal journal;
    private final Clock clock;
    private final Deque<List<Event>> waiting = new ArrayDeque<>();
    private final Map<String, Integer> steps = new HashMap<>();
    private final ReentrantLock entering = new ReentrantLock();
    private int events;
    private int dropped;
    private long entered;

    public LateEntries(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /** Keeps what could not be recorded, and tells the log of it at once. */
    void add(List<Event> unrecorded) {
        unrecorded.forEach(UnrecordedLog::tell);
        keep(unrecorded);
    }

    /** Keeps what the log was told of already. */
    synchronized void keep(List<Event> unrecorded) {
        if (unrecorded.isEmpty()) {
            return;
        }
        if (events + unrecorded.size() > EVENTS_MAX) {
            dropped += unrecorded.size();
            return;
        }
        events += unrecorded.size();
        waiting.add(List.copyOf(unrecorded));
        count(unrecorded, 1);
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
            boolean goesOn = isEnteredBehindGap(peek());
            while (goesOn) {
                List<Event> next = peek();
                goesOn = !next.isEmpty() && isEntered(next, next);
            }
        } finally {
            entering.unlock();
        }
    }

    private boolean isEnteredBehindGap(List<Event> batch) {
        if (batch.isEmpty()) {
            return false;
        }
        int lost = lost();
        String why = lost == 0
                ? "the record could not be written"
                : "the record could not be written; " + lost + " events more than fit in memory are lost";
        var all = new ArrayList<Event>();
        all.add(new Event.LedgerGap(clock.instant(), batch.getFirst().at(), clock.instant(), why));
        all.addAll(batch);
        boolean isEntered = isEntered(batch, all);
        if (isEntered) {
            confess(lost);
        }
        return isEntered;
    }

    private boolean isEntered(List<Event> batch, List<Event> entries) {
        long from = batch.getFirst().at().toEpochMilli();
        var draft = new Draft("late-" + from + "-" + number(), entries, List.of(), Beside.NOTHING, Entry.LATE);
        return switch (journal.commit(draft).join()) {
            case Committed.Stored _, Committed.Duplicate _ -> {
                forget();
                yield true;
            }
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

    private synchronized long number() {
        return entered;
    }

    private synchronized List<Event> peek() {
        return waiting.isEmpty() ? List.of() : waiting.peek();
    }

    private synchronized void forget() {
        List<Event> batch = waiting.remove();
        entered++;
        events -= batch.size();
        count(batch, -1);
    }
}
