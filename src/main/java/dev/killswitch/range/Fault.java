package dev.killswitch.range;

import java.time.Duration;
import java.util.Optional;

/** What can be wrong with one answer. */
public sealed interface Fault {
    /** Nothing changes, and the answer is an error. */
    record Status(int code, Optional<Duration> retryAfter) implements Fault {
        public Status(int code) {
            this(code, Optional.empty());
        }
    }

    /** No answer ever comes, though the connection stays open. */
    record Hang(Moment moment) implements Fault {}

    /** The connection closes without an answer. */
    record Drop(Moment moment) implements Fault {}

    /** On which side of the change. */
    enum Moment {
        BEFORE,
        AFTER
    }
}
