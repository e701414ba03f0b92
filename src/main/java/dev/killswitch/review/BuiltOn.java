package dev.killswitch.review;

import dev.killswitch.ledger.Checkpoint;
import dev.killswitch.ledger.Hash;

/** The state of the ledger that something was made from. */
public record BuiltOn(long size, Hash root) {
    public static BuiltOn of(Checkpoint checkpoint) {
        return new BuiltOn(checkpoint.size(), checkpoint.root());
    }
}
