package dev.killswitch.engine;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Connection.Permissions;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import dev.killswitch.incident.Register;
import dev.killswitch.incident.Register.RecordUnreadable;
import dev.killswitch.plan.FactGuard;
import dev.killswitch.plan.FactGuard.Moment;
import dev.killswitch.plan.PlannedStep;
import dev.killswitch.plan.Step;
import dev.killswitch.plan.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an order would do: resolved, inspected and judged, with nothing written. Thread-safe. */
public final class Previews {
    /** A person waits for it. */
    private static final Duration LOOK_MAX = Duration.ofSeconds(5);

    private final Connections connections;
    private final Register register;
    private final FactGuard guard;
    private final Clock clock;

    public Previews(Connections connections, Register register, FactGuard guard, Clock clock) {
        this.connections = connections;
        this.register = register;
        this.guard = guard;
        this.clock = clock;
    }

    /**
     * A step as it would be done.
     *
     * @param planned with what the guards said on the live thing added to what they said by name
     * @param target null where nothing, or more than one thing, was found
     * @param found null where it could not be inspected
     * @param trouble how the order would end for lack of something found; null where there is nothing in its way
     * @param permissions null where they could not be asked for
     * @param stronger names of the actions of which its answer may name one, where it falls short
     */
    public record Preview(
            PlannedStep planned,
            @Nullable Target target,
            Inspected.@Nullable Found found,
            @Nullable Outcome trouble,
            @Nullable Permissions permissions,
            List<String> stronger) {
        public Preview {
            stronger = List.copyOf(stronger);
        }

        public Preview(
                PlannedStep planned,
                @Nullable Target target,
                Inspected.@Nullable Found found,
                @Nullable Outcome trouble,
                @Nullable Permissions permissions) {
            this(planned, target, found, trouble, permissions, List.of());
        }

        private Preview of(ActionSpec spec) {
            return new Preview(planned, target, found, trouble, permissions, spec.stronger());
        }
    }

    public Preview of(PlannedStep planned) {
        return connections
                .find(planned.step().reference().connection())
                .map(connection -> look(planned, connection)
                        .of(connection.action(planned.step().action()).spec()))
                .orElseGet(() -> none(planned, new Outcome.Refused("no such connection")));
    }

    private Preview look(PlannedStep planned, Connection connection) {
        Instant deadline = clock.instant().plus(LOOK_MAX);
        return switch (connection.resolve(planned.step().reference(), deadline)) {
            case Resolved.Found found -> inspect(planned, connection, found.target(), deadline);
            case Resolved.Nothing nothing ->
                none(planned, Outcomes.nothing(planned.step().reference(), nothing));
            case Resolved.Refused no -> none(planned, new Outcome.Refused(no.why()));
            case Resolved.Ambiguous many ->
                none(planned, Outcomes.several(planned.step().reference(), many));
            case Resolved.Unreachable away -> none(planned, new Outcome.Busy(away.why(), Duration.ZERO));
        };
    }

    private static Preview none(PlannedStep planned, Outcome trouble) {
        return new Preview(planned, null, null, trouble, null);
    }

    private Preview inspect(PlannedStep planned, Connection connection, Target target, Instant deadline) {
        Step step = planned.step();
        Action action = connection.action(step.action());
        var mark = new Call.Mark(step.containment(), step.incident());
        var call = new Call(target, step.parameters(), mark, deadline);
        Permissions permissions = connection.permissions(action.spec(), deadline);
        return switch (action.inspect(call)) {
            case Inspected.Found found ->
                new Preview(judged(planned, target, found, action.effect(call)), target, found, null, permissions);
            case Inspected.Gone gone -> new Preview(planned, target, null, new Outcome.Gone(gone.why()), permissions);
            case Inspected.Refused no -> new Preview(planned, target, null, Outcomes.refused(no), permissions);
            case Inspected.Forbidden no ->
                new Preview(
                        planned, target, null, new Outcome.Refused("no permission " + no.permission()), permissions);
            case Inspected.Unreachable away ->
                new Preview(planned, target, null, new Outcome.Busy(away.why(), Duration.ZERO), permissions);
        };
    }

    private PlannedStep judged(PlannedStep planned, Target target, Inspected.Found found, String effect) {
        Moment moment = moment(planned.step(), target, effect);
        Verdict verdict = guard.judge(planned.step(), target, found.facts(), moment);
        if (verdict instanceof Verdict.Act || planned.objections().contains(verdict)) {
            return planned;
        }
        List<Verdict> objections = new ArrayList<>(planned.objections());
        objections.add(verdict);
        return new PlannedStep(planned.step(), objections);
    }

    private Moment moment(Step step, Target target, String effect) {
        try {
            return register.moment(step, target, effect);
        } catch (RecordUnreadable _) {
            return Moment.blind(clock.instant());
        }
    }
}
