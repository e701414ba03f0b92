package dev.killswitch.incident;

import dev.killswitch.alert.Delivery;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as it is kept beside the ledger: what replays and backtests read. Bounded in number and age.
 *
 * @param key the sender's own id of the delivery, or the digest of its body: a re-delivery has the same
 * @param salt what its body's digest was salted with: 32 bytes in hex
 * @param status what the sender heard
 * @param answer the body of that answer: a re-delivery hears the same
 * @param where with {@code why}, what could not be read; null where all could
 */
public record Kept(
        Delivery delivery,
        String key,
        State state,
        String salt,
        int status,
        String answer,
        @Nullable String where,
        @Nullable String why) {
    /** What became of it. */
    public enum State {
        /** Could not be read, or came over its source's rate: can be replayed. */
        UNREAD,
        /** No rule matched any of its alerts: it stands in the inbox. */
        UNMATCHED,
        /** At least one of its alerts is in the ledger. */
        MATCHED
    }

    /** What lists tell of a delivery: without its body, which may take megabytes. {@code bytes} is its length. */
    public record Summary(
            String delivery,
            String source,
            Instant observed,
            State state,
            int status,
            int bytes,
            @Nullable String where,
            @Nullable String why) {}

    /** What its sender heard. */
    public record Said(int status, String answer) {}
}
