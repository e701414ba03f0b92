package dev.killswitch.provider.kubernetes;

import dev.killswitch.provider.kubernetes.ProbeLog.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes of the probes' logs what can be said of the network. Pure. */
final class CanaryReading {
    /** What counts is how it was at the end of each phase: the seconds before are those in which a plugin follows. */
    private static final Duration LATE = Duration.ofSeconds(3);

    /** Of four a second; fewer in that time say nothing. */
    private static final int ATTEMPTS_MIN = 3;

    /** How long a probe waits for one connection. */
    private static final Duration TRIED_MAX = Duration.ofSeconds(2);

    private final CanaryTimes times;
    private final List<String> closed = new ArrayList<>();
    private final List<String> open = new ArrayList<>();
    private final List<String> untried = new ArrayList<>();
    private Duration slowest = Duration.ZERO;
    private Known restores = Known.UNKNOWN;

    private CanaryReading(CanaryTimes times) {
        this.times = times;
    }

    /**
     * The logs, all by our own clock.
     *
     * @param near of the isolated pod on the server's node
     * @param far of the isolated pod on another node; empty where no other node took it
     * @param witness of the pod beside that was never isolated
     */
    record Logs(ProbeLog near, Optional<ProbeLog> far, ProbeLog witness) {}

    /** A way, how it was: empty where it was not open before, so that nothing can be said. */
    private enum Went {
        CLOSED,
        OPEN,
        UNTRIED
    }

    /** Empty where not even the way that has to be open was open before. */
    static Optional<Measured> of(Logs logs, CanaryTimes times, Makeup of) {
        return new CanaryReading(times).read(logs, of);
    }

    private Optional<Measured> read(Logs logs, Makeup of) {
        if (went(logs.near(), CanaryPods.TO_SERVER) == Went.UNTRIED) {
            return Optional.empty();
        }
        way(logs.near(), CanaryPods.TO_SERVER, "to a pod of the same node");
        way(logs.witness(), CanaryPods.TO_NEAR, "from a pod of the same node");
        if (logs.far().isPresent()) {
            way(logs.far().get(), CanaryPods.TO_SERVER, "to a pod of another node");
            way(logs.witness(), CanaryPods.TO_FAR, "from a pod of another node");
        } else {
            untried.add("to and from a pod of another node: no other node took one");
        }
        return Optional.of(new Measured(
                times.isolated(),
                of,
                closed,
                open,
                untried,
                slowest,
                severs(logs),
                isolatesOne(logs.witness()),
                filtersOwnNode(logs.near()),
                restores));
    }

    private void way(ProbeLog log, String target, String words) {
        switch (went(log, target)) {
            case UNTRIED -> untried.add(words + ": it was not open before");
            case OPEN -> open.add(words);
            case CLOSED -> {
                closed.add(words);
                Duration took = took(log, target);
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
                restores(log, target);
            }
        }
    }

    private Went went(ProbeLog log, String target) {
        List<Attempt> before = log.between(target, times.isolated().minus(LATE), times.isolated());
        // One that was begun just before the release may come through by it.
        Instant end = times.released().minus(TRIED_MAX);
        List<Attempt> during = log.between(target, end.minus(LATE), end);
        boolean wasOpen = before.size() >= ATTEMPTS_MIN && before.stream().allMatch(Attempt::ok);
        if (!wasOpen || during.size() < ATTEMPTS_MIN) {
            return Went.UNTRIED;
        }
        return during.stream().anyMatch(Attempt::ok) ? Went.OPEN : Went.CLOSED;
    }

    /** Until the first of those that failed with all that came after them. */
    private Duration took(ProbeLog log, String target) {
        Instant closed = times.isolated();
        boolean wasOk = true;
        for (Attempt one : log.between(target, times.isolated(), times.released())) {
            if (wasOk && !one.ok()) {
                closed = one.at();
            }
            wasOk = one.ok();
        }
        return Duration.between(times.isolated(), closed);
    }

    private void restores(ProbeLog log, String target) {
        List<Attempt> after = log.between(target, times.over().minus(LATE), times.over());
        if (after.size() >= ATTEMPTS_MIN && restores != Known.NO) {
            restores = Known.of(after.stream().allMatch(Attempt::ok));
        }
    }

    /** One that goes on is one too many. */
    private Known severs(Logs logs) {
        Known near = severs(logs.near());
        Known far = logs.far().map(this::severs).orElse(near);
        if (near == Known.NO || far == Known.NO) {
            return Known.NO;
        }
        return near == Known.YES && far == Known.YES ? Known.YES : Known.UNKNOWN;
    }

    private Known severs(ProbeLog log) {
        if (!log.beatsBetween(times.isolated().minus(LATE), times.isolated())) {
            return Known.UNKNOWN;
        }
        return Known.of(!log.beatsBetween(times.released().minus(LATE), times.released()));
    }

    /** It is told by the pod beside, and only where the isolated one was isolated. */
    private Known isolatesOne(ProbeLog witness) {
        if (closed.isEmpty()) {
            return Known.UNKNOWN;
        }
        return switch (went(witness, CanaryPods.TO_SERVER)) {
            case OPEN -> Known.YES;
            case CLOSED -> Known.NO;
            case UNTRIED -> Known.UNKNOWN;
        };
    }

    private Known filtersOwnNode(ProbeLog near) {
        return switch (went(near, CanaryPods.TO_NODE)) {
            case OPEN -> Known.NO;
            case CLOSED -> Known.YES;
            case UNTRIED -> Known.UNKNOWN;
        };
    }
}
