package dev.killswitch.ledger;

import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 hash: of an entry (leaf) or of two hashes (node), told apart by their first byte as in RFC 6962. */
public final class Hash {
    public static final int BYTES = 32;

    /** The root of a log without entries. */
    public static final Hash EMPTY_ROOT = new Sha256().of(new byte[0]);

    private final byte[] value;

    private Hash(byte[] value) {
        this.value = value;
    }

    /** A copy of {@code value}, which must have {@value #BYTES} bytes. */
    public static Hash of(byte[] value) {
        if (value.length != BYTES) {
            throw new IllegalArgumentException("a hash has " + BYTES + " bytes, found " + value.length);
        }
        return new Hash(value.clone());
    }

    /** For a caller that keeps no hold of {@code value}. */
    static Hash owning(byte[] value) {
        return new Hash(value);
    }

    /** The hash of the bytes of one entry. */
    public static Hash leaf(byte[] entry) {
        return new Sha256().leaf(entry);
    }

    /** The hash over two subtrees. */
    public static Hash node(Hash left, Hash right) {
        return new Sha256().node(left, right);
    }

    public byte[] bytes() {
        return value.clone();
    }

    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    public String base64() {
        return StrictBase64.encode(value);
    }

    /** Enough for people to tell two roots apart by eye: the first eight hex digits. */
    public String brief() {
        return hex().substring(0, 8);
    }

    byte[] raw() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return hex();
    }
}
