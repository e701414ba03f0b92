package dev.killswitch.engine;

import dev.killswitch.incident.Journal.Evidence;

/** What a person typed: kept outside the ledger, which has its salted digest. */
public record Typed(Evidence evidence) {
    public String digest() {
        return evidence.digest();
    }
}
