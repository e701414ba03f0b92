package dev.killswitch.store;

import dev.killswitch.plan.Mode;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the configuration says that the record's answers depend on.
 *
 * @param letGo for how long what a person released stays let go
 * @param unsaid by connection, what automation may do in it now while nobody has said otherwise
 */
public record RegisterSettings(Duration letGo, Supplier<Map<String, Mode>> unsaid) {
    /** Where the configuration does not change. */
    public RegisterSettings(Duration letGo, Map<String, Mode> unsaid) {
        this(letGo, () -> unsaid);
    }
}
