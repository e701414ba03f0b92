package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Rings when a connection hears of a change to what it watches. */
final class Alarm {
    private final Semaphore rung = new Semaphore(0);

    void ring() {
        rung.release();
    }

    void assertRings() {
        assertThat(rings(10_000)).as("it rings").isTrue();
    }

    /** What was missed until now is told as if everything had changed, kind by kind: waits until that is over. */
    void settle() {
        boolean isQuiet = !rings(2_000);
        while (!isQuiet) {
            isQuiet = !rings(500);
        }
    }

    private boolean rings(long millis) {
        try {
            return rung.tryAcquire(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean hasRung() {
        return rung.availablePermits() > 0;
    }
}
