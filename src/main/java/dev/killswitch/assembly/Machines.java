package dev.killswitch.assembly;

import dev.killswitch.config.Guarded;
import dev.killswitch.engine.Engine;
import dev.killswitch.engine.Later;
import dev.killswitch.incident.EvidenceStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Threads, time and chance. Provider calls run on virtual threads; whatever looks after time, and so reads the record,
 * runs on platform threads.
 */
public final class Machines implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Machines.class);

    /** One tick that is slow, such as a look at many standing containments, delays no other. */
    private static final int TICKS = 4;

    private final SecureRandom random = new SecureRandom();
    private final ExecutorService virtual = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("step-", 0).factory());
    private final ScheduledThreadPoolExecutor ticks;

    public Machines() {
        ThreadFactory threads = Thread.ofPlatform().name("tick-", 0).daemon().factory();
        ticks = new ScheduledThreadPoolExecutor(TICKS, threads);
        ticks.setRemoveOnCancelPolicy(true);
        ticks.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    SecureRandom random() {
        return random;
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    Engine.Machine engine(Function<List<String>, String> root, EvidenceStore evidence) {
        Later later = (delay, task) -> {
            if (!ticks.isShutdown()) {
                var _ = ticks.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            }
        };
        return new Engine.Machine(this::begin, later, Machines::sleep, System::nanoTime, root, evidence);
    }

    /** What is asked for after the end is not done: it is found again at the next start. */
    private void begin(Runnable task) {
        try {
            virtual.execute(task);
        } catch (RejectedExecutionException _) {
            LOG.debug("not begun: it is closed");
        }
    }

    /** Does it each second from now on, whatever becomes of one time. */
    void eachSecond(Runnable task) {
        Runnable guarded = Guarded.runnable(task, broken -> LOG.warn("not done this time", broken));
        var _ = ticks.scheduleWithFixedDelay(guarded, 1, 1, TimeUnit.SECONDS);
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        virtual.shutdown();
    }
}
