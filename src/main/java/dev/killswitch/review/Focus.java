package dev.killswitch.review;

import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Reference;
import dev.killswitch.alert.Entity;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event.AlertDecided;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Step;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The part of an incident that somebody asks about.
 *
 * @param own what was done to it, or was to be; all of the incident's steps where it is only named there
 * @param added what those steps added: the keys of a user
 * @param beside other incidents in which something was done to the same
 */
record Focus(
        Incident incident,
        Places places,
        String name,
        Sort sort,
        List<StepState> own,
        List<StepState> added,
        List<Focus> beside) {
    Focus {
        own = List.copyOf(own);
        added = List.copyOf(added);
        beside = List.copyOf(beside);
    }

    /** How the incident has to do with it. */
    enum Sort {
        /** Something was done to it, or was to be. */
        TARGET,
        /** It is an id, a rule or a finding that led to what was done. */
        CAUSE,
        /** An alert names it, and nothing was to be done to it. */
        NAMED
    }

    static Focus of(Incident incident, String name) {
        List<StepState> done = steps(incident, step -> isOn(step, name));
        if (done.isEmpty()) {
            done = steps(incident, step -> isIn(step, name));
        }
        if (!done.isEmpty()) {
            return alone(incident, name, Sort.TARGET, done, added(incident, done));
        }
        Set<String> causes = causes(incident, name);
        boolean isNamed = causes.isEmpty() && incident.alerts().stream().anyMatch(alert -> names(alert, name));
        List<StepState> caused = steps(incident, step -> isCausedBy(incident, step, causes));
        return alone(
                incident,
                name,
                isNamed ? Sort.NAMED : Sort.CAUSE,
                caused.isEmpty() ? List.copyOf(incident.steps().values()) : caused,
                List.of());
    }

    private static Focus alone(Incident incident, String name, Sort sort, List<StepState> own, List<StepState> added) {
        return new Focus(incident, new Places(incident), name, sort, own, added, List.of());
    }

    /** One of several on the same thing: about the incident of what took hold last, with the others beside it. */
    static Focus merged(List<Focus> several) {
        Focus first = several.getFirst().with(several);
        return Headline.lead(first)
                .flatMap(lead -> several.stream()
                        .filter(one -> one.incident.steps().containsKey(lead.id()))
                        .findFirst())
                .map(main -> main.with(several))
                .orElse(first);
    }

    private Focus with(List<Focus> several) {
        List<Focus> others = several.stream()
                .filter(one -> !one.incident.id().equals(incident.id()))
                .toList();
        return new Focus(incident, places, name, sort, own, added, others);
    }

    private static List<StepState> steps(Incident incident, Predicate<StepState> wanted) {
        return incident.steps().values().stream().filter(wanted).toList();
    }

    private static List<StepState> added(Incident incident, List<StepState> steps) {
        Set<String> ids = steps.stream().map(StepState::id).collect(Collectors.toSet());
        return steps(incident, step -> !ids.contains(step.id()) && isCausedBy(incident, step, ids));
    }

    private static boolean isOn(StepState state, String name) {
        Step step = state.planned().step();
        var started = state.started();
        return isOneOfOurs(state, name)
                || names(step.reference().id(), name)
                || (started != null
                        && (names(started.target().id(), name)
                                || started.target().uid().equals(name)));
    }

    /** By its whole name or the last part of it. */
    private static boolean names(String id, String name) {
        return id.equals(name) || id.endsWith("/" + name);
    }

    /** Whether the thing is in the namespace of that name. */
    private static boolean isIn(StepState state, String namespace) {
        Reference thing = state.planned().step().reference();
        return thing.kind().startsWith("kubernetes.") && thing.id().startsWith(namespace + "/");
    }

    /** Ids of alerts and orders that {@code name} means; of steps, where it means a release or a rule. */
    private static Set<String> causes(Incident incident, String name) {
        var causes = new HashSet<String>();
        for (AlertDecided alert : incident.alerts()) {
            boolean isRule =
                    alert.matches().stream().anyMatch(match -> match.rule().equals(name));
            boolean isAlert = alert.alert().equals(name)
                    || alert.delivery().equals(name)
                    || alert.seen().finding().equals(name);
            if (isRule || isAlert) {
                causes.add(alert.alert());
            }
        }
        incident.orders().stream()
                .filter(given ->
                        given.order().id().equals(name) || given.order().what().equals(name))
                .forEach(given -> causes.add(given.order().id()));
        var release = incident.releases().get(name);
        Containment released = release == null ? null : incident.containments().get(release.containment());
        if (released != null) {
            causes.add(released.step().id());
        }
        return causes;
    }

    /** Also by way of another step: what a recipe added. */
    private static boolean isCausedBy(Incident incident, StepState state, Set<String> causes) {
        StepState from = state;
        for (int far = 0; far <= incident.steps().size(); far++) {
            String cause = from.planned().step().course().cause();
            if (causes.contains(from.id()) || (cause != null && causes.contains(cause))) {
                return true;
            }
            StepState before = cause == null ? null : incident.steps().get(cause);
            if (before == null) {
                return false;
            }
            from = before;
        }
        return false;
    }

    private Stream<Focus> all() {
        return Stream.concat(Stream.of(this), beside.stream());
    }

    /** All that it is about, the oldest first. */
    List<StepState> steps() {
        return inOrder(all().flatMap(one -> Stream.concat(one.own.stream(), one.added.stream())));
    }

    /** Those of the thing itself. */
    List<StepState> ownSteps() {
        return inOrder(all().flatMap(one -> one.own.stream()));
    }

    private static List<StepState> inOrder(Stream<StepState> steps) {
        return steps.sorted(Comparator.comparing(StepState::intended)).toList();
    }

    List<Containment> containments() {
        return steps().stream().flatMap(step -> containment(step).stream()).toList();
    }

    Optional<Containment> containment(StepState step) {
        String id = step.planned().step().containment();
        return all().map(one -> one.incident.containments().get(id))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** When somebody looked at it last. */
    Optional<Instant> looked(String step) {
        return all().flatMap(one -> one.places.looked(step).stream()).findFirst();
    }

    /** When its release ended last, whatever that came to. */
    Optional<Instant> releaseEnded(String containment) {
        return all().flatMap(one -> one.places.releaseEnded(containment).stream())
                .map(ended -> ended.event().at())
                .findFirst();
    }

    /** Whether it changed its target, or may have. */
    static boolean tookHold(StepState step) {
        return Doings.isDone(step) || (step.state() == StepState.State.UNKNOWN && step.started() != null);
    }

    /** Whether what it did holds now, or may: on a thing that is still there. */
    boolean stands(StepState step) {
        return containment(step).filter(Containment::stands).isPresent()
                && endOf(step).isEmpty();
    }

    boolean stands() {
        return steps().stream().anyMatch(this::stands);
    }

    /** The end of the very thing that {@code step} was done to: nothing that was done to it holds since. */
    Optional<StepState> endOf(StepState step) {
        return all().flatMap(one -> one.incident.steps().values().stream())
                .filter(other -> isEnd(other) && !other.id().equals(step.id()) && isSameThing(other, step))
                .findFirst();
    }

    private static boolean isEnd(StepState step) {
        return Doings.isDone(step) && step.started() != null && step.started().undo() == Undo.NONE;
    }

    private static boolean isSameThing(StepState one, StepState other) {
        return one.started() != null
                && other.started() != null
                && one.started().target().equals(other.started().target());
    }

    /** What it is called in the answer: the thing that {@code name} means, or the name itself. */
    String subject() {
        return sort == Sort.TARGET && own.stream().allMatch(step -> isOneOfOurs(step, name))
                ? own.getFirst().planned().step().reference().id()
                : name;
    }

    private static boolean isOneOfOurs(StepState state, String name) {
        Step step = state.planned().step();
        return step.id().equals(name) || step.containment().equals(name);
    }

    private static boolean names(AlertDecided alert, String name) {
        return alert.seen().entities().stream().map(Entity::id).anyMatch(id -> names(id, name));
    }
}
