package dev.killswitch.review;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long something took, from one named end to another.
 *
 * @param of what it was measured on; empty for the incident as a whole
 * @param value null where it is not known
 * @param unknown why it is not known; empty where it is
 */
public record Metric(
        String name,
        Sentence of,
        End from,
        End to,
        @Nullable Duration value,
        String unknown) {
    /**
     * One end of it.
     *
     * @param at null where the record does not have it
     */
    public record End(String what, @Nullable Instant at, Refs refs) {}

    static Metric of(String name, Sentence of, End from, End to, String unknown) {
        Instant start = from.at();
        Instant end = to.at();
        return start == null || end == null
                ? new Metric(name, of, from, to, null, unknown)
                : new Metric(name, of, from, to, Times.between(start, end), "");
    }

    Refs refs() {
        return from.refs().and(to.refs());
    }

    /** {@code 14 min 2 s}, or {@code unknown: why}. */
    Sentence said() {
        Duration known = value;
        return known == null ? Sentence.of("unknown: {}", Sentence.words(unknown)) : Sentence.of("{}", known);
    }
}
