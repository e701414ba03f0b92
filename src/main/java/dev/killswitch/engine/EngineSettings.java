package dev.killswitch.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What the engine is told at start.
 *
 * @param version of the product, and {@code configuration} the digest of what it was configured with: for the record
 * @param heartbeats by source, silence beyond which it counts as broken
 * @param watchEvery how often standing containments are looked at again
 */
public record EngineSettings(
        String version,
        String configuration,
        Map<String, Duration> heartbeats,
        Duration watchEvery,
        Collecting collecting) {
    public EngineSettings {
        heartbeats = Map.copyOf(heartbeats);
        if (!watchEvery.isPositive()) {
            throw new IllegalArgumentException("the watch needs a time between two looks, found " + watchEvery);
        }
    }

    /**
     * How evidence is collected.
     *
     * @param waitMax how long a step that kills waits for it at most
     * @param off connections in which none is
     */
    public record Collecting(Duration waitMax, Set<String> off) {
        /** A pod of some containers answers within a second; a slow cluster is waited for, a dead one not for long. */
        public static final Collecting USUAL = new Collecting(Duration.ofSeconds(10), Set.of());

        public Collecting {
            off = Set.copyOf(off);
        }
    }
}
