package dev.killswitch.engine;

import dev.killswitch.config.IdSource;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Register;
import dev.killswitch.plan.Planner;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What nearly every part of the engine leans on.
 *
 * @param planners gives the planner of the configuration as it is now
 */
public record Parts(Supplier<Planner> planners, Register register, Journal journal, Clock clock, IdSource ids) {
    /** Where the configuration does not change. */
    public Parts(Planner planner, Register register, Journal journal, Clock clock, IdSource ids) {
        this(() -> planner, register, journal, clock, ids);
    }

    Planner planner() {
        return planners.get();
    }
}
