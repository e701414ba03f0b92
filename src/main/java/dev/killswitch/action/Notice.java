package dev.killswitch.action;

import java.time.Instant;

/**
 * What became of a thing, for those who meet it in its own system and know nothing of ours. Told after the fact and best
 * effort: nothing depends on it.
 *
 * @param mark whose it is, and what they are told of it
 * @param more in our own words: why it was not done, what was found; blank where there is nothing to add
 */
public record Notice(What what, String action, Target target, Call.Mark mark, Instant at, String more) {
    /** What there is to tell. */
    public enum What {
        /** It is held from now on, as far as anybody can tell. */
        APPLIED,
        /** It was meant to be held, and is not. */
        REFUSED,
        /** Somebody else undid it, in whole or in part. */
        DRIFTED,
        /** It is held no more. */
        RELEASED
    }

    /** Where a system shows such notices beside its things. Thread-safe; its calls neither retry, sleep nor log. */
    public interface Board {
        /** Puts one up, or counts it where the same is there already. Ends by {@code deadline}. */
        Outcome post(Notice notice, Instant deadline);
    }
}
