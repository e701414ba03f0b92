package dev.killswitch.config;

import java.math.BigInteger;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Ids that sort by when they were made, within one process strictly: each is above the one before it, also within one
 * millisecond and when the clock goes back.
 */
public final class Ulids implements IdSource {
    private static final Pattern PREFIX = Pattern.compile("[a-z]{1,8}");
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;
    private static final int RANDOM_BYTES = 10;
    private static final int RANDOM_BITS = 80;

    private final Clock clock;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private BigInteger last = BigInteger.ZERO;

    /** {@code random} should be a secure one where ids must not be guessed. */
    public Ulids(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public String next(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "an id's prefix must be 1 to 8 lower-case letters, was '" + prefix + "'");
        }
        return prefix + "-" + written(next());
    }

    private BigInteger next() {
        lock.lock();
        try {
            BigInteger now = BigInteger.valueOf(clock.millis());
            if (now.compareTo(last.shiftRight(RANDOM_BITS)) > 0) {
                byte[] chance = new byte[RANDOM_BYTES];
                random.nextBytes(chance);
                last = now.shiftLeft(RANDOM_BITS).or(new BigInteger(1, chance));
            } else {
                // An overflow of the random part carries into the time: still above the one before.
                last = last.add(BigInteger.ONE);
            }
            return last;
        } finally {
            lock.unlock();
        }
    }

    private static String written(BigInteger value) {
        char[] digits = new char[LENGTH];
        BigInteger rest = value;
        for (int i = LENGTH - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt(rest.intValue() & 31);
            rest = rest.shiftRight(5);
        }
        return new String(digits);
    }
}
