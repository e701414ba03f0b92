package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.provider.kubernetes.CanaryCluster.Home;
import dev.killswitch.provider.kubernetes.CanaryCluster.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One measurement, from its namespace to what was seen; cleaning up is left to {@link Canary}. Used by one thread at a time. */
final class CanaryRun {
    /** Until all probes have been seen to connect for that long, nothing is isolated. */
    private static final Duration WARM = Duration.ofSeconds(4);

    /** How long it is watched once it is released. */
    private static final Duration RELEASED = Duration.ofSeconds(8);

    private final CanaryCluster cluster;
    private final CanaryPods pods;
    private final CanarySettings settings;
    private final Supplier<Makeup> makeup;
    private final Clock clock;
    private final Instant since;
    private final Instant until;
    private final Map<String, JsonNode> running = new HashMap<>();

    /** How far the clock of each pod's node is ahead of ours. */
    private final Map<String, Duration> ahead = new HashMap<>();

    private Stage stage = Stage.HOME;
    private String waitsFor = "its namespace";
    private boolean withoutFar;
    private Instant warm = Instant.MIN;
    private Instant isolated = Instant.MIN;
    private Instant released = Instant.MIN;
    private @Nullable Ended ended;

    /** Begins now. {@code makeup} says what is measured. */
    CanaryRun(CanaryCluster cluster, CanarySettings settings, Supplier<Makeup> makeup, Clock clock) {
        this.cluster = cluster;
        this.pods = new CanaryPods(settings);
        this.settings = settings;
        this.makeup = makeup;
        this.clock = clock;
        this.since = clock.instant();
        this.until = since.plus(settings.patience());
    }

    private enum Stage {
        HOME,
        SERVER,
        CLIENTS,
        WITNESS,
        WARMING,
        WATCHING,
        RELEASED
    }

    /** How it ended. */
    sealed interface Ended {
        record Saw(Measured measured) implements Ended {}

        record SawNothing(String why, Instant at) implements Ended {}
    }

    Instant since() {
        return since;
    }

    Instant until() {
        return until;
    }

    /** Does what is to be done now; empty until it has ended. */
    Optional<Ended> goOn(Instant deadline) {
        if (!clock.instant().isBefore(until)) {
            return Optional.of(new Ended.SawNothing(
                    "pods gave no answer within " + settings.patience().toSeconds() + " s: it waited for " + waitsFor,
                    clock.instant()));
        }
        switch (stage) {
            case HOME -> home(deadline);
            case SERVER -> server(deadline);
            case CLIENTS -> clients(deadline);
            case WITNESS -> witness(deadline);
            case WARMING -> warming(deadline);
            case WATCHING -> watching(deadline);
            case RELEASED -> released(deadline);
        }
        return Optional.ofNullable(ended);
    }

    private String address(String pod) {
        return CanaryCluster.address(require(pod));
    }

    private String uid(String pod) {
        return require(pod).at("/metadata/uid").asText();
    }

    private JsonNode require(String pod) {
        JsonNode found = running.get(pod);
        if (found == null) {
            throw new IllegalStateException("pod " + pod + " of the canary was not seen");
        }
        return found;
    }

    private boolean has(String pod) {
        return running.containsKey(pod);
    }

    private void home(Instant deadline) {
        Step there = switch (cluster.home(deadline)) {
            case Got.Missing _ -> cluster.makeHome(deadline);
            case Got.Denied denied -> new Step.Never("no permission " + denied.permission());
            case Got.Away away -> new Step.Wait(away.why());
            case Got.Found found ->
                CanaryCluster.home(found.object()) == Home.SOMEBODYS
                        ? new Step.Never("namespace " + CanaryPods.NAMESPACE + " is somebody else's")
                        : new Step.Done(found.object());
        };
        if (done(there)
                && done(cluster.account(deadline))
                && done(cluster.makePolicy(deadline))
                && done(cluster.makePod(pods.server(), deadline))) {
            stage = Stage.SERVER;
        }
    }

    private void server(Instant deadline) {
        if (seen(CanaryPods.SERVER, deadline)
                && done(cluster.makePod(pods.near(address(CanaryPods.SERVER)), deadline))
                && done(cluster.makePod(pods.far(address(CanaryPods.SERVER)), deadline))) {
            stage = Stage.CLIENTS;
        }
    }

    private boolean seen(String pod, Instant deadline) {
        if (has(pod)) {
            return true;
        }
        Step step = cluster.running(pod, deadline);
        if (step instanceof Step.Done done) {
            running.put(pod, done.object());
        }
        return done(step);
    }

