package dev.killswitch.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Target;
import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Body;
import dev.killswitch.alert.Delivery;
import dev.killswitch.alert.Entity;
import dev.killswitch.engine.FakeClock;
import dev.killswitch.incident.Journal.Beside;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.plan.Claim;
import dev.killswitch.plan.Decision;
import dev.killswitch.plan.PlannedStep;
import dev.killswitch.plan.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the contracts of journal and register have in common: a record that can be closed and opened again. */
public abstract class RecordContract {
    protected static final Instant START = Instant.parse("2026-08-23T10:00:00Z");
    protected static final String BOOK = "book";
    protected final FakeClock clock = new FakeClock(START);
    private int drafts;

    protected abstract Journal journal();

    protected abstract Register register();

    /** Closes the record and opens it again. */
    protected abstract void restart();

    protected Committed commit(Event... events) {
        return commit(new Draft("draft-" + drafts++, List.of(events), List.of()));
    }

    protected Committed claim(String id, Claim... claims) {
        return commit(new Draft(id, List.of(page(id)), List.of(claims)));
    }

    protected Committed keep(Kept... kept) {
        return commit(
                new Draft("draft-" + drafts++, List.of(), List.of(), new Beside(List.of(kept), List.of(), List.of())));
    }

    protected Committed commit(Draft draft) {
        return journal().commit(draft).join();
    }

    protected void stored(Event... events) {
        assertThat(commit(events)).isInstanceOf(Committed.Stored.class);
    }

    protected Event.Paged page(String why) {
        return new Event.Paged(clock.instant(), "service", why);
    }

    protected Event.AlertDecided decided(String n, String type, @Nullable String incident, Entity... entities) {
        return new Event.AlertDecided(
                clock.instant(),
                "a-" + n,
                "d-" + n,
                clock.instant(),
                "falco-prod",
                "digest",
                incident,
                new Event.Seen(
                        "finding-" + n,
                        null,
                        type,
                        Alert.Activity.OPENED,
                        Alert.Severity.HIGH,
                        null,
                        Set.of(),
                        List.of(entities)),
                Decision.ACT,
                List.of(new Event.Matched("rule-1", BOOK, "enforce", "full", "{}")),
                List.of(),
                "why");
    }

    protected static Entity pod(String id) {
        return new Entity("kubernetes.pod", id, Map.of(), Entity.Role.TARGET, Entity.Trust.STRUCTURED, "/pod");
    }

    protected static Step step(
            String n, String incident, String pod, Step.Authority authority, @Nullable String cause) {
        return new Step(
                "s-" + n,
                incident,
                "c-" + n,
                "kubernetes.isolate-pod",
                new Reference("prod", "kubernetes.pod", pod, Map.of()),
                Parameters.NONE,
                authority,
                new Step.Course(Stage.ISOLATE, Set.of(), Duration.ofHours(4), Step.AtExpiry.ASK, null, cause));
    }

    protected static Step step(String n, String incident, String pod) {
        return step(n, incident, pod, new Step.Authority.Rule("rule-1", BOOK), "a-" + n);
    }

    protected Event intended(Step step) {
        return new Event.StepIntended(clock.instant(), new PlannedStep(step, List.of()));
    }

    protected static Target target(String pod) {
        return new Target("prod", "kubernetes.pod", pod, "uid-" + pod);
    }

    protected Event started(Step step) {
        return new Event.StepStarted(
                clock.instant(),
                step.id(),
                1,
                target(step.reference().id()),
                new Before(1, "{\"of\":\"" + step.id() + "\"}"),
                Undo.EXACT,
                "isolation",
                Map.of());
    }

    protected Event ended(Step step, Outcome outcome) {
        return new Event.StepEnded(clock.instant(), step.id(), outcome);
    }

    /** An alert, and the containment that a rule made of it. */
    protected Step contained(String n, String incident, String pod) {
        Step step = step(n, incident, pod);
        stored(decided(n, "shell", incident, pod(pod)), intended(step));
        stored(started(step));
        stored(ended(step, new Outcome.Done("receipt")));
        return step;
    }

    protected Kept kept(String n, Kept.State state) {
        var delivery = new Delivery(
                "falco-prod",
                "d-" + n,
                clock.instant(),
                Map.of("content-type", List.of("application/json", "text/plain"), "authorization", List.of("Bearer x")),
                Body.of(("{\"n\":\"" + n + "\"}").getBytes(StandardCharsets.UTF_8)));
        return new Kept(delivery, "key-" + n, state, "00ff", 202, "{\"delivery\":\"d-" + n + "\"}", null, null);
    }
}
