package dev.killswitch.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Bytes that are never shown: no method of it prints them. */
public final class Secret {
    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Secret of(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    public static Secret of(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Compares in a time that does not tell how much of it was right. */
    public boolean is(byte[] guess) {
        return MessageDigest.isEqual(bytes, guess);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && is(that.bytes);
    }

    /** The same for all, so that nothing can be learned from it. */
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
