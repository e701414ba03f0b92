package dev.killswitch.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Lets jobs run: bounded per connection, one at a time per target, each after those that it waits for; some slots are kept
 * for what may not wait behind others. A job that hangs holds one slot of its own connection and nothing else. Thread-safe.
 */
final class Lanes {
    /**
     * The slots of one connection.
     *
     * @param kept of {@code slots}, those that only a {@link Rank#FIRST} job may take
     */
    record Settings(int slots, int kept) {
        /** Enough to hide the round trips of an API, and below the client's own bound on connections to one host. */
        static final Settings DEFAULT = new Settings(24, 8);
    }

    /** Who goes first: persons' orders, and what takes away a credential. */
    enum Rank {
        FIRST,
        USUAL
    }

    /** One thing to do. */
    record Job(String id, String lane, String target, Rank rank, Set<String> after, Runnable work) {}

    private final Settings settings;
    private final Executor threads;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final Set<String> busyTargets = new HashSet<>();
    private long submitted;

    Lanes(Settings settings, Executor threads) {
        this.settings = settings;
        this.threads = threads;
    }

    /** Takes jobs; those that belong together in one call, so that they know of each other. */
    void submit(List<Job> jobs) {
        List<Job> ready;
        synchronized (this) {
            jobs.forEach(job -> open.add(job.id()));
            for (Job job : jobs) {
                lane(job).waiting.add(new Waiting(job, submitted++));
            }
            lanes.values().forEach(lane -> lane.waiting.sort(Waiting.ORDER));
            ready = take();
        }
        ready.forEach(this::start);
    }

    /** How many have not ended. */
    synchronized int backlog() {
        return open.size();
    }

    /** Those that have not ended, by their ids. */
    synchronized Set<String> open() {
        return Set.copyOf(open);
    }

    private Lane lane(Job job) {
        return lanes.computeIfAbsent(job.lane(), _ -> new Lane());
    }

    private List<Job> take() {
        var ready = new ArrayList<Job>();
        for (Lane lane : lanes.values()) {
            var left = new ArrayList<Waiting>();
            for (Waiting waiting : lane.waiting) {
                if (mayStart(lane, waiting.job)) {
                    lane.count(waiting.job, 1);
                    busyTargets.add(waiting.job.target());
                    ready.add(waiting.job);
                } else {
                    left.add(waiting);
                }
            }
            lane.waiting = left;
        }
        return ready;
    }

    private boolean mayStart(Lane lane, Job job) {
        boolean hasSlot = lane.running < settings.slots
                && (job.rank() == Rank.FIRST || lane.usual < settings.slots - settings.kept);
        return hasSlot
                && !busyTargets.contains(job.target())
                && job.after().stream().noneMatch(open::contains);
    }

    private void start(Job job) {
        threads.execute(() -> {
            try {
                job.work().run();
            } finally {
                ended(job);
            }
        });
    }

    private void ended(Job job) {
        List<Job> ready;
        synchronized (this) {
            open.remove(job.id());
            busyTargets.remove(job.target());
            lane(job).count(job, -1);
            ready = take();
        }
        ready.forEach(this::start);
    }

    private static final class Lane {
        private List<Waiting> waiting = new ArrayList<>();
        private int running;
        private int usual;

        private void count(Job job, int by) {
            running += by;
            usual += job.rank() == Rank.USUAL ? by : 0;
        }
    }

    private record Waiting(Job job, long number) {
        private static final Comparator<Waiting> ORDER =
                Comparator.comparing((Waiting waiting) -> waiting.job.rank()).thenComparingLong(Waiting::number);
    }
}
