package dev.killswitch.engine;

import dev.killswitch.alert.Body;
import dev.killswitch.config.Sha256;
import dev.killswitch.incident.Journal.Evidence;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Digests of what must not stand in the ledger itself: salted, so that a short text cannot be guessed from its digest. */
public final class Salts {
    private final Supplier<byte[]> salts;

    /**
     * Makes digests.
     *
     * @param salts 32 bytes that nobody can guess, new at each call
     */
    public Salts(Supplier<byte[]> salts) {
        this.salts = salts;
    }

    /** The digest of {@code content} under a new salt, with all that is needed to check it later. */
    public Evidence seal(String kind, Body content) {
        return seal(kind, content, HexFormat.of().formatHex(salts.get()));
    }

    /** The same under a salt, in hex, that it was sealed with before: the digest that stands in the ledger already. */
    Evidence seal(String kind, Body content, String salt) {
        return new Evidence(digest(HexFormat.of().parseHex(salt), content), kind, salt, content);
    }

    /** What a person typed, ready for the record. */
    public Typed typed(String text) {
        return new Typed(seal("reason", Body.of(text.getBytes(StandardCharsets.UTF_8))));
    }

    private static String digest(byte[] salt, Body content) {
        MessageDigest sha256 = Sha256.begin();
        sha256.update(salt);
        return "sha256:" + HexFormat.of().formatHex(sha256.digest(content.bytes()));
    }
}
