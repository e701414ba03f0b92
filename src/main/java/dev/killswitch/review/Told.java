package dev.killswitch.review;

import dev.killswitch.review.Timeline.Phase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one entry says, in a sentence. */
record Told(
        Phase phase,
        Who who,
        Weight weight,
        Sentence what,
        @Nullable Sentence evidence,
        @Nullable Instant occurred) {
    /** Whether somebody in a hurry reads it. */
    enum Weight {
        KEY,
        DETAIL
    }

    static Told key(Phase phase, Who who, Sentence what) {
        return new Told(phase, who, Weight.KEY, what, null, null);
    }

    static Told detail(Phase phase, Who who, Sentence what) {
        return new Told(phase, who, Weight.DETAIL, what, null, null);
    }

    Told by(Sentence proof) {
        return new Told(phase, who, weight, what, proof, occurred);
    }

    Told occurred(@Nullable Instant when) {
        return new Told(phase, who, weight, what, evidence, when);
    }
}
