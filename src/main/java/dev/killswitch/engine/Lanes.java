package dev.killswitch.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Lets jobs run: bounded per connection, one at a time per target, each after those that it waits for; some slots are kept
 * for what may not wait behind others. A job that hangs holds one slot of its own connection and nothing else. What a job
 * costs here does not grow with how many wait. Thread-safe.
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

    /** Who goes first. */
    enum Rank {
        /** Persons' orders, and what takes away a credential. */
        FIRST,
        USUAL,
        /** Looks at what stands: only while a connection has little else to do, and no part of the backlog. */
        IDLE
    }

    /** One thing to do. */
    record Job(String id, String lane, String target, Rank rank, Set<String> after, Runnable work) {}

    private final Settings settings;
    private final Executor threads;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final Set<String> busyTargets = new HashSet<>();
    /** By target, those that found it busy; one of them goes on each time that it is free again. */
    private final Map<String, Queue<Waiting>> parked = new HashMap<>();
    /** By job that has not ended, those that go after it. */
    private final Map<String, List<Waiting>> followers = new HashMap<>();

    private long submitted;
    private int backlog;

    Lanes(Settings settings, Executor threads) {
        this.settings = settings;
        this.threads = threads;
    }

    /** Takes jobs; those that belong together in one call, so that they know of each other. */
    void submit(List<Job> jobs) {
        List<Job> ready;
        synchronized (this) {
            for (Job job : jobs) {
                open.add(job.id());
                backlog += counts(job);
            }
            var touched = new LinkedHashSet<Lane>();
            for (Job job : jobs) {
                add(new Waiting(job, submitted++), touched);
            }
            ready = take(touched);
        }
        ready.forEach(this::start);
    }

    /** Something is to be done elsewhere: jobs may go after it, until it is told as {@link #done}. */
    synchronized void expect(String id) {
        open.add(id);
    }

    /** What was expected is done: whoever waited for it goes on. */
    void done(String id) {
        List<Job> ready;
        synchronized (this) {
            open.remove(id);
            var touched = new LinkedHashSet<Lane>();
            follow(id, touched);
            ready = take(touched);
        }
        ready.forEach(this::start);
    }

    /** Of how many connections something runs or waits. */
    synchronized int lanes() {
        return lanes.size();
    }

    /** How many steps and releases have not ended. */
    synchronized int backlog() {
        return backlog;
    }

    /** Those that have not ended, by their ids. */
    synchronized Set<String> open() {
        return Set.copyOf(open);
    }

    private static int counts(Job job) {
        return job.rank() == Rank.IDLE ? 0 : 1;
    }

    private void add(Waiting waiting, Set<Lane> touched) {
        for (String other : waiting.job.after()) {
            if (open.contains(other)) {
                waiting.behind++;
                followers.computeIfAbsent(other, _ -> new ArrayList<>()).add(waiting);
            }
        }
        if (waiting.behind == 0) {
            touched.add(queue(waiting));
        }
    }

    private Lane queue(Waiting waiting) {
        Lane lane = lane(waiting.job);
        lane.waiting(waiting.job.rank()).add(waiting);
        return lane;
    }

    private Lane lane(Job job) {
        return lanes.computeIfAbsent(job.lane(), _ -> new Lane());
    }

    private List<Job> take(Collection<Lane> touched) {
        var ready = new ArrayList<Job>();
        for (Lane lane : touched) {
            for (Rank rank : Rank.values()) {
                Queue<Waiting> waiting = lane.waiting(rank);
                while (!waiting.isEmpty() && lane.hasSlot(rank, settings)) {
                    takeOrPark(lane, waiting.remove(), ready);
                }
            }
        }
        return ready;
    }

    private void takeOrPark(Lane lane, Waiting waiting, List<Job> ready) {
        Job job = waiting.job;
        if (busyTargets.add(job.target())) {
            lane.count(job, 1);
            ready.add(job);
        } else {
            parked.computeIfAbsent(job.target(), _ -> new PriorityQueue<>(Waiting.ORDER))
                    .add(waiting);
        }
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
            backlog -= counts(job);
            lane(job).count(job, -1);
            var touched = new LinkedHashSet<Lane>();
            touched.add(lane(job));
            free(job.target(), touched);
            follow(job.id(), touched);
            ready = take(touched);
            lanes.computeIfPresent(job.lane(), (_, lane) -> lane.isIdle() ? null : lane);
        }
        ready.forEach(this::start);
    }

    private void free(String target, Set<Lane> touched) {
        busyTargets.remove(target);
        Queue<Waiting> others = parked.get(target);
        if (others != null) {
            touched.add(queue(others.remove()));
            if (others.isEmpty()) {
                parked.remove(target);
            }
        }
    }

    private void follow(String id, Set<Lane> touched) {
        List<Waiting> behind = followers.remove(id);
        if (behind != null) {
            for (Waiting follower : behind) {
                follower.behind--;
                if (follower.behind == 0) {
                    touched.add(queue(follower));
                }
            }
        }
    }

    private static final class Lane {
        private final Map<Rank, Queue<Waiting>> waiting = new EnumMap<>(Rank.class);
        private int running;
        private int usual;

        Queue<Waiting> waiting(Rank rank) {
            return waiting.computeIfAbsent(rank, _ -> new PriorityQueue<>(Waiting.ORDER));
        }

        /** One that nothing runs or waits in is as good as none: its connection may be gone for ever. */
        boolean isIdle() {
            return running == 0 && waiting.values().stream().allMatch(Queue::isEmpty);
        }

        boolean hasSlot(Rank rank, Settings settings) {
            return switch (rank) {
                case FIRST -> running < settings.slots;
                case USUAL -> running < settings.slots && usual < settings.slots - settings.kept;
                case IDLE -> running < settings.kept;
            };
        }

        private void count(Job job, int by) {
            running += by;
            usual += job.rank() == Rank.USUAL ? by : 0;
        }
    }

    private static final class Waiting {
        private static final Comparator<Waiting> ORDER =
                Comparator.comparing((Waiting waiting) -> waiting.job.rank()).thenComparingLong(it -> it.number);

        private final Job job;
        private final long number;
        private int behind;

        Waiting(Job job, long number) {
            this.job = job;
            this.number = number;
        }
    }
}
