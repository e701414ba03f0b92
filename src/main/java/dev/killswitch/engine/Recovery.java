package dev.killswitch.engine;

import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Register;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * After a start: every intent without an outcome is looked at again and ended as what it turns out to be; proofs, fan-outs,
 * stronger actions and releases that a crash cut off go on. The same, later, for what a disk wrote after it was told as not written.
 */
final class Recovery {
    private final Register register;
    private final Dispatcher dispatcher;
    private final Aftermath aftermath;
    private final Connections connections;
    private final Releases releases;

    Recovery(
            Register register, Dispatcher dispatcher, Aftermath aftermath, Connections connections, Releases releases) {
        this.register = register;
        this.dispatcher = dispatcher;
        this.aftermath = aftermath;
        this.connections = connections;
        this.releases = releases;
    }

    /**
     * What somebody has to take up.
     *
     * @param atWork ids of what somebody is at work on
     * @param until what began later is not meant
     */
    record Left(Set<String> atWork, Instant until) {
        static final Left ALL = new Left(Set.of(), Instant.MAX);

        boolean has(String id, Instant since) {
            return !atWork.contains(id) && !since.isAfter(until);
        }
    }

    /**
     * At the start: what an earlier process left, proofs too. Returns how many steps were found open, of those that the
     * record lists. Does not wait for them.
     */
    int recover(Left left) {
        int open = 0;
        for (Incident incident : incidents(register.incidentsWithOpenSteps())) {
            open += endOpen(incident, left);
            incident.steps().values().stream()
                    .filter(step -> left.has(step.id(), step.intended()))
                    .forEach(step -> prove(incident, step));
            fanOut(incident, left);
            climb(incident, left);
            Climber.doubtful(incident).forEach(aftermath.second()::at);
        }
        incidents(register.incidentsWithOpenReleases()).forEach(incident -> releases.resume(incident, left));
        return open;
    }

    /** Later: what is open, and nobody is at work on. */
    void takeUp(Left left) {
        for (Incident incident : incidents(register.incidentsWithOpenSteps())) {
            endOpen(incident, left);
            fanOut(incident, left);
            climb(incident, left);
            Climber.doubtful(incident).forEach(aftermath.second()::at);
        }
        incidents(register.incidentsWithOpenReleases()).forEach(incident -> releases.resume(incident, left));
    }

    private List<Incident> incidents(List<String> ids) {
        return ids.stream().map(register::incident).flatMap(Optional::stream).toList();
    }

    private int endOpen(Incident incident, Left left) {
        var fresh = new ArrayList<Step>();
        var begun = new ArrayList<Dispatcher.Open>();
        for (StepState step : incident.steps().values()) {
            Event.StepStarted started = step.started();
            if (!step.isOpen() || !left.has(step.id(), step.intended())) {
                continue;
            }
            if (started == null) {
                fresh.add(step.planned().step());
            } else {
                begun.add(new Dispatcher.Open(step.planned().step(), started));
            }
        }
        var _ = CompletableFuture.allOf(dispatcher.resume(begun, aftermath), dispatcher.run(fresh, aftermath))
                .thenRun(() -> Stream.concat(begun.stream().map(Dispatcher.Open::step), fresh.stream())
                        .map(step -> step.course().cause())
                        .filter(Objects::nonNull)
                        .distinct()
                        .forEach(cause -> aftermath.second().at(incident.id(), cause)));
        return fresh.size() + begun.size();
    }

    /** It may be in force, and nobody has seen yet whether it is. */
    private void prove(Incident incident, StepState step) {
        Event.StepStarted started = step.started();
        Step what = step.planned().step();
        if (started != null && step.isUnseen() && isStanding(incident, what)) {
            var attempt = new StepRunner.Attempt(started.target(), started.before());
            connections
                    .find(what.reference().connection())
                    .ifPresent(connection ->
                            aftermath.prove(what, attempt, connection, dispatcher.inQuiet(what, "proof")));
        }
    }

    /** Where a step fell short, and nothing stronger is on record that was to follow. */
    private void climb(Incident incident, Left left) {
        for (StepState step : incident.steps().values()) {
            Step what = step.planned().step();
            if (Climber.owes(incident, step) && left.has(what.id(), step.intended())) {
                dispatcher.exclusively(
                        what.id() + "/stronger", what.reference(), Lanes.Rank.FIRST, () -> aftermath.climb(step));
            }
        }
    }

    /** Their cause has ended; that they follow may not be on record. */
    private void fanOut(Incident incident, Left left) {
        for (StepState step : incident.steps().values()) {
            Event.StepStarted started = step.started();
            Step what = step.planned().step();
            boolean isDone = step.isOpen()
                    || what.course().each() == null
                    || hasFannedOut(incident, what)
                    || isGivenBack(incident, what);
            if (started == null || isDone || !left.has(what.id(), step.intended())) {
                continue;
            }
            var attempt = new StepRunner.Attempt(started.target(), started.before());
            connections
                    .find(what.reference().connection())
                    .ifPresent(connection -> dispatcher.exclusively(
                            what.id() + "/each",
                            what.reference(),
                            Lanes.Rank.FIRST,
                            () -> aftermath.fanOut(what, attempt, connection)));
        }
    }

    private static boolean isStanding(Incident incident, Step step) {
        Containment containment = incident.containments().get(step.containment());
        return containment != null && containment.state() != Containment.State.RELEASED;
    }

    /** Whoever wants the cause undone does not want what would have followed from it. */
    private static boolean isGivenBack(Incident incident, Step step) {
        Containment containment = incident.containments().get(step.containment());
        return containment != null && containment.release() != null;
    }

    private static boolean hasFannedOut(Incident incident, Step cause) {
        return incident.steps().values().stream()
                .anyMatch(
                        step -> cause.id().equals(step.planned().step().course().cause()));
    }
}
