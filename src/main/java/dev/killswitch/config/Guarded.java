package dev.killswitch.engine;

import java.util.function.Consumer;

/** The one place that goes on after a defect: what it ran is told, and the next thing runs all the same. */
public final class EngineLoop {
    private EngineLoop() {}

    /** {@code task}, made so that whatever it throws goes to {@code told} and no further. */
    public static Runnable guarded(Runnable task, Consumer<RuntimeException> told) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException defect) {
                told.accept(defect);
            }
        };
    }
}
