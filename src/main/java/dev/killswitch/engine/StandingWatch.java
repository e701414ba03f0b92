package dev.killswitch.engine;

import dev.killswitch.action.Action;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Target;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Register;
import dev.killswitch.incident.Register.Holding;
import dev.killswitch.incident.Release;
import dev.killswitch.plan.Mode;
import dev.killswitch.plan.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks now and then whether what should stand still stands, and puts it back; stops fighting after some rounds and pages:
 * then somebody stronger is at work. The rounds are counted from the last start on, since the record has the fights but
 * not their number. Called by one thread; its looks run in the lanes.
 */
final class StandingWatch {
    /** Three times is no accident any more. */
    private static final int ROUNDS_MAX = 3;

    /** As many as one look of the register gives. */
    private static final int BATCH = 200;

    /** So many looks of one connection are planned at once: the lanes give them no more slots. */
    private static final int WINDOW = Lanes.Settings.DEFAULT.kept();

    private static final Duration LOOK_MAX = Duration.ofSeconds(20);

    private final Connections connections;
    private final Dispatcher dispatcher;
    private final Notices notices;
    private final Register register;
    private final Journal journal;
    private final Clock clock;
    private final Map<String, Integer> rounds = new ConcurrentHashMap<>();
    private final Map<String, Looks> planned = new HashMap<>();

    StandingWatch(
            Connections connections,
            Dispatcher dispatcher,
            Notices notices,
            Register register,
            Journal journal,
            Clock clock) {
        this.connections = connections;
        this.dispatcher = dispatcher;
        this.notices = notices;
        this.register = register;
        this.journal = journal;
        this.clock = clock;
    }

    /** Looks at all that stands; where a connection's last looks still wait, not at that connection. */
    void look() {
        Set<String> standing = new HashSet<>();
        var byConnection = new HashMap<String, Queue<Containment>>();
        String after = null;
        List<Containment> batch;
        do {
            batch = register.containments(Containment.STANDING, after, BATCH);
            for (Containment containment : batch) {
                after = containment.id();
                standing.add(after);
                if (rounds(after) <= ROUNDS_MAX) {
                    byConnection
                            .computeIfAbsent(
                                    containment.step().reference().connection(), _ -> new ConcurrentLinkedQueue<>())
                            .add(containment);
                }
            }
        } while (batch.size() == BATCH);
        rounds.keySet().retainAll(standing);
        byConnection.forEach(this::plan);
    }

    /** The looks at what stands on one connection. */
    private record Looks(Queue<Containment> waiting, AtomicInteger running) {}

    private void plan(String connection, Queue<Containment> containments) {
        Looks before = planned.get(connection);
        if (before == null || before.running().get() == 0) {
            int window = Math.min(WINDOW, containments.size());
            var looks = new Looks(containments, new AtomicInteger(window));
            planned.put(connection, looks);
            for (int job = 0; job < window; job++) {
                next(looks);
            }
        }
    }

    /** Each look plans the one behind it. */
    private void next(Looks looks) {
        Containment one = looks.waiting().poll();
        if (one == null) {
            looks.running().decrementAndGet();
            return;
        }
        dispatcher.exclusively(one.id() + "/watch", one.step().reference(), Lanes.Rank.IDLE, () -> {
            try {
                look(one);
            } finally {
                next(looks);
            }
        });
    }

    /** As the record says now, which may be more than when the look was planned: what was released stays so. */
    private void look(Containment planned) {
        Target target = planned.target();
        String effect = planned.effect();
        if (target == null || effect == null) {
            return;
        }
        Holding holding = register.holding(target, effect);
        holding.standing().stream()
                .filter(standing -> standing.id().equals(planned.id()) && !isBeingReleased(standing))
                .findFirst()
                .ifPresent(standing -> look(standing, target, holding.first().orElse(standing)));
    }

