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
 * provider is at hand. Its key is made anew at each start and lives in memory alone, so that old tokens end with it. Thread-safe.
 */
public final class LocalIssuer {
    private static final String NAME = "https://killswitch.local/issuer";
    private static final Duration VALID = Duration.ofDays(30);
    private static final Duration AGAIN = Duration.ofDays(1);

    /** By the name of the token, the groups in it. */
    private static final Map<String, Set<String>> TOKENS = new TreeMap<>(Map.of(
            "viewer", Set.of(Role.VIEWER),
            "responder", Set.of(Role.VIEWER, Role.RESPONDER),
            "second-responder", Set.of(Role.VIEWER, Role.RESPONDER),
            "reviewer", Set.of(Role.VIEWER, Role.REVIEWER),
            "operator", Set.of(Role.VIEWER, Role.OPERATOR)));

    private final KeyPair pair = pair();
    private final Clock clock;
    private final BiConsumer<String, String> keep;
    private Instant due = Instant.MIN;

    /** {@code keep} is handed each token by its name; whoever keeps it sees to it that nobody else can read it. */
    public LocalIssuer(Clock clock, BiConsumer<String, String> keep) {
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
