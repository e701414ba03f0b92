package dev.killswitch.ledger;

import java.time.Duration;

/**
 * How long a verifier waits for a server it does not trust.
 *
 * @param each for one file, to its last byte
 * @param whole for all files together: a server may claim any number of entries
 */
public record HttpLimits(Duration each, Duration whole) {
    /** A bundle has at most 16 MiB; a million entries are some 4,000 files. */
    public static final HttpLimits USUAL = new HttpLimits(Duration.ofSeconds(30), Duration.ofMinutes(30));

    public HttpLimits {
        if (!each.isPositive() || !whole.isPositive()) {
            throw new IllegalArgumentException("time limits must be above zero, were " + each + " and " + whole);
        }
    }
}
