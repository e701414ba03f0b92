package dev.killswitch.engine;

import dev.killswitch.config.IdSource;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Register;
import dev.killswitch.plan.Planner;
import java.time.Clock;

/** What nearly every part of the engine leans on. */
public record Parts(Planner planner, Register register, Journal journal, Clock clock, IdSource ids) {}
