package dev.killswitch.plan;

import dev.killswitch.config.Problems.Problem;
import java.util.List;

/** What a planner makes of an order. */
public sealed interface OrderPlan {
    /** It is understood; whether its steps go on stands in them. */
    record Ready(Planned planned) implements OrderPlan {}

    /** The order itself is wrong: each mistake by the name of its field. */
    record Wrong(List<Problem> problems) implements OrderPlan {
        public Wrong {
            problems = List.copyOf(problems);
        }
    }
}
