package dev.killswitch.plan;

import dev.killswitch.config.Section;
import java.time.Duration;

/**
 * How much may be done in how long. Automation stops at its budget; a person is asked how many it is.
 *
 * @param automation for all rules and connections together, in things acted on
 * @param person past which a person types the exact count
 */
public record Budgets(Budget automation, Budget person) {
    public static final Budgets USUAL =
            new Budgets(new Budget(20, Duration.ofMinutes(10)), new Budget(50, Duration.ofMinutes(10)));

    private static final int TARGETS_MAX = 10_000;
    private static final Duration PER_MAX = Duration.ofDays(7);

    /** At most {@code targets} things within {@code per}. */
    public record Budget(int targets, Duration per) {
        public Budget {
            if (targets < 1 || per.isNegative() || per.isZero()) {
                throw new IllegalArgumentException(
                        "budget must be at least 1 in some time, was " + targets + " in " + per);
            }
        }
    }

    static Budgets read(Section budgets) {
        return new Budgets(
                read(budgets.section("automation"), "targets", USUAL.automation),
                read(budgets.section("person"), "confirm-above", USUAL.person));
    }

    private static Budget read(Section section, String key, Budget usual) {
        int targets = (int) section.count(key, usual.targets, 1, TARGETS_MAX);
        return new Budget(targets, Bounded.within(section, "per", usual.per, PER_MAX));
    }

    /** What persons are counted by. */
    static String ofPerson(String person) {
        return "person/" + person;
    }

    /** What all rules together are counted by. */
    static final String OF_AUTOMATION = "automation";

    /** What one rule is counted by. */
    static String ofRule(String rule) {
        return "rule/" + rule;
    }
}
