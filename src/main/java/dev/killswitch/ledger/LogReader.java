package dev.killswitch.ledger;

import java.util.List;
import java.util.Optional;

/**
 * The stored log, as whoever keeps it offers it for reading. Thread-safe. What was once readable stays so, with the same
 * bytes; a read that the storage fails throws, and is never answered with less than was asked for.
 */
public interface LogReader {
    /** The newest checkpoint that was signed; its size may be below the newest entry's index. Empty before the first. */
    Optional<SignedCheckpoint> checkpoint();

    /** The exact bytes of the entries {@code from} (included) to {@code to} (excluded), all of them in the log. */
    List<byte[]> entries(long from, long to);

    /** The leaf hashes of the entries {@code from} (included) to {@code to} (excluded), all of them in the log. */
    List<Hash> leaves(long from, long to);

    /** A complete tile, as it was handed out when it became complete. */
    Tile tile(int level, long index);
}
