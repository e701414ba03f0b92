package dev.killswitch.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;

/** The Ed25519 key that signs a log's checkpoints, under the log's origin as its name. Thread-safe. */
public final class SigningKey {
    private static final String ED25519 = "Ed25519";
    private static final String LABEL = "PRIVATE KEY";

    private final PrivateKey key;
    private final Vkey vkey;

    private SigningKey(PrivateKey key, Vkey vkey) {
        this.key = key;
        this.vkey = vkey;
    }

    /** A new key, from the JDK's secure random numbers. */
    public static SigningKey generate(String name) {
        try {
            var pair = KeyPairGenerator.getInstance(ED25519).generateKeyPair();
            return named(name, pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make an Ed25519 key", e);
        }
    }

    /**
     * Reads a PKCS#8 PEM file, as {@link #store} writes it or {@code openssl genpkey -algorithm ed25519}.
     *
     * @throws IllegalArgumentException where the file holds something else
     */
    public static SigningKey load(String name, Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        return Malformed.catching(() -> parse(name, text)).orThrow("the signing key in " + file);
    }

    private static SigningKey parse(String name, String text) throws Malformed {
        byte[] der = Pem.decode(LABEL, text);
        try {
            PrivateKey key = KeyFactory.getInstance(ED25519).generatePrivate(new PKCS8EncodedKeySpec(der));
            return named(name, key, publicOf(key));
        } catch (GeneralSecurityException _) {
            throw new Malformed("expected an Ed25519 private key in PKCS#8");
        }
    }

    /**
     * Writes a new file that only its owner may read; refuses where one is there already. The file appears whole or not at
     * all: half a key would end every later start.
     */
    public void store(Path file) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path half = Files.createTempFile(file.toAbsolutePath().getParent(), ".key-", ".new", ownerOnly);
        try {
            Files.writeString(
                    half,
                    Pem.encode(LABEL, key.getEncoded()),
                    StandardCharsets.US_ASCII,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    public Vkey vkey() {
        return vkey;
    }

    byte[] sign(byte[] text) {
        try {
            var signature = Signature.getInstance(ED25519);
            signature.initSign(key);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot sign with Ed25519", e);
        }
    }

    private static SigningKey named(String name, PrivateKey key, PublicKey publicKey) {
        return Malformed.catching(() -> new SigningKey(key, Vkey.of(name, publicKey)))
                .orThrow("the name of the signing key");
    }

    /**
     * The JDK derives the public key only while it makes a pair, and a PKCS#8 file holds the private one alone: so a pair
     * is made of the same 32 bytes.
     */
    private static PublicKey publicOf(PrivateKey key) throws GeneralSecurityException, Malformed {
        if (!(key instanceof EdECPrivateKey edwards)) {
            throw new Malformed("expected an Ed25519 private key");
        }
        byte[] seed = edwards.getBytes().orElseThrow(() -> new IllegalStateException("the key hides its bytes"));
        var generator = KeyPairGenerator.getInstance(ED25519);
        generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
        return generator.generateKeyPair().getPublic();
    }

    /** Random numbers that are not: the bytes of a key that exists. */
    private static final class Given extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final byte[] seed;

        Given(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) {
                throw new IllegalStateException(
                        "expected to give " + seed.length + " bytes, asked for " + bytes.length);
            }
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }
}
