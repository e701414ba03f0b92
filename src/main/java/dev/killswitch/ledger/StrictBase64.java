package dev.killswitch.ledger;

import java.util.Base64;

/**
 * Base64 with one spelling for each value. The JDK's decoder lets the unused bits of the last character be anything
 * ({@code QQ==} and {@code QR==} are the same byte), so a changed checkpoint would still verify.
 */
final class StrictBase64 {
    private StrictBase64() {}

    static String encode(byte[] value) {
        return Base64.getEncoder().encodeToString(value);
    }

    static byte[] decode(String what, String text) throws Malformed {
        byte[] value;
        try {
            value = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw new Malformed(what + " is not base64");
        }
        if (!encode(value).equals(text)) {
            throw new Malformed(what + " is not base64 in its one spelling");
        }
        return value;
    }

    static Hash hash(String what, String text) throws Malformed {
        byte[] value = decode(what, text);
        if (value.length != Hash.BYTES) {
            throw new Malformed(what + " must have " + Hash.BYTES + " bytes, has " + value.length);
        }
        return Hash.owning(value);
    }
}
