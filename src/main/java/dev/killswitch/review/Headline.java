package dev.killswitch.review;

import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Outcome;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The first line: what was or is done to it, since when, and what comes next. */
final class Headline {
    private final Focus focus;
    private final Instant now;

    Headline(Focus focus, Instant now) {
        this.focus = focus;
        this.now = now;
    }

    /** The step that the answer leads with: one that stands before one that stood, before one that came to nothing. */
    static Optional<StepState> lead(Focus focus) {
        return focus.steps().stream()
                .filter(step ->
                        containment(focus, step).filter(Containment::stands).isPresent())
                .findFirst()
                .or(() -> focus.steps().stream()
                        .filter(step -> step.outcome() instanceof Outcome.Done)
                        .findFirst())
                .or(() -> focus.steps().stream()
                        .filter(step -> step.planned().goesOn())
                        .findFirst())
                .or(() -> focus.steps().stream().findFirst());
    }

    static Optional<Containment> containment(Focus focus, StepState step) {
        return Optional.ofNullable(
                focus.incident().containments().get(step.planned().step().containment()));
    }

    Sentence line() {
        Sentence named = focus.sort() == Focus.Sort.NAMED
                ? Sentence.of("{} is named by an alert and was left alone; ", focus.name())
                : Sentence.words("");
        return named.and(lead(focus).map(this::line).orElseGet(this::nothing));
    }

    private Sentence nothing() {
        Instant opened = focus.incident().opened();
        return Sentence.of(
                "nothing was done{} at {}, {} ago: {}",
                focus.sort() == Focus.Sort.NAMED ? Sentence.words("") : Sentence.of(" for {}", focus.name()),
                clock(opened),
                ago(opened),
                why());
    }

    /** Why a decision came to no step. */
    private Sentence why() {
        List<Event.AlertDecided> alerts = focus.incident().alerts();
        if (!alerts.isEmpty()) {
            Event.AlertDecided last = alerts.getLast();
            return Sentence.of("decision {}, {}", last.decision(), last.why());
        }
        return focus.incident().orders().isEmpty()
                ? Sentence.words("the record has no step of it yet")
                : Sentence.of("{}", focus.incident().orders().getLast().why());
    }

    private Sentence line(StepState lead) {
        List<StepState> alike =
                focus.steps().stream().filter(step -> isLike(lead, step)).toList();
        int others = focus.steps().size() - alike.size();
        Sentence also = others == 0
                ? Sentence.words("")
                : Sentence.of(" ({} more {})", others, Sentence.words(others == 1 ? "step" : "steps"));
        return things(alike).and(Sentence.words(" ")).and(state(lead, alike)).and(also);
    }

    /** One that the same can be said of, but for how far it is proven. */
    private boolean isLike(StepState lead, StepState step) {
        boolean sameEnd = step.state() == lead.state() || (Doings.isDone(step) && Doings.isDone(lead));
        return action(step).equals(action(lead))
                && sameEnd
                && containment(focus, step)
                        .map(Containment::state)
                        .equals(containment(focus, lead).map(Containment::state));
    }

    private static String action(StepState step) {
        return step.planned().step().action();
    }

    private static Sentence things(List<StepState> steps) {
        List<Sentence> ids = steps.stream()
                .map(step -> step.planned().step().reference().id())
                .distinct()
                .map(id -> Sentence.of("{}", id))
                .toList();
        return AlertTeller.listed(ids, 2);
    }

