package dev.killswitch.range;

import dev.killswitch.range.Fault.Moment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What shall go wrong, and when. A request is matched by its {@link Request#line()}: the expression has to be found in it,
 * as in {@code "DELETE /api/v1/namespaces/shop"} or {@code "Action=UpdateAccessKey"}. Thread-safe.
 */
public final class Faults {
    /** So that a long run with no reset does not fill the memory; the oldest go. */
    private static final int SEEN_MAX = 10_000;

    private final List<Planned> planned = new ArrayList<>();
    private final List<Hook> hooks = new ArrayList<>();
    private final Deque<String> seen = new ArrayDeque<>();

    private static final class Planned {
        private final Pattern line;
        private final Fault fault;
        private int left;

        Planned(Pattern line, Fault fault, int left) {
            this.line = line;
            this.fault = fault;
            this.left = left;
        }
    }

    private static final class Hook {
        private final Pattern line;
        private final Moment moment;
        private final Runnable run;
        private int toGo;

        Hook(Pattern line, Moment moment, Runnable run, int toGo) {
            this.line = line;
            this.moment = moment;
            this.run = run;
            this.toGo = toGo;
        }
    }

    /** The next request that matches meets {@code fault}. Several for one request come in the order of these calls. */
    public void next(String line, Fault fault) {
        next(line, 1, fault);
    }

    /** As {@link #next(String, Fault)}, for the next {@code times} requests. */
    public synchronized void next(String line, int times, Fault fault) {
        planned.add(new Planned(Pattern.compile(line), fault, times));
    }

    /** Runs {@code run} once, before or after the change that the {@code n}-th request from now that matches makes. */
    public synchronized void onRequest(String line, int n, Moment moment, Runnable run) {
        hooks.add(new Hook(Pattern.compile(line), moment, run, n));
    }

    /** The lines of all requests so far, in order. */
    public synchronized List<String> seen() {
        return List.copyOf(seen);
    }

    /** Forgets what was planned and what was seen. */
    public synchronized void clear() {
        planned.clear();
        hooks.clear();
        seen.clear();
    }

    /** Takes note of a request, and says what shall be wrong with it and what is to be run around it. */
    synchronized Meeting meet(Request request) {
        String line = request.line();
        if (seen.size() == SEEN_MAX) {
            seen.removeFirst();
        }
        seen.addLast(line);
        return new Meeting(due(line, Moment.BEFORE), due(line, Moment.AFTER), fault(line));
    }

    record Meeting(List<Runnable> before, List<Runnable> after, Optional<Fault> fault) {}

    private List<Runnable> due(String line, Moment moment) {
        var due = new ArrayList<Runnable>();
        for (Iterator<Hook> all = hooks.iterator(); all.hasNext(); ) {
            Hook hook = all.next();
            if (hook.moment == moment && hook.line.matcher(line).find() && --hook.toGo == 0) {
                due.add(hook.run);
                all.remove();
            }
        }
        return due;
    }

    private Optional<Fault> fault(String line) {
        for (Planned one : planned) {
            if (one.left > 0 && one.line.matcher(line).find()) {
                one.left--;
                return Optional.of(one.fault);
            }
        }
        return Optional.empty();
    }
}
