package dev.killswitch.ledger;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** The public key that checks a log's notes, with the name it signs under: {@code name+id+base64}. Ed25519. */
public final class Vkey {
    private static final byte ED25519 = 0x01;
    private static final int KEY_BYTES = 32;

    private final String name;
    private final byte[] raw;
    private final int id;
    private final PublicKey key;

    private Vkey(String name, byte[] raw, PublicKey key) {
        this.name = name;
        this.raw = raw;
        this.id = idOf(name, raw);
        this.key = key;
    }

    static Vkey of(String name, PublicKey key) throws Malformed {
        checkName(name);
        byte[] encoded = key.getEncoded();
        return new Vkey(name, Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length), key);
    }

    /** Reads {@code name+id+base64}, strictly; one line break at the end is allowed. */
    public static Decoded<Vkey> parse(String text) {
        return Malformed.catching(() -> read(text));
    }

    static Vkey read(String text) throws Malformed {
        String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        // The name has no plus; base64 may.
        String[] parts = line.split("\\+", 3);
        if (parts.length != 3) {
            throw new Malformed("a verifier key is name+id+base64");
        }
        checkName(parts[0]);
        byte[] typed = StrictBase64.decode("the verifier key", parts[2]);
        if (typed.length != 1 + KEY_BYTES || typed[0] != ED25519) {
            throw new Malformed("the verifier key is not Ed25519 (type 1 and 32 bytes)");
        }
        byte[] raw = Arrays.copyOfRange(typed, 1, typed.length);
        var vkey = new Vkey(parts[0], raw, publicKey(raw));
        if (!vkey.hexId().equals(parts[1])) {
            throw new Malformed("the id of the verifier key does not fit its name and key; expected " + vkey.hexId());
        }
        return vkey;
    }

    private static PublicKey publicKey(byte[] raw) throws Malformed {
        byte[] bigEndian = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            bigEndian[i] = raw[KEY_BYTES - 1 - i];
        }
        boolean xOdd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7f;
        var point = new EdECPoint(xOdd, new BigInteger(1, bigEndian));
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
        } catch (GeneralSecurityException _) {
            throw new Malformed("the verifier key is no point of Ed25519");
        }
    }

    static void checkName(String name) throws Malformed {
        if (name.isEmpty() || name.contains("+") || name.codePoints().anyMatch(Vkey::isSpaceOrControl)) {
            throw new Malformed("a key name has at least one character, and no space, plus or control character");
        }
    }

    private static boolean isSpaceOrControl(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }

    private static int idOf(String name, byte[] raw) {
        byte[] start = name.getBytes(StandardCharsets.UTF_8);
        byte[] whole = ByteBuffer.allocate(start.length + 2 + KEY_BYTES)
                .put(start)
                .put((byte) '\n')
                .put(ED25519)
                .put(raw)
                .array();
        return ByteBuffer.wrap(new Sha256().of(whole).raw()).getInt();
    }

    public String name() {
        return name;
    }

    int id() {
        return id;
    }

    private String hexId() {
        return HexFormat.of().toHexDigits(id);
    }

    /** What tells this key from others of the same name, for people. */
    public String label() {
        return name + "+" + hexId();
    }

    boolean verifies(byte[] text, byte[] signature) {
        try {
            var check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(text);
            return check.verify(signature);
        } catch (SignatureException _) {
            // Not even shaped like a signature.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot check Ed25519", e);
        }
    }

    /** The key as {@code openssl} reads it. */
    public String pem() {
        return Pem.encode("PUBLIC KEY", key.getEncoded());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vkey that && name.equals(that.name) && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, id);
    }

    /** {@code name+id+base64}, what {@link #parse} reads. */
    @Override
    public String toString() {
        byte[] typed = ByteBuffer.allocate(1 + KEY_BYTES).put(ED25519).put(raw).array();
        return label() + "+" + StrictBase64.encode(typed);
    }
}
