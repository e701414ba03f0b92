package dev.killswitch.ledger;

import java.io.Serial;

/** The verdict is clear before the end. Stays inside this package. */
final class Stopped extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Verdict verdict;

    Stopped(Verdict verdict) {
        super(null, null, false, false);
        this.verdict = verdict;
    }

    Verdict verdict() {
        return verdict;
    }

    static Stopped at(String where, String expected, String found) {
        return new Stopped(new Verdict.NotIntact(where, expected, found));
    }
}
