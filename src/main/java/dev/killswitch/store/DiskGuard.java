package dev.killswitch.store;

import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal.Draft;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last of the disk for people: below the reserve no delivery, alert or rulebook is taken any more, so that no
 * new work of automation begins, while the orders of people and the ends of what began are still written. Thread-safe.
 */
final class DiskGuard {
    private final Path directory;
    private final long reserveBytes;
    private @Nullable FileStore disk;

    DiskGuard(Path directory, long reserveBytes) {
        this.directory = directory;
        this.reserveBytes = reserveBytes;
    }

    /** Why {@code draft} is not written; null where it is. */
    @Nullable
    String refuses(Draft draft) {
        return isNew(draft) ? shortage().orElse(null) : null;
    }

    /** Why nothing new is taken now; empty where it is. */
    Optional<String> shortage() {
        long free = freeBytes();
        return free >= reserveBytes
                ? Optional.empty()
                : Optional.of("the disk has " + free + " bytes left, below the reserve of " + reserveBytes
                        + ": the rest is kept for people's orders");
    }

    private static boolean isNew(Draft draft) {
        return !draft.beside().kept().isEmpty()
                || draft.events().stream()
                        .anyMatch(event -> event instanceof Event.AlertDecided || event instanceof Event.RulebookChunk);
    }

    private long freeBytes() {
        try {
            if (disk == null) {
                // To find it reads the table of all mounts, which costs more than the rest of a draft's write.
                disk = Files.getFileStore(directory);
            }
            return disk.getUsableSpace();
        } catch (IOException _) {
            // The write itself will say what is wrong.
            return Long.MAX_VALUE;
        }
    }
}
