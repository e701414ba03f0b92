package dev.killswitch.engine;

import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.Connection;
import dev.killswitch.incident.Journal.Entry;
import dev.killswitch.plan.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * For each target of a plan, the steps that close its doors: once the last of them has ended it is time for evidence, and
 * what kills the target goes after that. Thread-safe.
 */
final class Doors {
    private final Map<String, Door> byTarget = new HashMap<>();
    private final Set<String> killed;

    /**
     * The last step of a target's doors has ended.
     *
     * @param isAwaited whether a step waits for {@code gate} that would take the evidence with it
     * @param widest the one to collect under; empty where none of them may have closed a door
     */
    record Shut(String gate, boolean isAwaited, Optional<Collector.Closed> widest) {}

    /** One for the steps of one plan; {@code last} is told of each target. */
    Doors(List<Step> steps, Consumer<Shut> last) {
        killed = steps.stream()
                .filter(Doors::kills)
                .map(step -> step.reference().name())
                .collect(Collectors.toSet());
        for (Step step : steps) {
            if (closes(step)) {
                byTarget.computeIfAbsent(step.reference().name(), _ -> new Door(step, last)).open++;
            }
        }
    }

    /** Ids of what steps that kill wait for. */
    List<String> gates() {
        return byTarget.values().stream().map(door -> door.gate).toList();
    }

    /** Whether a later step would take with it what is to be seen of this one. */
    boolean isKilledAfter(Step step) {
        return !kills(step) && killed.contains(step.reference().name());
    }

    /** What {@code step} goes after, where it would take the evidence with it. */
    Optional<String> before(Step step) {
        return kills(step)
                ? Optional.ofNullable(byTarget.get(step.reference().name())).map(door -> door.gate)
                : Optional.empty();
    }

    /** A step has ended, whatever it came to; null where a defect of ours ended it. */
    void ended(Step step, StepRunner.@Nullable Ended ended, @Nullable Connection connection) {
        Door door = closes(step) ? byTarget.get(step.reference().name()) : null;
        if (door != null) {
            door.ended(closed(step, ended, connection));
        }
    }

    private static boolean closes(Step step) {
        return step.course().stage().compareTo(Stage.ISOLATE) <= 0;
    }

    private static boolean kills(Step step) {
        return step.course().stage() == Stage.KILL;
    }

    private static Collector.@Nullable Closed closed(
            Step step, StepRunner.@Nullable Ended ended, @Nullable Connection connection) {
        if (ended == null
                || connection == null
                || ended.attempt() == null
                || !ended.outcome().mayHold()) {
            return null;
        }
        Entry recorded = ended.unrecorded().isEmpty() ? Entry.ON_TIME : Entry.LATE;
        return new Collector.Closed(step, ended.attempt(), connection, recorded);
    }

    private static Collector.Closed later(Collector.Closed one, Collector.Closed other) {
        Stage stage = one.step().course().stage();
        return other.step().course().stage().compareTo(stage) >= 0 ? other : one;
    }

    private final class Door {
        private final String gate;
        private final boolean isAwaited;
        private final Consumer<Shut> last;
        private final List<Collector.Closed> closed = new ArrayList<>();
        private int open;

        Door(Step first, Consumer<Shut> last) {
            this.gate = first.id() + "/door";
            this.isAwaited = isKilledAfter(first);
            this.last = last;
        }

        void ended(Collector.@Nullable Closed one) {
            Optional<Collector.Closed> widest;
            synchronized (this) {
                if (one != null) {
                    closed.add(one);
                }
                open--;
                if (open > 0) {
                    return;
                }
                widest = closed.stream().reduce(Doors::later);
            }
            last.accept(new Shut(gate, isAwaited, widest));
        }
    }
}