    private Sentence state(StepState lead, List<StepState> alike) {
        String was = alike.size() == 1 ? "was" : "were";
        Verb verb = Verb.of(action(lead));
        Instant ended = lead.ended();
        return switch (lead.state()) {
            case INTENDED ->
                Sentence.of(
                        "{} about to be {}: intended at {}, no outcome is recorded yet",
                        Sentence.words(was.equals("was") ? "is" : "are"),
                        Sentence.words(verb.done()),
                        clock(lead.intended()));
            case APPLIED, PROVEN, PROVEN_FOR_NEW, PARTIAL, UNPROVEN ->
                Sentence.of(
                        "{} {} at {}, {} ago ({}){}",
                        Sentence.words(was),
                        Sentence.words(verb.done()),
                        clock(ended),
                        ago(ended),
                        qualifiers(alike),
                        since(lead, verb));
            case UNKNOWN ->
                Sentence.of(
                        "may have been {} at {}, {} ago: the call got no answer{}",
                        Sentence.words(verb.done()),
                        clock(ended),
                        ago(ended),
                        since(lead, new Verb(verb.done(), "taken to be so", verb.did(), verb.command())));
            case FAILED, REFUSED, GONE ->
                Sentence.of("{} NOT {}: {}", Sentence.words(was), Sentence.words(verb.done()), whyNot(lead));
        };
    }

    static Sentence whyNot(StepState step) {
        Outcome outcome = step.outcome();
        return outcome == null ? Sentence.of("{}", step.planned().verdict().why()) : StepTeller.outcome(outcome);
    }

    /** How far it is proven: {@code proven}; of several that differ, {@code 2 proven, 1 partial}. */
    private static Sentence qualifiers(List<StepState> steps) {
        var counts = new TreeMap<StepState.State, Integer>();
        steps.forEach(step -> counts.merge(step.state(), 1, Integer::sum));
        List<String> said = counts.entrySet().stream()
                .map(one -> (counts.size() == 1 ? "" : one.getValue() + " ") + qualifier(one.getKey()))
                .toList();
        return Sentence.words(String.join("; ", said));
    }

    private static String qualifier(StepState.State state) {
        return switch (state) {
            case PROVEN -> "proven";
            case PROVEN_FOR_NEW -> "proven for new attempts";
            case PARTIAL -> "partial: something still works";
            case APPLIED, UNPROVEN -> "applied, not proven";
            case UNKNOWN, INTENDED, FAILED, REFUSED, GONE -> Sentence.word(state);
        };
    }

    private Sentence since(StepState lead, Verb verb) {
        Containment containment = containment(focus, lead).orElse(null);
        if (containment == null) {
            return Sentence.words("");
        }
        Sentence still = Sentence.words(verb.still());
        return switch (containment.state()) {
            case INTENDED -> Sentence.words("");
            case STANDING -> Sentence.of(", still {}{}", still, end(containment));
            case DUE ->
                Sentence.of(", still {}; its time was up{} and somebody is asked", still, at(containment.until()));
            case DRIFTED -> Sentence.words(", but found no longer in force since: look at it");
            case RELEASED -> Sentence.of(", released{}", over(containment));
            case ENDED ->
                Sentence.words(
                        containment.undo() == Undo.NONE ? "; this cannot be undone" : ", handed to a person since");
        };
    }

    private Sentence end(Containment containment) {
        Instant until = containment.until();
        if (until == null) {
            return Sentence.words(" until somebody releases it");
        }
        String then = containment.step().course().atExpiry() == Step.AtExpiry.RELEASE
                ? "it is released (at-expiry: release)"
                : "somebody is asked (at-expiry: ask)";
        return Sentence.of("; at {} {}", clock(until), Sentence.words(then));
    }

    private Sentence at(@Nullable Instant until) {
        return until == null ? Sentence.words("") : Sentence.of(" at {}", clock(until));
    }

    /** When it was given back, and how long it held. */
    private Sentence over(Containment containment) {
        Instant since = containment.since();
        return focus.places()
                .releaseEnded(containment.id())
                .map(ended -> ended.event().at())
                .map(at -> Sentence.of(
                        " at {}{}",
                        clock(at),
                        since == null
                                ? Sentence.words("")
                                : Sentence.of(" after {}", Sentence.words(Times.rough(Times.between(since, at))))))
                .orElseGet(() -> Sentence.words(""));
    }

    private Sentence clock(@Nullable Instant at) {
        return Sentence.words(at == null ? "an unknown time" : Times.clock(at, now));
    }

    private Sentence ago(@Nullable Instant at) {
        return Sentence.words(at == null ? "unknown" : Times.rough(Times.between(at, now)));
    }
}
