package dev.killswitch.review;

import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Released;
import dev.killswitch.action.Target;
import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Entity;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Fold;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Recorded;
import dev.killswitch.plan.Decision;
import dev.killswitch.plan.Order;
import dev.killswitch.plan.PlannedStep;
import dev.killswitch.plan.Step;
import dev.killswitch.plan.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes an incident entry by entry, as the engine would, from one instant on. */
final class History {
    static final Instant START = Instant.parse("2026-08-23T10:00:01Z");
    static final String INCIDENT = "i-01j9y7c2000000000000000000";
    static final String DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final Map<String, Integer> BLAST = Map.of("pods", 1, "replicas-left", 2);
    static final String BODY = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8";
    static final String YES = "{\"op\":\"all\",\"value\":\"true\",\"clauses\":["
            + "{\"text\":\"alert.severity >= severity.HIGH\",\"value\":\"true\",\"values\":{\"alert.severity\":\"CRITICAL\"}},"
            + "{\"text\":\"alert.opened\",\"value\":\"true\",\"values\":{\"alert.opened\":\"true\"}}]}";

    private final String id;
    private final List<Recorded> entries = new ArrayList<>();
    private Instant at = START;
    private long index = 1017;

    History() {
        this(INCIDENT);
    }

    History(String id) {
        this.id = id;
    }

    /** Lets time pass. */
    History after(Duration time) {
        at = at.plus(time);
        return this;
    }

    History event(Event event) {
        entries.add(new Recorded(index++, event.at().plusMillis(3), event));
        return this;
    }

    History alert(String id, Decision decision, String why, String... pods) {
        List<Entity> entities = new ArrayList<>();
        for (String pod : pods) {
            entities.add(entity("kubernetes.pod", pod));
        }
        return alert(id, decision, why, "Terminal shell in container", entities);
    }

    History alert(String id, Decision decision, String why, String type, List<Entity> entities) {
        return event(new Event.AlertDecided(
                at,
                id,
                "d-1",
                at.minusMillis(7),
                "falco-prod",
                BODY,
                INCIDENT,
                new Event.Seen(
                        "falco:1",
                        "3",
                        type,
                        Alert.Activity.OPENED,
                        Alert.Severity.CRITICAL,
                        START.minusSeconds(81),
                        Set.of(),
                        entities),
                decision,
                List.of(new Event.Matched("exfil-burst", DIGEST, "enforce", "full", YES)),
                List.of(new Event.Missed(
                        "quiet-night", "alert.severity >= severity.FATAL", "alert.severity = CRITICAL")),
                why));
    }

    static Entity entity(String kind, String id) {
        return new Entity(kind, id, Map.of(), Entity.Role.TARGET, Entity.Trust.STRUCTURED, "/output_fields/" + kind);
    }

    History order(String what, String kind, String id, Set<String> overrides, int confirm) {
        var order = new Order(
                "o-1",
                "p-7f3a",
                what,
                new Reference("acme", kind, id, Map.of()),
                Parameters.NONE,
                null,
                overrides,
                confirm);
        return event(new Event.OrderGiven(at, order, INCIDENT, Decision.ACT, DIGEST, "1 step goes on"));
    }

    static Step step(String n, String action, Stage stage, Reference on, Step.Authority authority, String cause) {
        return new Step(
                "s-" + n,
                INCIDENT,
                "c-" + n,
                action,
                on,
                Parameters.NONE,
                authority,
                new Step.Course(stage, Set.of(), null, Step.AtExpiry.ASK, null, cause));
    }

    static Step timed(Step step, Duration ttl, Step.AtExpiry atExpiry) {
        Step.Course course = step.course();
        return new Step(
                step.id(),
                step.incident(),
                step.containment(),
                step.action(),
                step.reference(),
                step.parameters(),
                step.authority(),
                new Step.Course(course.stage(), course.after(), ttl, atExpiry, course.each(), course.cause()));
    }

    static Step climbed(Step step, String fellShort) {
        Step.Course course = step.course();
        return new Step(
                step.id(),
                step.incident(),
                step.containment(),
                step.action(),
                step.reference(),
                step.parameters(),
                step.authority(),
                new Step.Course(
                        course.stage(),
                        course.after(),
                        course.ttl(),
                        course.atExpiry(),
                        course.each(),
                        course.cause(),
                        Set.of(step.action()),
                        fellShort));
    }

    static Step isolate(String n, String pod) {
        return timed(
                step(
                        n,
                        "kubernetes.isolate-pod",
                        Stage.ISOLATE,
                        new Reference("prod-eu", "kubernetes.pod", pod, Map.of()),
                        new Step.Authority.Rule("exfil-burst", DIGEST),
                        "a-1"),
                Duration.ofHours(1),
                Step.AtExpiry.ASK);
    }

    static Step byPerson(String n, String action, String kind, String id, String cause, Set<String> overrides) {
        return step(
                n,
                action,
                Stage.DENY,
                new Reference("acme", kind, id, Map.of()),
                new Step.Authority.Person("p-7f3a", overrides),
                cause);
    }

    History intend(Step step, Verdict... objections) {
        return event(new Event.StepIntended(at, new PlannedStep(step, List.of(objections))));
    }

    History start(Step step, Undo undo) {
        return start(step, undo, "uid-" + step.id());
    }

    History start(Step step, Undo undo, String uid) {
        Reference on = step.reference();
        var target = new Target(on.connection(), on.kind(), on.id(), uid);
        return event(new Event.StepStarted(at, step.id(), 1, target, new Before(1, "{}"), undo, "effect", BLAST));
    }

    History end(Step step, Outcome outcome) {
        return event(new Event.StepEnded(at, step.id(), outcome));
    }

    History prove(Step step, Proof proof) {
        return event(new Event.StepProven(at, step.id(), proof));
    }

    /** Started and applied within 114 ms. */
    History apply(Step step, String receipt) {
        return start(step, Undo.EXACT).after(Duration.ofMillis(114)).end(step, new Outcome.Done(receipt));
    }

    History page(String subject, String why) {
        return event(new Event.Paged(at, subject, why));
    }

    History ask(
            String release,
            String containment,
            @Nullable String person,
            Event.ReleaseNeeds needs,
            @Nullable Instant until) {
        return event(new Event.ReleaseAsked(at, release, containment, person, needs, until, DIGEST));
    }

    History approve(String release) {
        return event(new Event.ReleaseApproved(at, release, "p-99"));
    }

    History release(String release, String containment, @Nullable Released released) {
        event(new Event.ReleaseStarted(at, release, containment));
        after(Duration.ofMillis(90));
        return event(new Event.ReleaseEnded(at, release, containment, released, List.of()));
    }

    Instant now() {
        return at;
    }

    List<Recorded> entries() {
        return List.copyOf(entries);
    }

    Incident incident() {
        return Fold.incident(id, entries).orElseThrow();
    }

    /** The first so many entries of it. */
    Incident prefix(int length) {
        return Fold.incident(id, entries.subList(0, length)).orElseThrow();
    }
}
