package dev.killswitch.engine;

import dev.killswitch.action.Action;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Released;
import dev.killswitch.action.Target;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Register;
import dev.killswitch.incident.Register.Holding;
import dev.killswitch.incident.Register.RecordUnreadable;
import dev.killswitch.plan.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Undoes containments, once somebody may. A door is opened only where the record can be written, and only by the last
 * holder of its effect, with the before-state of the first; where the mark that stands is a later one's, with that one's.
 * Thread-safe.
 */
final class ReleaseRunner {
    /** Longer than any action's own calls with their retries. */
    private static final Duration RELEASE_MAX = Duration.ofSeconds(30);

    private final Connections connections;
    private final Dispatcher dispatcher;
    private final Notices notices;
    private final SecondLook second;
    private final CarefulJournal journal;
    private final Register register;
    private final Clock clock;
    private final Retry retry;

    ReleaseRunner(
            Connections connections,
            Dispatcher dispatcher,
            Notices notices,
            SecondLook second,
            CarefulJournal journal,
            Register register,
            Clock clock,
            Retry retry) {
        this.connections = connections;
        this.dispatcher = dispatcher;
        this.notices = notices;
        this.second = second;
        this.journal = journal;
        this.register = register;
        this.clock = clock;
        this.retry = retry;
    }

    /** Whether somebody may be at it already. */
    private enum Begin {
        ANEW,
        GOING_ON
    }

    /** Why nothing can be released there now; empty where it can. */
    Optional<String> unconnected(Containment containment) {
        String name = containment.step().reference().connection();
        return connections.find(name).isPresent() ? Optional.empty() : Optional.of(unconnected(name));
    }

    private static String unconnected(String connection) {
        return "connection " + connection + " is not configured any more: add it again, then ask again";
    }

    /**
     * Lets it run when no step runs on its target; of several that submit the same release, the first one's does. What
     * becomes of it is in the record.
     */
    void submit(String release, Containment containment) {
        submit(release, containment, Begin.ANEW);
    }

    /** The same for one that was cut off, so that nobody is at work on it. */
    void resume(String release, Containment containment) {
        submit(release, containment, Begin.GOING_ON);
    }

    private void submit(String release, Containment containment, Begin begin) {
        dispatcher.exclusively(
                release,
                containment.step().reference(),
                Lanes.Rank.FIRST,
                () -> run(release, containment, begin),
                defect -> endByDefect(release, containment, defect));
    }

    /** Where the record cannot be read, it is taken up again once it can; any other defect is ours, and the end of it. */
    private void endByDefect(String release, Containment containment, RuntimeException defect) {
        if (defect instanceof RecordUnreadable) {
            journal.markDoubt();
        } else {
            end(
                    release,
                    containment,
                    new Released.Retry("a defect of this product: see its log for " + release),
                    List.of());
        }
    }

    private void run(String release, Containment containment, Begin begin) {
        Target target = containment.target();
        String effect = containment.effect();
        if (target == null || effect == null) {
            end(release, containment, new Released.Impossible("nothing was ever done to its target"), List.of());
            return;
        }
        Holding holding = register.holding(target, effect);
        List<String> others = holding.standing().stream()
                .map(Containment::id)
                .filter(id -> !id.equals(containment.id()))
                .toList();
        if (!others.isEmpty()) {
            end(release, containment, null, others);
            return;
        }
        var started = new Event.ReleaseStarted(clock.instant(), release, containment.id());
        Committed intent = commit(release + "/started", List.of(started));
        if (mayGoOn(intent, begin)) {
            Released released = undo(target, containment, holding);
            end(release, containment, released, List.of());
            connections
                    .find(target.connection())
                    .ifPresent(connection -> notices.released(containment, target, released, connection));
            second.atCauseOf(containment.step());
        }
    }

    private static boolean mayGoOn(Committed intent, Begin begin) {
        return switch (intent) {
            case Committed.Stored _ -> true;
            case Committed.Duplicate _ -> begin == Begin.GOING_ON;
            case Committed.Unrecorded _, Committed.Lost _ -> false;
        };
    }

    /** Where the first one's act was undone and done again, what stands may be a later one's alone. */
    private Released undo(Target target, Containment containment, Holding holding) {
        Containment first = holding.first().orElse(containment);
        Containment marked = holding.marked().orElse(first);
        Released released = undo(target, first);
        boolean isMarkedAnew = !marked.id().equals(first.id()) && !(released instanceof Released.Retry);
        if (isMarkedAnew && (released instanceof Released.Drifted || isShut(target, marked))) {
            released = undo(target, marked);
        }
        for (Containment unsure : holding.unsure()) {
            if (isOver(released) && isShut(target, unsure)) {
                released = undo(target, unsure);
            }
        }
        return released;
    }

    /** Whether it says that there is nothing left to open, so that what is shut all the same is by another mark. */
    private static boolean isOver(Released released) {
        return switch (released) {
            case Released.Restored _, Released.Replaced _, Released.Drifted _ -> true;
            case Released.Gone _, Released.ByHand _, Released.Impossible _, Released.Retry _ -> false;
        };
    }

    private boolean isShut(Target target, Containment marked) {
        Step step = marked.step();
        Instant deadline = clock.instant().plus(RELEASE_MAX);
        return connections
                .find(step.reference().connection())
                .map(connection -> connection
                        .action(step.action())
                        .standing(new Call(target, step.parameters(), Notices.mark(marked, connection), deadline)))
                .filter(seen -> seen instanceof Inspected.Found found && found.alreadySo())
                .isPresent();
    }

    /** {@code first} made the change: the marks on the target are its own, and its before-state is the way back. */
    private Released undo(Target target, Containment first) {
        Step step = first.step();
        Before before = first.before();
        Connection connection = connections.find(step.reference().connection()).orElse(null);
        if (before == null) {
            return new Released.Impossible("nothing tells how its target was before");
        }
        if (connection == null) {
            return new Released.Retry(unconnected(step.reference().connection()));
        }
        Action action = connection.action(step.action());
        Instant deadline = clock.instant().plus(RELEASE_MAX);
        var call = new Call(target, step.parameters(), Notices.mark(first, connection), deadline);
        return retry.whileAway(
                () -> action.release(call, before), answer -> answer instanceof Released.Retry, deadline);
    }

    private void end(String release, Containment containment, @Nullable Released released, List<String> others) {
        var ended = new Event.ReleaseEnded(clock.instant(), release, containment.id(), released, others);
        commit(
                release + "/ended",
                needsAPerson(released)
                        ? List.of(
                                ended,
                                new Event.Paged(ended.at(), containment.id(), "its release did not put things back"))
                        : List.of(ended));
    }

    private static boolean needsAPerson(@Nullable Released released) {
        return switch (released) {
            case null -> false;
            case Released.Restored _, Released.Replaced _, Released.Gone _ -> false;
            case Released.Drifted _, Released.ByHand _, Released.Impossible _, Released.Retry _ -> true;
        };
    }

    private Committed commit(String id, List<Event> events) {
        return journal.commit(new Journal.Draft(id, events, List.of())).join();
    }
}
