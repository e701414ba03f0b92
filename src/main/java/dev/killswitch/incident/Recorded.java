package dev.killswitch.incident;

import java.time.Instant;

/**
 * An event with its place in the ledger.
 *
 * @param index of its entry
 * @param recorded when it was written
 */
public record Recorded(long index, Instant recorded, Event event) {}
