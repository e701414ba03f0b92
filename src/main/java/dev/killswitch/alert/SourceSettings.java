package dev.killswitch.alert;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One source as configured: what holds for every kind.
 *
 * @param name its place in the URL, and in rules and the record
 * @param scope what it speaks for: {@code connection}, and where given {@code cluster}, {@code account}, {@code region}.
 *     Readers put it into the scope of each entity, where the sender says nothing nearer
 * @param heartbeat silence beyond which it counts as broken; empty where none is expected
 * @param rate deliveries past it are kept unread
 */
public record SourceSettings(
        String name,
        String kind,
        Map<String, String> scope,
        ProofSettings proof,
        Optional<Duration> heartbeat,
        Rate rate,
        May may) {
    public SourceSettings {
        scope = Map.copyOf(scope);
    }

    /** How many in how long. */
    public record Rate(int count, Duration per) {
        public Rate {
            if (count < 1 || per.isNegative() || per.isZero()) {
                throw new IllegalArgumentException("expected at least one in some time, found " + count + " in " + per);
            }
        }
    }

    /** How far its alerts may move automation. */
    public enum May {
        OBSERVE,
        ENFORCE
    }
}
