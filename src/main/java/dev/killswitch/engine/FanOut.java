package dev.killswitch.engine;

import dev.killswitch.action.Reference;
import dev.killswitch.plan.Step;
import java.util.List;

/** Law 6's one fan-out: plans one more step for each thing that a connection said belongs to a target. */
interface FanOut {
    /** Plans and records them, and lets them run. What could not be recorded is told to people by the implementation. */
    void add(Step cause, Step.Each each, List<Reference> found, Aftermath aftermath);
}
