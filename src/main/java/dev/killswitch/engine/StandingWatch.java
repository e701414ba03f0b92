package dev.killswitch.engine;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether what should stand still stands, as soon as its connection hears of a change and now and then besides, and
 * puts it back; stops fighting after some rounds and pages: then somebody stronger is at work. The record has the rounds, so
 * that a restart gives nobody more. Its looks run in the lanes. Thread-safe.
 */
final class StandingWatch {
    /** Three times is no accident any more. */
    private static final int ROUNDS_MAX = 3;

    /** As many as one look of the register gives. */
    private static final int BATCH = 200;

    /** So many looks of one connection are planned at once: the lanes give them no more slots. */
    private static final int WINDOW = Lanes.Settings.DEFAULT.kept();

    private static final Duration LOOK_MAX = Duration.ofSeconds(20);

    /** Things that change all the time, such as nodes, are not looked at all the time. */
    private static final Duration APART = Duration.ofMillis(500);

    private final Connections connections;
    private final Dispatcher dispatcher;
    private final Notices notices;
    private final Register register;
    private final Journal journal;
    private final Clock clock;
    private final Later later;
    private final Map<String, Alarm> alarms = new ConcurrentHashMap<>();
    private final Map<String, Looks> planned = new HashMap<>();

    StandingWatch(Connections connections, Dispatcher dispatcher, Notices notices, Parts parts, Later later) {
        this.connections = connections;
        this.dispatcher = dispatcher;
        this.notices = notices;
        this.register = parts.register();
        this.journal = parts.journal();
        this.clock = parts.clock();
        this.later = later;
    }

    /** What watches over one containment between the looks at all. */
    private static final class Alarm {
        private final Connection connection;
        private final Connection.Watching watching;
        private @Nullable Instant last;
        private boolean isOn;

        Alarm(Connection connection, Connection.Watching watching) {
            this.connection = connection;
            this.watching = watching;
        }

        /** How long the look that now is due has to wait; empty where one is on its way. */
        synchronized Optional<Duration> raise(Instant now) {
            if (isOn) {
                return Optional.empty();
            }
            isOn = true;
            Instant earliest = last == null ? now : last.plus(APART);
            return Optional.of(earliest.isAfter(now) ? Duration.between(now, earliest) : Duration.ZERO);
        }

        synchronized void taken(Instant now) {
            isOn = false;
            last = now;
        }
    }

    /** Hears from now on of each change to what that step stands on. */
    void begin(Step step, StepRunner.Attempt attempt, Connection connection) {
        Action action = connection.action(step.action());
        if (action.spec().undo() == Undo.NONE) {
            return;
        }
        var mark = new Call.Mark(step.containment(), step.incident());
        var call = new Call(
                attempt.target(), step.parameters(), mark, clock.instant().plus(LOOK_MAX));
        String effect = action.effect(call);
        Runnable disturbed = () -> disturbed(step, attempt.target(), effect);
        alarms.compute(step.containment(), (_, before) -> {
            if (before != null && before.connection.equals(connection)) {
                return before;
            }
            if (before != null) {
                before.watching.close();
            }
            return new Alarm(connection, connection.watch(call, step.action(), disturbed));
        });
    }

    /** The same for all that the record says stands: after a start, and after what was missed. */
    void begin() {
        // What begins while the record is read is not missing in it.
        Set<String> gone = new HashSet<>(alarms.keySet());
        all(containment -> {
            gone.remove(containment.id());
            begin(containment);
        });
        gone.forEach(this::end);
    }

    private void begin(Containment containment) {
        Target target = containment.target();
        Before before = containment.before();
        if (target != null && before != null && containment.drifts() <= ROUNDS_MAX) {
            Step step = containment.step();
            connections
                    .find(step.reference().connection())
                    .ifPresent(connection -> begin(step, new StepRunner.Attempt(target, before), connection));
        }
    }

    private void end(String containment) {
        Alarm alarm = alarms.remove(containment);
        if (alarm != null) {
            alarm.watching.close();
        }
    }

