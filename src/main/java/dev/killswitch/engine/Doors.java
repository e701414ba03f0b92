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
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * For each target of a plan, the steps that close its doors: once the last of them has ended it is time for evidence, and
 * what kills the target goes after that. Thread-safe.
 */
final class Doors {
    private final Map<String, Door> byTarget = new HashMap<>();

    /**
     * One for the steps of one plan.
     *
     * @param last told the gate of each target whose last door step has ended, with the one to collect under; without
     *     where none of them may have closed a door
     */
    Doors(List<Step> steps, BiConsumer<String, Optional<Collector.Closed>> last) {
        for (Step step : steps) {
            if (closes(step)) {
                byTarget.computeIfAbsent(step.reference().name(), _ -> new Door(gate(step), last)).open++;
            }
        }
    }

    /** Ids of what steps that kill wait for. */
    List<String> gates() {
        return byTarget.values().stream().map(door -> door.gate).toList();
    }

    /** What {@code step} goes after, where it would take the evidence with it. */
    Optional<String> before(Step step) {
        return step.course().stage() == Stage.KILL
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

    private static String gate(Step step) {
        return step.id() + "/door";
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

    private static final class Door {
        private final String gate;
        private final BiConsumer<String, Optional<Collector.Closed>> last;
        private final List<Collector.Closed> closed = new ArrayList<>();
        private int open;

        Door(String gate, BiConsumer<String, Optional<Collector.Closed>> last) {
            this.gate = gate;
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
                widest = closed.stream().reduce(Door::later);
            }
            last.accept(gate, widest);
        }

        private static Collector.Closed later(Collector.Closed one, Collector.Closed other) {
            Stage stage = one.step().course().stage();
            return other.step().course().stage().compareTo(stage) >= 0 ? other : one;
        }
    }
}
