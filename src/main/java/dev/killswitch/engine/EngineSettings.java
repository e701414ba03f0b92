package dev.killswitch.engine;

import java.time.Duration;
import java.util.Map;

/**
 * What the engine is told at start.
 *
 * @param version of the product, and {@code configuration} the digest of what it was configured with: for the record
 * @param heartbeats by source, silence beyond which it counts as broken
 * @param watchEvery how often standing containments are looked at again
 */
public record EngineSettings(
        String version, String configuration, Map<String, Duration> heartbeats, Duration watchEvery) {
    public EngineSettings {
        heartbeats = Map.copyOf(heartbeats);
        if (!watchEvery.isPositive()) {
            throw new IllegalArgumentException("the watch needs a time between two looks, found " + watchEvery);
        }
    }
}