    /** A cluster of one node has no place for the far one: it is given a third of the time. */
    private void clients(Instant deadline) {
        boolean late = clock.instant().isAfter(since.plus(settings.patience().dividedBy(3)));
        if (!seen(CanaryPods.NEAR, deadline)) {
            return;
        }
        withoutFar = late && !has(CanaryPods.FAR);
        if (!withoutFar && !seen(CanaryPods.FAR, deadline)) {
            return;
        }
        Optional<String> far = withoutFar ? Optional.empty() : Optional.of(address(CanaryPods.FAR));
        if (done(cluster.makePod(pods.witness(address(CanaryPods.SERVER), address(CanaryPods.NEAR), far), deadline))) {
            stage = Stage.WITNESS;
        }
    }

    private void witness(Instant deadline) {
        if (seen(CanaryPods.WITNESS, deadline)) {
            warm = clock.instant().plus(WARM);
            stage = Stage.WARMING;
        }
    }

    private void warming(Instant deadline) {
        if (clock.instant().isBefore(warm)) {
            return;
        }
        for (String pod : CanaryPods.PROBES) {
            if (has(pod) && !clocks(pod, deadline)) {
                return;
            }
        }
        isolated = first(isolated);
        if (eachIsolated((pod, uid) -> cluster.isolate(pod, uid, deadline))) {
            stage = Stage.WATCHING;
        }
    }

    /** What was done once, though its answer was lost, counts from then. */
    private Instant first(Instant known) {
        return known.equals(Instant.MIN) ? clock.instant() : known;
    }

    /** How far its node's clock is ahead of ours: a probe has written something within the last quarter of a second. */
    private boolean clocks(String pod, Instant deadline) {
        return switch (cluster.log(pod, deadline)) {
            case Got.Found found -> {
                Optional<Instant> last = ProbeLog.read(found.object().asText()).last();
                last.ifPresent(at -> ahead.put(pod, Duration.between(clock.instant(), at)));
                waitsFor = "the first words of pod " + pod;
                yield last.isPresent();
            }
            case Got.Missing _ -> done(new Step.Wait("the log of pod " + pod));
            case Got.Denied denied -> done(new Step.Never("no permission " + denied.permission()));
            case Got.Away away -> done(new Step.Wait(away.why()));
        };
    }

    private interface Relabel {
        Step of(String pod, String uid);
    }

    private boolean eachIsolated(Relabel relabel) {
        return done(relabel.of(CanaryPods.NEAR, uid(CanaryPods.NEAR)))
                && (withoutFar || done(relabel.of(CanaryPods.FAR, uid(CanaryPods.FAR))));
    }

    private void watching(Instant deadline) {
        if (clock.instant().isBefore(isolated.plus(settings.watch()))) {
            waitsFor = "the end of its isolation";
            return;
        }
        released = first(released);
        if (eachIsolated((pod, uid) -> cluster.release(pod, uid, deadline))) {
            stage = Stage.RELEASED;
        }
    }

    private void released(Instant deadline) {
        Instant over = clock.instant();
        if (over.isBefore(released.plus(RELEASED))) {
            waitsFor = "the time after its release";
            return;
        }
        var logs = new HashMap<String, ProbeLog>();
        for (String pod : CanaryPods.PROBES) {
            if (has(pod)) {
                switch (cluster.log(pod, deadline)) {
                    case Got.Found found ->
                        logs.put(
                                pod,
                                ProbeLog.read(found.object().asText())
                                        .moved(ahead.getOrDefault(pod, Duration.ZERO)
                                                .negated()));
                    case Got.Missing _ -> logs.put(pod, ProbeLog.EMPTY);
                    case Got.Denied denied -> {
                        done(new Step.Never("no permission " + denied.permission()));
                        return;
                    }
                    case Got.Away away -> {
                        done(new Step.Wait(away.why()));
                        return;
                    }
                }
            }
        }
        ended = ended(logs, over);
    }

    private Ended ended(Map<String, ProbeLog> logs, Instant over) {
        var read = new CanaryReading.Logs(
                logs.getOrDefault(CanaryPods.NEAR, ProbeLog.EMPTY),
                Optional.ofNullable(logs.get(CanaryPods.FAR)),
                logs.getOrDefault(CanaryPods.WITNESS, ProbeLog.EMPTY));
        return CanaryReading.of(read, new CanaryTimes(isolated, released, over), makeup.get())
                .<Ended>map(Ended.Saw::new)
                .orElseGet(() -> new Ended.SawNothing(
                        "pods gave no answer: they did not reach each other before anything was isolated", over));
    }

    /** Whether to go on; where it waits, the next call asks again. */
    private boolean done(Step step) {
        return switch (step) {
            case Step.Done _ -> true;
            case Step.Wait wait -> {
                waitsFor = wait.why();
                yield false;
            }
            case Step.Never never -> {
                ended = new Ended.SawNothing(never.why(), clock.instant());
                yield false;
            }
        };
    }
}
