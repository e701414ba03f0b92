package dev.killswitch.ledger;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** One reused SHA-256; an append of many entries looks it up once. Used by one thread. */
final class Sha256 {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest digest;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256, this one has not", e);
        }
    }

    Hash leaf(byte[] entry) {
        digest.update(LEAF);
        digest.update(entry);
        return finish();
    }

    Hash node(Hash left, Hash right) {
        digest.update(NODE);
        digest.update(left.raw());
        digest.update(right.raw());
        return finish();
    }

    Hash of(byte[] bytes) {
        digest.update(bytes);
        return finish();
    }

    private Hash finish() {
        byte[] value = new byte[Hash.BYTES];
        try {
            digest.digest(value, 0, value.length);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 gave more than " + Hash.BYTES + " bytes", e);
        }
        return Hash.owning(value);
    }
}
