package dev.killswitch.incident;

import dev.killswitch.incident.Event.Piece;
import java.util.Optional;

/**
 * Keeps what was collected of contained things: bounded, beside the ledger, which has the digests. It forgets the oldest
 * first, and whatever is too old. Thread-safe.
 */
public interface EvidenceStore {
    /** Keeps one piece, or says why not; never throws for what a disk does. */
    Kept keep(String containment, String name, String mediaType, byte[] content);

    /** A piece with its salt; empty where it is not kept any more, or never was. */
    Optional<Journal.Evidence> read(String containment, String name);

    /** Whether {@link #read} would find it. */
    boolean has(String containment, String name);

    /** Forgets what has been kept for long enough. */
    void forget();

    /** What became of a piece. */
    sealed interface Kept {
        record As(Piece piece) implements Kept {}

        record Not(String why) implements Kept {}
    }
}
