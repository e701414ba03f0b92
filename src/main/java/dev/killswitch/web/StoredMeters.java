package dev.killswitch.web;

import dev.killswitch.action.Outcome;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Kept;
import dev.killswitch.plan.Step;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Meters of what is in the record. Their tags are names of ours alone: no sender can make new series. Thread-safe. */
final class StoredMeters {
    /** Steps that were intended and have not started: more than the engine lets wait. */
    private static final int WAITING_MAX = 10_000;

    private final MeterRegistry registry;
    private final Timer firstWrite;
    private final Counter pages;
    private final Counter unrecorded;
    private final Map<String, Intended> waiting = new Bounded();

    /** By name and tags, of which there are as many as there are series. */
    private final Map<List<Object>, Counter> counters = new ConcurrentHashMap<>();

    StoredMeters(MeterRegistry registry) {
        this.registry = registry;
        this.firstWrite = Timer.builder("killswitch.alert.to.write")
                .description("from the decision about an alert to the moment its first step may write")
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(3),
                        Duration.ofMillis(10),
                        Duration.ofMillis(30),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10))
                .register(registry);
        this.pages = Counter.builder("killswitch.pages")
                .description("times that somebody had to be called")
                .register(registry);
        this.unrecorded = Counter.builder("killswitch.drafts.unrecorded")
                .description("drafts that the record could not take")
                .register(registry);
    }

    /** A step that has not ended; {@code since} is null for those of persons, and once it has started. */
    private record Intended(String action, @Nullable Instant since) {}

    void unrecorded() {
        unrecorded.increment();
    }

    void count(Draft draft) {
        for (Kept kept : draft.beside().kept()) {
            counter(
                            "killswitch.deliveries.kept",
                            "deliveries kept beside the ledger",
                            "source",
                            kept.delivery().source(),
                            "state",
                            Words.of(kept.state()))
                    .increment();
        }
        draft.events().forEach(this::count);
    }

    private void count(Event event) {
        switch (event) {
            case Event.AlertDecided decided ->
                counter(
                                "killswitch.alerts",
                                "alerts that a rule looked at and matched",
                                "source",
                                decided.source(),
                                "decision",
                                Words.of(decided.decision()))
                        .increment();
            case Event.OrderGiven given ->
                counter("killswitch.orders", "orders of persons", "decision", Words.of(given.decision()))
                        .increment();
            case Event.StepIntended intended -> intended(intended);
            case Event.StepStarted started -> started(started);
            case Event.StepEnded ended -> ended(ended);
            case Event.Paged _ -> pages.increment();
            default -> {
                // The other facts are rare, and told by gauges of what is so now.
            }
        }
    }

    private void intended(Event.StepIntended intended) {
        Step step = intended.planned().step();
        if (!intended.planned().goesOn()) {
            steps(step.action(), "held").increment();
            return;
        }
        @Nullable
        Instant since = switch (step.authority()) {
            case Step.Authority.Rule _ -> intended.at();
            case Step.Authority.Person _ -> null;
        };
        synchronized (waiting) {
            waiting.put(step.id(), new Intended(step.action(), since));
        }
    }

    private void started(Event.StepStarted started) {
        synchronized (waiting) {
            Intended intended = waiting.get(started.step());
            if (intended != null && intended.since() != null) {
                firstWrite.record(Duration.between(intended.since(), started.at()));
                waiting.put(started.step(), new Intended(intended.action(), null));
            }
        }
    }

    private void ended(Event.StepEnded ended) {
        String outcome = switch (ended.outcome()) {
            case Outcome.Done _ -> "done";
            case Outcome.AlreadyDone _ -> "already-done";
            case Outcome.Changed _ -> "changed";
            case Outcome.Busy _ -> "busy";
            case Outcome.Gone _ -> "gone";
            case Outcome.Refused _ -> "refused";
            case Outcome.Unknown _ -> "unknown";
        };
        synchronized (waiting) {
            Intended intended = waiting.remove(ended.step());
            // One that a crash left open was intended before these meters were made.
            steps(intended == null ? "earlier" : intended.action(), outcome).increment();
        }
    }

    private Counter steps(String action, String outcome) {
        return counter("killswitch.steps", "steps by how they ended", "action", action, "outcome", outcome);
    }

    /** Made once for each name and tags: this is called for each event, on the one thread that writes. */
    private Counter counter(String name, String description, String... tags) {
        return counters.computeIfAbsent(
                List.of(name, List.of(tags)),
                _ -> Counter.builder(name).description(description).tags(tags).register(registry));
    }

    /** Forgets the eldest: what is lost then is a label. */
    private static final class Bounded extends LinkedHashMap<String, Intended> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Intended> eldest) {
            return size() > WAITING_MAX;
        }
    }
}
