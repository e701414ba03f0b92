package dev.killswitch.review;

import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Released;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Release;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The first line: what was or is done to it, since when, what was done besides, and what comes next. */
final class Headline {
    /** What else was done is told up to here; the rest is counted. */
    private static final int ALSO_MAX = 3;

    private final Focus focus;
    private final Instant now;

    Headline(Focus focus, Instant now) {
        this.focus = focus;
        this.now = now;
    }

    /**
     * The step that the answer leads with: what took hold last of the first thing on which something stands, or stood; of
     * one on which nothing ever did, what was to be done last.
     */
    static Optional<StepState> lead(Focus focus) {
        List<StepState> own = focus.ownSteps();
        return first(own, focus::stands)
                .or(() -> first(own, Focus::tookHold))
                .or(() -> first(own, step -> step.planned().goesOn()))
                .or(() -> first(own, _ -> true))
                .map(one -> newest(own.stream()
                        .filter(step -> thing(step).equals(thing(one)))
                        .toList()));
    }

    private static Optional<StepState> first(List<StepState> steps, Predicate<StepState> fits) {
        return steps.stream().filter(fits).findFirst();
    }

    /** Of several on one thing: what took hold last, else what goes on, else the last. */
    static StepState newest(List<StepState> steps) {
        return steps.stream()
                .filter(Focus::tookHold)
                .max(Comparator.comparing(Headline::ended))
                .or(() -> steps.stream().filter(StepState::isOpen).reduce((_, last) -> last))
                .orElseGet(steps::getLast);
    }

    private static Instant ended(StepState step) {
        Instant ended = step.ended();
        return ended == null ? step.intended() : ended;
    }

    /** Which thing it is on, however it was found. */
    static List<String> thing(StepState step) {
        var on = step.planned().step().reference();
        return List.of(on.connection(), on.kind(), on.id());
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
        Map<List<Object>, List<StepState>> groups = new LinkedHashMap<>();
        Stream.concat(Stream.of(lead), focus.steps().stream())
                .distinct()
                .forEach(step -> groups.computeIfAbsent(likeness(step), _ -> new ArrayList<>())
                        .add(step));
        List<List<StepState>> rest = groups.values().stream().skip(1).toList();
        List<StepState> alike = groups.values().iterator().next();
        List<List<StepState>> told = Stream.of(
                        rest.stream().filter(group -> tookHold(group) && isOnlyOn(alike, group)),
                        rest.stream().filter(group -> tookHold(group) && !isOnlyOn(alike, group)),
                        rest.stream()
                                .filter(group ->
                                        !tookHold(group) && isOnlyOn(List.of(lead), group) && Focus.tookHold(lead)))
                .flatMap(groupsOfOneSort -> groupsOfOneSort)
                .limit(ALSO_MAX)
                .toList();
        var line = things(alike).and(Sentence.words(" ")).and(state(lead, alike));
        for (List<StepState> group : told) {
            line = line.and(Sentence.words("; ")).and(besides(lead, alike, group));
        }
        int others = rest.stream()
                .filter(group -> !told.contains(group))
                .mapToInt(List::size)
                .sum();
        return others == 0
                ? line
                : line.and(Sentence.of(" ({} more {})", others, Sentence.words(others == 1 ? "step" : "steps")));
    }

    private static boolean tookHold(List<StepState> group) {
        return Focus.tookHold(group.getFirst());
    }

    private static boolean isOnlyOn(List<StepState> on, List<StepState> group) {
        List<List<String>> things = on.stream().map(Headline::thing).toList();
        return group.stream().map(Headline::thing).allMatch(things::contains);
    }

    /** Of those that share it the same can be said, but for how far each is proven. */
    private List<Object> likeness(StepState step) {
        Optional<Containment.State> state = focus.containment(step).map(Containment::state);
        Object end = Doings.isDone(step) ? "done" : step.state();
        return List.of(action(step), end, state);
    }

