package dev.killswitch.plan;

import java.util.List;

/**
 * A step and what the guards said of it by name. It goes on only where none objects, or where a person overrode each that
 * does.
 *
 * @param objections none of them {@link Verdict.Act}
 */
public record PlannedStep(Step step, List<Verdict> objections) {
    public PlannedStep {
        objections = List.copyOf(objections);
    }

    /** Whether it goes on. */
    public boolean goesOn() {
        return objections.stream().allMatch(objection -> objection.allows(step.authority()));
    }

    /** The strictest of what stops it; {@link Verdict.Act} where nothing does, or a person overrode all that did. */
    public Verdict verdict() {
        return Verdict.strictest(objections, step.authority());
    }
}
