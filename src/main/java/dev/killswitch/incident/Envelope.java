package dev.killswitch.incident;

import dev.killswitch.incident.Journal.Entry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What stands around an event in its entry.
 *
 * @param id of the entry, {@code e-…}
 * @param recorded when it was written, by the one clock
 * @param incident the one that the event belongs to; null where it belongs to none
 */
public record Envelope(
        String id, Instant recorded, @Nullable String incident, Entry entry) {}
