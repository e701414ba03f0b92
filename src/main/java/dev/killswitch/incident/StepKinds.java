package dev.killswitch.incident;

import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.incident.Event.OrderGiven;
import dev.killswitch.incident.Event.StepEnded;
import dev.killswitch.incident.Event.StepIntended;
import dev.killswitch.incident.Event.StepProven;
import dev.killswitch.incident.Event.StepStarted;
import dev.killswitch.plan.Decision;
import dev.killswitch.plan.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The entries about orders and steps. */
final class StepKinds {
    static final List<Kind<?>> KINDS = List.of(
            new Kind<>(
                    "order.given",
                    OrderGiven.class,
                    e -> Head.of(e.order().id()).by(e.order().person()),
                    (out, e) -> out.object("order", e.order(), PlanValues::write)
                            .id("incident", e.incident())
                            .constant("decision", e.decision())
                            .id("reason", e.reason())
                            .text("why", e.why()),
                    (at, in) -> new OrderGiven(
                            at,
                            in.object("order", PlanValues::order),
                            in.text("incident"),
                            in.constant("decision", Decision.class),
                            in.textOrNull("reason"),
                            in.text("why"))),
            new Kind<>(
                    "step.intended",
                    StepIntended.class,
                    e -> head(e.planned().step()),
                    (out, e) -> PlanValues.write(out, e.planned()),
                    (at, in) -> new StepIntended(at, PlanValues.planned(in))),
            new Kind<>(
                    "step.started",
                    StepStarted.class,
                    e -> Head.of(e.step()),
                    (out, e) -> out.id("step", e.step())
                            .number("look", e.look())
                            .object("target", e.target(), ActionValues::write)
                            .object("before", e.before(), ActionValues::write)
                            .constant("undo", e.undo())
                            .name("effect", e.effect())
                            .counts("blast", e.blast()),
                    (at, in) -> new StepStarted(
                            at,
                            in.text("step"),
                            in.count("look"),
                            in.object("target", ActionValues::target),
                            in.object("before", ActionValues::before),
                            in.constant("undo", Undo.class),
                            in.text("effect"),
                            in.counts("blast"))),
            new Kind<>(
                    "step.ended",
                    StepEnded.class,
                    e -> Head.of(e.step()),
                    (out, e) -> out.id("step", e.step()).object("outcome", e.outcome(), ActionValues::write),
                    (at, in) -> new StepEnded(at, in.text("step"), in.object("outcome", ActionValues::outcome))),
            new Kind<>(
                    "step.proven",
                    StepProven.class,
                    e -> Head.of(e.step()),
                    (out, e) -> out.id("step", e.step()).object("proof", e.proof(), ActionValues::write),
                    (at, in) -> new StepProven(at, in.text("step"), in.object("proof", ActionValues::proof))));

    private StepKinds() {}

    private static Head head(Step step) {
        return Head.of(step.id()).because(step.course().cause()).by(person(step.authority()));
    }

    private static @Nullable String person(Step.Authority authority) {
        return authority instanceof Step.Authority.Person person ? person.id() : null;
    }
}