    private static boolean isBeingReleased(Containment containment) {
        Release release = containment.release();
        return release != null && release.state() == Release.State.RUNNING;
    }

    /** {@code first} of those that hold together: its mark is the one that the last release looks for. */
    private void look(Containment containment, Target target, Containment first) {
        Step step = containment.step();
        connections.find(step.reference().connection()).ifPresent(connection -> {
            Action action = connection.action(step.action());
            Call.Mark mark = Notices.mark(first, connection);
            var call = new Call(target, step.parameters(), mark, clock.instant().plus(LOOK_MAX));
            if (!action.spec().ends() && action.inspect(call) instanceof Inspected.Found found) {
                if (!found.alreadySo()) {
                    drifted(containment, action, call, found.before());
                } else if (containment.state() == Containment.State.DRIFTED) {
                    reapplied(containment, new Outcome.AlreadyDone());
                }
            }
        });
    }

    /** {@code now} is the precondition of putting it back; release still goes back to the first before-state. */
    private void drifted(Containment containment, Action action, Call call, Before now) {
        Mode mode = register.moment(containment.step(), call.target(), action.effect(call))
                .automation();
        boolean isNew = containment.state() != Containment.State.DRIFTED;
        int round = rounds(containment.id()) + 1;
        boolean goesOn = mode == Mode.ARMED && round <= ROUNDS_MAX;
        var events = new ArrayList<Event>();
        if (isNew || goesOn) {
            events.add(new Event.ContainmentDrifted(clock.instant(), containment.id(), "no longer as we left it"));
        }
        if (round > ROUNDS_MAX) {
            events.add(page(
                    containment,
                    "somebody undid it " + round + " times; it is not put back any more: contain what undoes it"));
        } else if (isNew && mode != Mode.ARMED) {
            events.add(page(
                    containment, "it is no longer in force, and automation may not put it back: it is " + word(mode)));
        }
        // No record, no act of ours: it is found again at the next look.
        if (!events.isEmpty() && isRecorded(containment.id() + "/drifted-" + millis(), events)) {
            rounds.compute(containment.id(), (_, before) -> mode == Mode.ARMED ? Integer.valueOf(round) : before);
            if (goesOn) {
                Outcome back = action.apply(call, now);
                reapplied(containment, back);
                tell(containment, call.target(), isBack(back) ? "it was put back" : "it was not put back");
            } else {
                tell(containment, call.target(), "it is not put back");
            }
        }
    }

    private void tell(Containment containment, Target target, String what) {
        connections
                .find(target.connection())
                .ifPresent(connection -> notices.drifted(containment, target, what, connection));
    }

    private static boolean isBack(Outcome outcome) {
        return outcome instanceof Outcome.Done || outcome instanceof Outcome.AlreadyDone;
    }

    private static String word(Mode mode) {
        return switch (mode) {
            case ARMED -> "armed";
            case OBSERVING -> "observing";
            case PAUSED -> "paused";
        };
    }

    private void reapplied(Containment containment, Outcome outcome) {
        var events = new ArrayList<Event>();
        events.add(new Event.ContainmentReapplied(clock.instant(), containment.id(), outcome));
        if (!isBack(outcome)) {
            events.add(page(containment, "it is no longer in force, and was not put back: " + Outcomes.why(outcome)));
        }
        isRecorded(containment.id() + "/back-" + millis(), events);
    }

    private Event page(Containment containment, String why) {
        return new Event.Paged(clock.instant(), containment.id(), why);
    }

    private boolean isRecorded(String id, List<Event> events) {
        return switch (journal.commit(new Journal.Draft(id, events, List.of())).join()) {
            case Committed.Stored _, Committed.Duplicate _ -> true;
            case Committed.Unrecorded _, Committed.Lost _ -> false;
        };
    }

    private long millis() {
        return clock.instant().toEpochMilli();
    }

    private int rounds(String containment) {
        return rounds.getOrDefault(containment, 0);
    }
}
