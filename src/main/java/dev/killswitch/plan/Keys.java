package dev.killswitch.plan;

import dev.killswitch.config.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** Keys of claims. Parts come from senders too, so they are joined by their digest: no text makes one key of two. */
final class Keys {
    private static final int BYTES = 16;

    private Keys() {}

    /** {@code word}, a slash, and half a SHA-256 over the parts, each with its length before it. */
    static String of(String word, String... parts) {
        MessageDigest sha256 = Sha256.begin();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            sha256.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            sha256.update(bytes);
        }
        return word + "/" + HexFormat.of().formatHex(Arrays.copyOf(sha256.digest(), BYTES));
    }
}
