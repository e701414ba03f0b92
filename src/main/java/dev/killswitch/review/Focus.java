package dev.killswitch.review;

import dev.killswitch.action.Reference;
import dev.killswitch.alert.Entity;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event.AlertDecided;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The part of an incident that somebody asks about.
 *
 * @param steps all of the incident's where it is only named there
 */
record Focus(Incident incident, Places places, String name, Sort sort, List<StepState> steps) {
    Focus {
        steps = List.copyOf(steps);
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
            return new Focus(incident, new Places(incident), name, Sort.TARGET, done);
        }
        Set<String> causes = causes(incident, name);
        boolean isNamed = causes.isEmpty() && incident.alerts().stream().anyMatch(alert -> names(alert, name));
        List<StepState> caused = steps(incident, step -> isCausedBy(incident, step, causes));
        return new Focus(
                incident,
                new Places(incident),
                name,
                isNamed ? Sort.NAMED : Sort.CAUSE,
                caused.isEmpty() ? List.copyOf(incident.steps().values()) : caused);
    }

    private static List<StepState> steps(Incident incident, Predicate<StepState> wanted) {
        return incident.steps().values().stream().filter(wanted).toList();
    }

    private static boolean isOn(StepState state, String name) {
        Step step = state.planned().step();
        var started = state.started();
        return step.id().equals(name)
                || step.containment().equals(name)
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

    /** Whether something holds now, or may. */
    boolean stands() {
        return containments().stream().anyMatch(Containment::stands);
    }

    List<Containment> containments() {
        return steps.stream()
                .map(step -> incident.containments().get(step.planned().step().containment()))
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    /** What it is called in the answer: the thing that {@code name} means, or the name itself. */
    String subject() {
        return sort == Sort.TARGET && steps.stream().allMatch(step -> isOneOfOurs(step, name))
                ? steps.getFirst().planned().step().reference().id()
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
