package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Outcome;
import java.time.Duration;

/** What became of a write. */
sealed interface Wrote {
    /** An answer that means the same whatever was written; of the others, each action knows what they mean for it. */
    sealed interface Outright extends Wrote {
        Outcome outcome();
    }

    /** Nothing tells that it was written. */
    sealed interface Failed extends Outright {
        String why();
    }

    /** {@code receipt} is the audit id where the server gives one, else the version that the write made. */
    record Done(JsonNode object, String receipt) implements Outright {
        @Override
        public Outcome outcome() {
            return new Outcome.Done(receipt);
        }
    }

    record Missing() implements Wrote {}

    /** 409: a precondition on the uid fails, the name is taken, or somebody else was writing at that moment. */
    record Conflict() implements Wrote {}

    /** 422: a {@code test} of the patch fails, or the server finds the result invalid. */
    record Invalid() implements Wrote {}

    /** Nothing was written, and asking again does not help. */
    record Refused(String why) implements Failed {
        @Override
        public Outcome outcome() {
            return new Outcome.Refused(why);
        }
    }

    /** Nothing was written, and asking again may help. */
    record Busy(String why, Duration retryAfter) implements Failed {
        @Override
        public Outcome outcome() {
            return new Outcome.Busy(why, retryAfter);
        }
    }

    record Unknown(String why) implements Failed {
        @Override
        public Outcome outcome() {
            return new Outcome.Unknown(why);
        }
    }
}