    private void disturbed(Step step, Target target, String effect) {
        Alarm alarm = alarms.get(step.containment());
        Optional<Duration> wait = alarm == null ? Optional.of(Duration.ZERO) : alarm.raise(clock.instant());
        if (wait.isEmpty()) {
            return;
        }
        Runnable look = () -> {
            if (alarm != null) {
                alarm.taken(clock.instant());
            }
            look(step.containment(), target, effect);
        };
        Runnable queued = () ->
                dispatcher.exclusively(step.containment() + "/disturbed", step.reference(), Lanes.Rank.USUAL, look);
        if (wait.get().isZero()) {
            queued.run();
        } else {
            later.after(wait.get(), queued);
        }
    }

    private void all(Consumer<Containment> each) {
        String after = null;
        List<Containment> batch;
        do {
            batch = register.containments(Containment.STANDING, after, BATCH);
            for (Containment containment : batch) {
                after = containment.id();
                each.accept(containment);
            }
        } while (batch.size() == BATCH);
    }

    /** Looks at all that stands; where a connection's last looks still wait, not at that connection. By one thread. */
    void look() {
        begin();
        var byConnection = new HashMap<String, Queue<Containment>>();
        all(containment -> {
            if (containment.drifts() <= ROUNDS_MAX) {
                byConnection
                        .computeIfAbsent(
                                containment.step().reference().connection(), _ -> new ConcurrentLinkedQueue<>())
                        .add(containment);
            }
        });
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
        if (target != null && effect != null) {
            look(planned.id(), target, effect);
        }
    }

    private void look(String id, Target target, String effect) {
        Holding holding = register.holding(target, effect);
        Optional<Containment> found = holding.standing().stream()
                .filter(standing -> standing.id().equals(id))
                .findFirst();
        found.filter(standing -> !isBeingReleased(standing) && standing.drifts() <= ROUNDS_MAX)
                .ifPresent(standing -> look(standing, target, holding));
        if (found.isEmpty()) {
            end(id);
        }
    }

    private static boolean isBeingReleased(Containment containment) {
        Release release = containment.release();
        return release != null && release.state() == Release.State.RUNNING;
    }

    /** By the mark of the one of those that hold together that is known to have written one, or may have. */
    private void look(Containment containment, Target target, Holding holding) {
        Step step = containment.step();
        connections.find(step.reference().connection()).ifPresent(connection -> {
            Action action = connection.action(step.action());
            Function<Containment, Call> by = holder -> new Call(
                    target,
                    step.parameters(),
                    Notices.mark(holder, connection),
                    clock.instant().plus(LOOK_MAX));
            Call call = by.apply(holding.marked().orElse(containment));
            if (action.standing(call) instanceof Inspected.Found found) {
                boolean stands = found.alreadySo()
                        || holding.unsure().stream().anyMatch(unsure -> stands(action, by.apply(unsure)));
                if (!stands) {
                    drifted(containment, action, call, found.before());
                } else if (containment.state() == Containment.State.DRIFTED) {
                    reapplied(containment, new Outcome.AlreadyDone());
                }
            }
        });
    }

    private static boolean stands(Action action, Call call) {
        return action.standing(call) instanceof Inspected.Found found && found.alreadySo();
    }

    /** {@code now} is the precondition of putting it back; release still goes back to the first before-state. */
    private void drifted(Containment containment, Action action, Call call, Before now) {
        Mode mode = register.moment(containment.step(), call.target(), action.effect(call))
                .automation();
        boolean isNew = containment.state() != Containment.State.DRIFTED;
        int round = containment.drifts() + 1;
        boolean goesOn = mode == Mode.ARMED && round <= ROUNDS_MAX;
        var events = new ArrayList<Event>();
        if (isNew || mode == Mode.ARMED) {
            events.add(new Event.ContainmentDrifted(clock.instant(), containment.id(), "no longer as we left it"));
        }
        if (mode == Mode.ARMED && !goesOn) {
            events.add(page(
                    containment,
                    "somebody undid it " + round + " times; it is not put back any more: contain what undoes it"));
        } else if (isNew && mode != Mode.ARMED) {
            events.add(page(
                    containment, "it is no longer in force, and automation may not put it back: it is " + word(mode)));
        }
        // No record, no act of ours: it is found again at the next look.
        if (!events.isEmpty() && isRecorded(containment.id() + "/drifted-" + millis(), events)) {
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
}
