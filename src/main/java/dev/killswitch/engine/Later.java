package dev.killswitch.engine;

import java.time.Duration;

/** Runs things after a while. Tests pass one that runs them when told. */
public interface Later {
    void after(Duration delay, Runnable task);
}
