package dev.killswitch.incident;

import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One kind of event: its name and version in the ledger, and both directions of its bytes. A version once released stays;
 * a change of the bytes is a new kind, whose reader is the new one.
 *
 * @param name without prefix and version, such as {@code step.started}
 * @param reads what {@code writes} wrote; the time of the event comes from the envelope
 */
record Kind<E extends Event>(
        String name,
        Class<E> type,
        Function<E, Head> head,
        EntryWriter.Writes<E> writes,
        BiFunction<Instant, EntryReader, E> reads) {
    private static final String PREFIX = "dev.killswitch.";

    /** The type of CloudEvents. */
    String fullName() {
        return PREFIX + name + ".v1";
    }

    Head head(Event event) {
        return head.apply(type.cast(event));
    }

    void write(EntryWriter out, Event event) {
        writes.write(out, type.cast(event));
    }
}
