package dev.killswitch.engine;

import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Register;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * After a start: every intent without an outcome is looked at again and ended as what it turns out to be; proofs, fan-outs
 * and releases that a crash cut off go on. Runs once, before anything new is taken.
 */
final class Recovery {
    private final Register register;
    private final Dispatcher dispatcher;
    private final Aftermath aftermath;
    private final Prover prover;
    private final Connections connections;

    Recovery(Register register, Dispatcher dispatcher, Aftermath aftermath, Prover prover, Connections connections) {
        this.register = register;
        this.dispatcher = dispatcher;
        this.aftermath = aftermath;
        this.prover = prover;
        this.connections = connections;
    }

    /** Returns how many steps were found open. Does not wait for them. */
    int recover() {
        int open = 0;
        for (String id : register.incidentsWithOpenSteps()) {
            Optional<Incident> incident = register.incident(id);
            if (incident.isPresent()) {
                open += recover(incident.get());
            }
        }
        return open;
    }

    private int recover(Incident incident) {
        var fresh = new ArrayList<Step>();
        var begun = new ArrayList<Dispatcher.Open>();
        for (StepState step : incident.steps().values()) {
            Event.StepStarted started = step.started();
            if (!step.isOpen()) {
                goOn(incident, step);
            } else if (started == null) {
                fresh.add(step.planned().step());
            } else {
                begun.add(new Dispatcher.Open(step.planned().step(), started));
            }
        }
        var _ = dispatcher.resume(begun, aftermath);
        var _ = dispatcher.run(fresh, aftermath);
        return fresh.size() + begun.size();
    }

    /** The step has ended; what follows from it may not have. */
    private void goOn(Incident incident, StepState step) {
        Event.StepStarted started = step.started();
        Step what = step.planned().step();
        if (started == null || !step.planned().goesOn()) {
            return;
        }
        var attempt = new StepRunner.Attempt(started.target(), started.before());
        connections.find(what.reference().connection()).ifPresent(connection -> {
            if (step.state() == StepState.State.APPLIED && isStanding(incident, what)) {
                prover.prove(what, attempt, connection);
            }
            if (what.course().each() != null && !hasFannedOut(incident, what)) {
                dispatcher.exclusively(
                        what.id() + "/each",
                        what.reference(),
                        Lanes.Rank.FIRST,
                        () -> aftermath.fanOut(what, attempt, connection));
            }
        });
    }

    private static boolean isStanding(Incident incident, Step step) {
        Containment containment = incident.containments().get(step.containment());
        return containment != null && containment.state() != Containment.State.RELEASED;
    }

    private static boolean hasFannedOut(Incident incident, Step cause) {
        List<StepState> all = List.copyOf(incident.steps().values());
        return all.stream()
                .anyMatch(
                        step -> cause.id().equals(step.planned().step().course().cause()));
    }
}
