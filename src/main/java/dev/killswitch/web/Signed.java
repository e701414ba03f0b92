package dev.killswitch.web;

import dev.killswitch.ledger.Hash;
import dev.killswitch.ledger.SignedCheckpoint;
import dev.killswitch.review.BuiltOn;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The ledger as it is signed, asked for by somebody who is about to see it. */
@Singleton
final class Signed {
    /** A signature takes a millisecond and its keeping a commit; where it takes longer an older one has to do. */
    private static final long SIGN_SECONDS_MAX = 2;

    private final PublicLedger ledger;

    Signed(Product product) {
        this.ledger = product.ledger();
    }

    /** The newest checkpoint, over all that was committed before this was called, where that could be signed. */
    Optional<SignedCheckpoint> newest() {
        ledger.sign()
                .get()
                .orTimeout(SIGN_SECONDS_MAX, TimeUnit.SECONDS)
                .exceptionally(_ -> null)
                .join();
        return ledger.log().checkpoint();
    }

    /** What a document says that it was made from. */
    BuiltOn builtOn() {
        return newest().map(SignedCheckpoint::checkpoint)
                .map(BuiltOn::of)
                .orElseGet(() -> new BuiltOn(0, Hash.EMPTY_ROOT));
    }
}
