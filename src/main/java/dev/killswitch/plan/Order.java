package dev.killswitch.plan;

import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person's manual trigger.
 *
 * @param person pseudonymous id
 * @param what the full name of an action or of a recipe
 * @param overrides the guards that the person chose to override by name
 * @param confirm the exact number of targets, where the speed bump asked for it; 0 where none was typed
 */
public record Order(
        String id,
        String person,
        String what,
        Reference target,
        Parameters parameters,
        @Nullable Duration ttl,
        Set<String> overrides,
        int confirm) {
    public Order {
        overrides = Set.copyOf(overrides);
        if (confirm < 0) {
            throw new IllegalArgumentException("nobody types a count below nothing: " + confirm);
        }
    }
}
