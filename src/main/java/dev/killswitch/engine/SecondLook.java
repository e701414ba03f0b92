package dev.killswitch.engine;

import dev.killswitch.action.Proof;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Register;
import dev.killswitch.incident.Register.RecordUnreadable;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Step;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Looks again at what a recipe did first, once what follows from it has ended, and whenever some of that is given back: what
 * was open in part may be closed since, and open again. Thread-safe.
 */
final class SecondLook {
    private final Register register;
    private final Connections connections;
    private final Prover prover;
    private final BiConsumer<Step, Proof> then;

    /** {@code then} hears what was seen of which step. */
    SecondLook(Register register, Connections connections, Prover prover, BiConsumer<Step, Proof> then) {
        this.register = register;
        this.connections = connections;
        this.prover = prover;
        this.then = then;
    }

    /** At the step that {@code one} was added by; at nothing where it follows from an alert or an order. */
    void atCauseOf(Step one) {
        String cause = one.course().cause();
        if (cause != null) {
            at(one.incident(), cause);
        }
    }

    void at(StepState step) {
        at(step.planned().step().incident(), step.id());
    }

    /** At a step whose proof is on record, as long as it stands. */
    void at(String incident, String step) {
        var _ = prover.looked(step).thenRun(() -> look(incident, step));
    }

    private void look(String incident, String step) {
        incident(incident).ifPresent(found -> {
            StepState state = found.steps().get(step);
            if (state != null && isStanding(found, state)) {
                look(state);
            }
        });
    }

    private void look(StepState state) {
        Event.StepStarted started = state.started();
        Proof before = state.proof();
        if (started != null && before != null && !(before instanceof Proof.Pending)) {
            Step what = state.planned().step();
            var attempt = new StepRunner.Attempt(started.target(), started.before());
            connections
                    .find(what.reference().connection())
                    .ifPresent(connection -> prover.proveAgain(
                            new Prover.Seen(what, attempt, before), connection, proof -> then.accept(what, proof)));
        }
    }

    /** What cannot be read is as it was said to be: the first proof is still of its time. */
    private Optional<Incident> incident(String id) {
        try {
            return register.incident(id);
        } catch (RecordUnreadable _) {
            return Optional.empty();
        }
    }

    private static boolean isStanding(Incident incident, StepState step) {
        Containment containment =
                incident.containments().get(step.planned().step().containment());
        return containment != null && Containment.STANDING.contains(containment.state());
    }
}
