package dev.killswitch.web;

import dev.killswitch.web.People.Issuer;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Signs tokens for whoever can read our data directory: for a first run, the practice range, and where no identity
 * provider is at hand. Its key is made anew at each start and lives in memory alone, so that old tokens end with it.
 */
public final class LocalIssuer {
    private static final String NAME = "https://killswitch.local/issuer";
    private static final Duration VALID = Duration.ofDays(30);

    /** By the name of the token, the groups in it. */
    private static final Map<String, Set<String>> TOKENS = new TreeMap<>(Map.of(
            "viewer", Set.of(Role.VIEWER),
            "responder", Set.of(Role.VIEWER, Role.RESPONDER),
            "second-responder", Set.of(Role.VIEWER, Role.RESPONDER),
            "reviewer", Set.of(Role.VIEWER, Role.REVIEWER),
            "operator", Set.of(Role.VIEWER, Role.OPERATOR)));

    private LocalIssuer() {}

    /**
     * Makes a key and a token for each role and hands each to {@code keep}, by its name; whoever keeps it sees to it that
     * nobody else can read it. Returns what the tokens are checked with.
     */
    public static Issuer.Local start(Clock clock, BiConsumer<String, String> keep) {
        KeyPair pair = pair();
        Instant now = clock.instant();
        TOKENS.forEach((name, groups) -> keep.accept(name, token(pair, name, groups, now)));
        return new Issuer.Local(NAME, pair.getPublic());
    }

    private static String token(KeyPair pair, String name, Set<String> groups, Instant now) {
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

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK makes P-256 keys", impossible);
        }
    }
}
