package dev.killswitch.engine;

import dev.killswitch.config.Guarded;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Does things again and again, each behind its own wait: one that is slow or broken delays no other. */
final class Ticks {
    private static final Logger LOG = Logger.getLogger(Ticks.class);

    private final Later later;
    private volatile boolean stopped;

    Ticks(Later later) {
        this.later = later;
    }

    void every(Duration wait, String name, Runnable task) {
        later.after(wait, () -> {
            if (stopped) {
                return;
            }
            Guarded.runnable(task, defect -> LOG.errorf(defect, "tick failed name=%s", name))
                    .run();
            every(wait, name, task);
        });
    }

    void stop() {
        stopped = true;
    }
}
