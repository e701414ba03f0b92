package dev.killswitch.range.aws;

import dev.killswitch.config.Sha256;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

/** Ids in AWS's form, made from what they stand for: a fresh range has the same ones each time. */
final class Ids {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int KEY_CHARS = 16;
    private static final int UNIQUE_CHARS = 17;

    private Ids() {}

    /** Such as {@code AKIA…}: 80 bits, of which the first says that an account follows, and the next forty are it. */
    static String key(String prefix, String account, String of) {
        byte[] digest = Sha256.of(of);
        BigInteger rest = new BigInteger(1, Arrays.copyOf(digest, 5)).mod(BigInteger.ONE.shiftLeft(39));
        BigInteger bits = BigInteger.ONE
                .shiftLeft(40)
                .or(new BigInteger(account))
                .shiftLeft(39)
                .or(rest);
        return prefix + base32(bits, KEY_CHARS);
    }

    /** Such as {@code AIDA…}. */
    static String unique(String prefix, String of) {
        return prefix + base32(new BigInteger(1, Arrays.copyOf(Sha256.of(of), 11)), UNIQUE_CHARS);
    }

    /** Such as {@code i-…}: 17 hexadecimal digits. */
    static String ec2(String prefix, String of) {
        return prefix + "-0" + HexFormat.of().formatHex(Sha256.of(prefix + " " + of), 0, 8);
    }

    private static String base32(BigInteger bits, int chars) {
        var text = new StringBuilder();
        for (int at = chars - 1; at >= 0; at--) {
            text.append(BASE32.charAt(bits.shiftRight(5 * at).intValue() & 31));
        }
        return text.toString();
    }
}
