package dev.killswitch.plan;

import dev.killswitch.config.Section;
import java.time.Duration;

/** Reads times that must be above zero and have an end. */
final class Bounded {
    private Bounded() {}

    static Duration within(Section section, String key, Duration usual, Duration max) {
        Duration found = section.duration(key, usual);
        if (found.isNegative() || found.isZero() || found.compareTo(max) > 0) {
            section.problem(key, found.toString(), "above zero, at most " + max);
            return usual;
        }
        return found;
    }
}
