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
import dev.killswitch.incident.Register;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks now and then whether what should stand still stands, and puts it back; stops fighting after some rounds and pages:
 * then somebody stronger is at work. Called by one thread; its looks run in the lanes.
 */
final class StandingWatch {
    /** Three times is no accident any more. */
    private static final int ROUNDS_MAX = 3;

    /** As many as one look of the register gives; the next call goes on behind them. */
    private static final int BATCH = 200;

    private static final Duration LOOK_MAX = Duration.ofSeconds(20);

    private final Connections connections;
    private final Dispatcher dispatcher;
    private final Register register;
    private final Journal journal;
    private final Clock clock;
    private final Map<String, Integer> rounds = new HashMap<>();

    StandingWatch(Connections connections, Dispatcher dispatcher, Register register, Journal journal, Clock clock) {
        this.connections = connections;
        this.dispatcher = dispatcher;
        this.register = register;
        this.journal = journal;
        this.clock = clock;
    }

    /** Looks at all that stands, a batch at a time, while one batch is full. */
    void look() {
        String after = null;
        List<Containment> batch;
        do {
            batch = register.containments(Set.of(Containment.State.STANDING, Containment.State.DUE), after, BATCH);
            for (Containment containment : batch) {
                dispatcher.exclusively(
                        containment.id() + "/watch",
                        containment.step().reference(),
                        Lanes.Rank.USUAL,
                        () -> look(containment));
                after = containment.id();
            }
        } while (batch.size() == BATCH);
    }

    private void look(Containment containment) {
        Target target = containment.target();
        if (target == null) {
            return;
        }
        connections.find(containment.step().reference().connection()).ifPresent(connection -> {
            Action action = connection.action(containment.step().action());
            var mark = new Call.Mark(containment.id(), containment.incident());
            var call = new Call(
                    target,
                    containment.step().parameters(),
                    mark,
                    clock.instant().plus(LOOK_MAX));
            if (!action.spec().ends() && action.inspect(call) instanceof Inspected.Found found && !found.alreadySo()) {
                putBack(containment, action, call, found.before());
            }
        });
    }

    /** With what is there now as the precondition; the first before-state stays the one that release goes back to. */
    private void putBack(Containment containment, Action action, Call call, Before now) {
        int round = round(containment.id());
        var events = new ArrayList<Event>();
        events.add(new Event.ContainmentDrifted(clock.instant(), containment.id(), "no longer as we left it"));
        if (round > ROUNDS_MAX) {
            events.add(new Event.Paged(
                    clock.instant(),
                    containment.id(),
                    "somebody undid it " + round + " times; it is not put back any more: contain what undoes it"));
        }
        String id = containment.id() + "/drifted-" + clock.instant().toEpochMilli();
        journal.commit(new Journal.Draft(id, events, List.of())).join();
        if (round <= ROUNDS_MAX) {
            Outcome outcome = action.apply(call, now);
            var reapplied = new Event.ContainmentReapplied(clock.instant(), containment.id(), outcome);
            journal.commit(new Journal.Draft(id + "/back", List.of(reapplied), List.of()))
                    .join();
        }
    }

    private synchronized int round(String containment) {
        return rounds.merge(containment, 1, Integer::sum);
    }
}
