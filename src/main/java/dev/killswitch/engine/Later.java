package dev.killswitch.engine;

import java.time.Duration;

/** Runs things after a while. Tests pass one that runs them when told. */
public interface Later {
    /** Once, {@code delay} from now. It may be dropped once the process is about to end, and is not waited for. */
    void after(Duration delay, Runnable task);
}
