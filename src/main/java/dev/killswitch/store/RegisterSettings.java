package dev.killswitch.store;

import dev.killswitch.plan.Mode;
import java.time.Duration;
import java.util.Map;

/**
 * What the configuration says that the record's answers depend on.
 *
 * @param letGo for how long what a person released stays let go
 * @param unsaid by connection, what automation may do in it while nobody has said otherwise
 */
public record RegisterSettings(Duration letGo, Map<String, Mode> unsaid) {
    public RegisterSettings {
        unsaid = Map.copyOf(unsaid);
    }
}