    /** What was done besides, earlier to the same or to something else; or what came to nothing later. */
    private Sentence besides(StepState lead, List<StepState> alike, List<StepState> group) {
        StepState one = newest(group);
        Verb verb = Verb.of(action(one));
        if (!Focus.tookHold(one)) {
            return Sentence.of(
                    "{} at {} it was NOT {}: {}",
                    Sentence.words(one.intended().isBefore(ended(lead)) ? "before that," : "later,"),
                    clock(one.intended()),
                    Sentence.words(verb.done()),
                    whyNot(one));
        }
        boolean isEnded =
                focus.endOf(one).filter(end -> end.id().equals(lead.id())).isPresent();
        Sentence since = isEnded ? Sentence.words("") : since(one, verb);
        Sentence done = Sentence.of("{} at {}{}", Sentence.words(verb.done()), clock(one.ended()), since);
        return isOnlyOn(alike, group)
                ? Sentence.words("before that ").and(done)
                : Sentence.of("{} {} {}", things(group), was(group), done);
    }

    private static String action(StepState step) {
        return step.planned().step().action();
    }

    private static List<Sentence> ids(List<StepState> steps) {
        return steps.stream()
                .map(step -> step.planned().step().reference().id())
                .distinct()
                .map(id -> Sentence.of("{}", id))
                .toList();
    }

    private static Sentence things(List<StepState> steps) {
        return AlertTeller.listed(ids(steps), 2);
    }

    private static Sentence was(List<StepState> steps) {
        return Sentence.words(ids(steps).size() == 1 ? "was" : "were");
    }

    private Sentence state(StepState lead, List<StepState> alike) {
        Sentence was = was(alike);
        Verb verb = Verb.of(action(lead));
        Instant ended = lead.ended();
        return switch (lead.state()) {
            case INTENDED ->
                Sentence.of(
                        "{} about to be {}: intended at {}, no outcome is recorded yet",
                        Sentence.words(ids(alike).size() == 1 ? "is" : "are"),
                        Sentence.words(verb.done()),
                        clock(lead.intended()));
            case APPLIED, PROVEN, PROVEN_FOR_NEW, PARTIAL, UNPROVEN ->
                Sentence.of(
                        "{} {} at {}, {} ago ({}){}",
                        was,
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
            case FAILED, REFUSED, GONE -> Sentence.of("{} NOT {}: {}", was, Sentence.words(verb.done()), whyNot(lead));
        };
    }

    static Sentence whyNot(StepState step) {
        Holds holds = Holds.of(step);
        return !holds.isEmpty()
                ? holds.named()
                : step.outcome() == null ? Sentence.words("no guard let it") : StepTeller.outcome(step.outcome());
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
        Containment containment = focus.containment(lead).orElse(null);
        if (containment == null) {
            return Sentence.words("");
        }
        Optional<StepState> end = focus.endOf(lead);
        if (containment.stands() && end.isPresent()) {
            return Sentence.of(
                    ", until it was {} at {}",
                    Sentence.words(Verb.of(action(end.get())).done()),
                    clock(end.get().ended()));
        }
        Sentence still = Sentence.words(verb.still());
        return switch (containment.state()) {
            case INTENDED -> Sentence.words("");
            case STANDING -> Sentence.of(", still {}{}", still, end(containment));
            case DUE ->
                Sentence.of(", still {}; its time was up{} and somebody is asked", still, at(containment.until()));
            case DRIFTED -> Sentence.words(", but found no longer in force since: look at it");
            case RELEASED ->
                Sentence.of(
                        "{}{}",
                        Sentence.words(isGone(containment) ? ", gone when released" : ", released"),
                        over(containment));
            case ENDED ->
                Sentence.words(
                        containment.undo() == Undo.NONE ? "; this cannot be undone" : ", handed to a person since");
        };
    }

    /** Whether its release found nothing any more. */
    static boolean isGone(Containment containment) {
        Release release = containment.release();
        return release != null && release.released() instanceof Released.Gone;
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
        return focus.releaseEnded(containment.id())
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
