package dev.killswitch.plan;

import dev.killswitch.action.Reference;
import dev.killswitch.action.Rung;
import java.util.Map;

/**
 * A step that fell short, and the stronger action that its answer named.
 *
 * @param from the step
 * @param rung what its answer named
 * @param fellShort what it could not do, in words
 * @param doing what its incident does or did already, with the step that does: {@link #doing}
 */
public record Climb(Step from, Rung rung, String fellShort, Map<String, String> doing) {
    public Climb {
        doing = Map.copyOf(doing);
    }

    /** Two steps with the same are for the same thing. */
    public static String doing(Step step) {
        return doing(step.action(), step.reference());
    }

    public static String doing(String action, Reference thing) {
        return action + " " + thing.name();
    }
}
