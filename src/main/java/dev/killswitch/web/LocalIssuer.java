package dev.killswitch.web;

import dev.killswitch.web.People.Issuer;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Signs tokens for whoever can read our data directory: for a first run, the practice range, and where no identity
 * provider is at hand. Its key lies beside the tokens, so that they outlive a restart: without its file, the next start makes
 * another one, and ends them. Thread-safe.
 */
public final class LocalIssuer {
    private static final String NAME = "https://killswitch.local/issuer";
    private static final String ALGORITHM = "EC";
    private static final Duration VALID = Duration.ofDays(30);
    private static final Duration AGAIN = Duration.ofDays(1);

    /** By the name of the token, the groups in it. */
    private static final Map<String, Set<String>> TOKENS = new TreeMap<>(Map.of(
            "viewer", Set.of(Role.VIEWER),
            "responder", Set.of(Role.VIEWER, Role.RESPONDER),
            "second-responder", Set.of(Role.VIEWER, Role.RESPONDER),
            "reviewer", Set.of(Role.VIEWER, Role.REVIEWER),
            "operator", Set.of(Role.VIEWER, Role.OPERATOR)));

    private final KeyPair pair;
    private final Clock clock;
    private final BiConsumer<String, String> keep;
    private Instant due = Instant.MIN;

    /**
     * {@code keep} is handed each token by its name; whoever keeps it, and {@code key}, sees to it that nobody else can
     * read it. Throws {@link IllegalArgumentException} where that is no {@link #newKey}.
     */
    public LocalIssuer(Clock clock, String key, BiConsumer<String, String> keep) {
        this.pair = pair(key);
        this.clock = clock;
        this.keep = keep;
    }

    /** What the tokens are checked with. */
    public Issuer.Local issuer() {
        return new Issuer.Local(NAME, pair.getPublic());
    }

    /** Hands out a token for each role, where that was not done yet today: none of them gets old while we run. */
    public synchronized void issue() {
        Instant now = clock.instant();
        if (now.isBefore(due)) {
            return;
        }
        // However this time ends: tokens are good for many days more.
        due = now.plus(AGAIN);
        TOKENS.forEach((name, groups) -> keep.accept(name, token(name, groups, now)));
    }

    private String token(String name, Set<String> groups, Instant now) {
        return Jwt.claims()
                .issuer(NAME)
                .subject("local:" + name)
                .upn(name)
                .groups(groups)
                .issuedAt(now.getEpochSecond())
                .expiresAt(now.plus(VALID).getEpochSecond())
                .jws()
                .algorithm(SignatureAlgorithm.ES256)
                .sign(pair.getPrivate());
    }

    /** A key of its own for an issuer, private and public, as text. */
    public static String newKey() {
        try {
            var generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            Base64.Encoder base64 = Base64.getEncoder();
            return base64.encodeToString(pair.getPrivate().getEncoded()) + " "
                    + base64.encodeToString(pair.getPublic().getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK makes P-256 keys", impossible);
        }
    }

    private static KeyPair pair(String key) {
        String[] parts = key.split(" ", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("expected a private and a public key");
        }
        try {
            var factory = KeyFactory.getInstance(ALGORITHM);
            Base64.Decoder base64 = Base64.getDecoder();
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(base64.decode(parts[1]))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(parts[0]))));
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalArgumentException("expected a private and a public key", unreadable);
        }
    }
}
