package dev.killswitch.store;

import dev.killswitch.incident.Recorded;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Entries that were written a moment ago. A containment's row is made anew from all its entries at each of its steps,
 * within a second or so: to read and parse them again each time was half of what a commit cost. Used by one thread.
 */
final class RecentEntries {
    private static final long BYTES_MAX = 4L * 1024 * 1024;

    private final Map<Long, Kept> entries = new LinkedHashMap<>();
    private long bytes;

    private record Kept(Recorded recorded, int bytes) {}

    /** Keeps {@code recorded}, which is {@code size} bytes long, and drops the oldest where there is no room. */
    void add(Recorded recorded, int size) {
        drop(recorded.index());
        entries.put(recorded.index(), new Kept(recorded, size));
        bytes += size;
        while (bytes > BYTES_MAX) {
            drop(entries.keySet().iterator().next());
        }
    }

    private void drop(long index) {
        Kept dropped = entries.remove(index);
        bytes -= dropped == null ? 0 : dropped.bytes();
    }

    /** For what was undone: its places will be those of other entries. */
    void clear() {
        entries.clear();
        bytes = 0;
    }

    /** The entries that belong to {@code id}, from {@code ledger} where not all of them are here. */
    List<Recorded> of(String id, LedgerTables ledger) throws SQLException {
        List<Long> places = ledger.placesOf(id);
        return entries.keySet().containsAll(places)
                ? places.stream()
                        .map(place -> Objects.requireNonNull(entries.get(place)).recorded())
                        .toList()
                : ledger.recordedOf(id);
    }
}
