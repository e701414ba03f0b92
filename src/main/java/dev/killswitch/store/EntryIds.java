package dev.killswitch.store;

import dev.killswitch.config.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;

/**
 * Ids of entries: a ULID's time, and in place of chance a digest of the draft and the place in it, which no two entries
 * share. Used by one thread.
 */
final class EntryIds {
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int TIME_DIGITS = 10;
    private static final int OTHER_DIGITS = 16;

    private final MessageDigest sha256 = Sha256.begin();

    String next(Instant recorded, String draft, int place) {
        var id = new StringBuilder("e-");
        long millis = recorded.toEpochMilli();
        for (int digit = TIME_DIGITS - 1; digit >= 0; digit--) {
            id.append(DIGITS.charAt((int) (millis >>> (5 * digit)) & 31));
        }
        byte[] digest = sha256.digest((draft + "\n" + place).getBytes(StandardCharsets.UTF_8));
        for (int digit = 0; digit < OTHER_DIGITS; digit++) {
            id.append(DIGITS.charAt(digest[digit] & 31));
        }
        return id.toString();
    }
}
