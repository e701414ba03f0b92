package dev.killswitch.web;

import dev.killswitch.engine.Orders;
import dev.killswitch.incident.Journal.Remember;
import dev.killswitch.plan.Decision;
import dev.killswitch.plan.Planned;
import dev.killswitch.plan.PlannedStep;
import dev.killswitch.plan.Verdict;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The answers to an order that is on record. */
final class OrderWording implements Orders.Wording {
    /** Which is what somebody hears who sends the same order again. */
    record Accepted(String order, String incident, List<StepView> steps, boolean recorded) {}

    @Override
    public Remember of(Orders.Sent sent, String incident, Planned planned) {
        String key = sent.key();
        if (key == null) {
            throw new IllegalStateException("only an order with a key is remembered");
        }
        return planned.decision() == Decision.ACT
                ? new Remember(
                        key,
                        sent.request(),
                        202,
                        JsonText.of(accepted(sent.order().id(), incident, planned.steps())))
                : new Remember(
                        key,
                        sent.request(),
                        Problem.Kind.HELD.status(),
                        JsonText.of(held(planned.steps(), planned.why())));
    }

    static Accepted accepted(String order, String incident, List<PlannedStep> steps) {
        return new Accepted(order, incident, steps.stream().map(StepView::of).toList(), true);
    }

    /** No step goes on: each guard that says so is named, with what would make it step aside. */
    static Problem held(List<PlannedStep> steps, String why) {
        var named = new LinkedHashSet<Problem.One>();
        for (PlannedStep step : steps) {
            for (Verdict objection : step.objections()) {
                GuardView.of(objection, step.step().authority()).ifPresent(guard -> add(named, guard));
            }
        }
        return Problem.of(Problem.Kind.HELD, why, List.copyOf(named))
                .withSteps(steps.stream().map(StepView::of).toList());
    }

    /** One that stepped aside holds nothing. */
    private static void add(Set<Problem.One> named, GuardView guard) {
        if (guard.expected() != null) {
            named.add(new Problem.One(guard.guard(), guard.says(), guard.expected()));
        }
    }
}
