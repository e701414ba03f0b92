package dev.killswitch.provider.aws;

import dev.killswitch.action.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What goes on in spite of an action, and how long at most, where that is known. */
record Survivors(String what, Optional<Duration> longest) {
    Survivors(String what) {
        this(what, Optional.empty());
    }

    Survivors(String what, Duration longest) {
        this(what, Optional.of(longest));
    }

    /** New attempts fail since {@code begun}. */
    Proof proof(String how, Instant begun) {
        return new Proof.ProvenForNew(how, what, longest.map(begun::plus).orElse(null));
    }
}
