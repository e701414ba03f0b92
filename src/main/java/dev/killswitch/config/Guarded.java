package dev.killswitch.config;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * The one place that goes on after a defect: what it ran is told, and the next thing runs all the same. An {@link Error}
 * is no defect of what ran (there is no memory, a class is missing): it goes through, and ends the thread.
 */
public final class Guarded {
    private Guarded() {}

    /** What may fail in any way. */
    public interface Task {
        void run() throws Exception;
    }

    /** {@code task}, made so that whatever it throws goes to {@code told} and no further. */
    public static Runnable runnable(Runnable task, Consumer<RuntimeException> told) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException defect) {
                told.accept(defect);
            }
        };
    }

    /** Runs {@code task} and returns what it threw; empty where it ended well. */
    public static Optional<Exception> failure(Task task) {
        try {
            task.run();
            return Optional.empty();
        } catch (Exception failure) {
            return Optional.of(failure);
        }
    }
}
