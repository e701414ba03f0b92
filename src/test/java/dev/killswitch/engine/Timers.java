package dev.killswitch.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Keeps what is to be done later until the time of the test, which nobody can set, has come there. */
final class Timers implements Later {
    private final Supplier<Instant> steady;
    private final List<Due> waiting = new ArrayList<>();

    private record Due(Instant at, Runnable task) {}

    Timers(Supplier<Instant> steady) {
        this.steady = steady;
    }

    @Override
    public void after(Duration delay, Runnable task) {
        waiting.add(new Due(steady.get().plus(delay), task));
    }

    /** When the next is due; {@link Instant#MAX} where nothing is. */
    Instant next() {
        return waiting.stream().map(Due::at).min(Comparator.naturalOrder()).orElse(Instant.MAX);
    }

    /** Does all that is due by now, each once. */
    void run() {
        List<Due> due = waiting.stream()
                .filter(one -> !one.at().isAfter(steady.get()))
                .sorted(Comparator.comparing(Due::at))
                .toList();
        waiting.removeAll(due);
        due.forEach(one -> one.task().run());
    }
}
