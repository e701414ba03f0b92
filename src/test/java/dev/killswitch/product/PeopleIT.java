package dev.killswitch.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.killswitch.product.PackagedProduct.Reply;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Persons whose tokens come from an identity provider: believed by the keys that it publishes, and by those alone. */
class PeopleIT {
    private static final String ISSUER = "https://idp.example";
    private static final String AUDIENCE = "killswitch";

    @TempDir
    private Path data;

    private final AtomicReference<String> published = new AtomicReference<>("");
    private final Signer first = new Signer("first");
    private final Signer second = new Signer("second");
    private HttpServer provider;
    private volatile String fresh = "max-age=600";

    @BeforeEach
    void openProvider() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/keys", exchange -> {
            byte[] keys = published.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("Cache-Control", fresh);
            exchange.sendResponseHeaders(200, keys.length);
            try (var body = exchange.getResponseBody()) {
                body.write(keys);
            }
        });
        provider.start();
        publish(first);
    }

    @AfterEach
    void closeProvider() {
        provider.stop(0);
    }

    @Test
    void tokensOfTheProvider_areBelieved_andNoOthers() throws IOException {
        try (PackagedProduct product = PackagedProduct.start(data, "-Dkillswitch.config=" + configuration())) {
            String order = Payloads.isolate("toolbox");
            Reply given = product.postAs(first.token(Claims.good()), "/v1/orders?preview=true", order);
            assertThat(given.status()).as(given.body()).isEqualTo(200);

            assertThat(status(product, first.token(Claims.good().of(Set.of("viewer")))))
                    .as("another group")
                    .isEqualTo(403);
            assertThat(status(product, first.token(Claims.good().by("https://evil.example"))))
                    .as("another issuer")
                    .isEqualTo(401);
            assertThat(status(product, first.token(Claims.good().meantFor("something-else"))))
                    .as("another audience")
                    .isEqualTo(401);
            assertThat(status(
                            product,
                            first.token(Claims.good().until(Instant.now().minusSeconds(120)))))
                    .as("expired")
                    .isEqualTo(401);
            assertThat(status(product, new Signer("first").token(Claims.good())))
                    .as("another key under the same id")
                    .isEqualTo(401);
            assertThat(status(product, unsigned(Claims.good()))).as("unsigned").isEqualTo(401);
            assertThat(status(product, first.tokenByPublicKey(Claims.good())))
                    .as("the public key taken for a shared secret")
                    .isEqualTo(401);
            assertThat(data.resolve("tokens/responder"))
                    .as("no local issuer beside it")
                    .doesNotExist();

            // The library fetches no keys again within 0.3 s of the last time; a command takes longer to start.
            product.ks("--version");
            String later = second.token(Claims.good());
            publish(first, second);
            assertThat(status(product, later)).as("a new key").isEqualTo(200);
            assertThat(status(product, first.token(Claims.good())))
                    .as("the old key")
                    .isEqualTo(200);
            assertThat(status(product, new Signer("unknown").token(Claims.good())))
                    .as("a key that is not published")
                    .isEqualTo(401);
        }
    }

    @Test
    void providerThatIsAway_takesTheSwitchFromNobody() throws IOException {
        fresh = "max-age=1";
        try (PackagedProduct product = PackagedProduct.start(data, "-Dkillswitch.config=" + configuration())) {
            String token = first.token(Claims.good());
            assertThat(status(product, token)).isEqualTo(200);
            provider.stop(0);
            long stale = System.nanoTime() + Duration.ofSeconds(3).toNanos();
            while (System.nanoTime() < stale) {
                assertThat(status(product, token)).isEqualTo(200);
            }
            assertThat(status(product, second.token(Claims.good())))
                    .as("a key that nobody can vouch for")
                    .isEqualTo(401);
            assertThat(status(product, token)).isEqualTo(200);
        }
    }

    private static int status(PackagedProduct product, String token) {
        return product.postAs(token, "/v1/orders?preview=true", Payloads.isolate("toolbox"))
                .status();
    }

    private void publish(Signer... signers) {
        published.set(
                "{\"keys\":[" + List.of(signers).stream().map(Signer::jwk).collect(Collectors.joining(",")) + "]}");
    }

    /** A cluster that is away: a preview says so, and needs no more. */
    private Path configuration() throws IOException {
        Path token = Files.writeString(data.resolve("token"), "a-token-of-a-cluster-that-is-away");
        return Files.writeString(data.resolve("killswitch.yaml"), """
                people: {jwks: "http://127.0.0.1:%d/keys", issuer: "%s", audiences: [%s]}
                connections:
                  range-cluster: {kind: kubernetes, url: "http://127.0.0.1:9", token-file: "%s", tiers: [isolate]}
                """.formatted(
                        provider.getAddress().getPort(), ISSUER, AUDIENCE, token));
    }

    private record Claims(String issuer, String audience, Set<String> groups, Instant expires) {
        static Claims good() {
            return new Claims(
                    ISSUER, AUDIENCE, Set.of("responder"), Instant.now().plusSeconds(600));
        }

        Claims by(String other) {
            return new Claims(other, audience, groups, expires);
        }

        Claims meantFor(String other) {
            return new Claims(issuer, other, groups, expires);
        }

        Claims of(Set<String> others) {
            return new Claims(issuer, audience, others, expires);
        }

        Claims until(Instant end) {
            return new Claims(issuer, audience, groups, end);
        }
    }

    private static String unsigned(Claims claims) {
        return encoded("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoded("""
                        {"iss":"%s","aud":"%s","sub":"ann","upn":"ann","groups":["responder"],"exp":%d}""".formatted(
                        claims.issuer(), claims.audience(), claims.expires().getEpochSecond()).getBytes(
                        StandardCharsets.UTF_8))
                + ".";
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** One key of the provider. */
    private static final class Signer {
        private final String id;
        private final KeyPair keys;

        Signer(String id) {
            this.id = id;
            try {
                var generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                keys = generator.generateKeyPair();
            } catch (GeneralSecurityException impossible) {
                throw new AssertionError(impossible);
            }
        }

        String token(Claims claims) {
            return Jwt.claims()
                    .issuer(claims.issuer())
                    .audience(claims.audience())
                    .subject("ann")
                    .upn("ann@idp.example")
                    .groups(claims.groups())
                    .issuedAt(claims.expires().minusSeconds(1200).getEpochSecond())
                    .expiresAt(claims.expires().getEpochSecond())
                    .jws()
                    .keyId(id)
                    .sign(keys.getPrivate());
        }

        /** As somebody would who knows nothing but what is published. */
        String tokenByPublicKey(Claims claims) {
            return Jwt.claims()
                    .issuer(claims.issuer())
                    .audience(claims.audience())
                    .subject("ann")
                    .upn("ann@idp.example")
                    .groups(claims.groups())
                    .expiresAt(claims.expires().getEpochSecond())
                    .jws()
                    .keyId(id)
                    .sign(new SecretKeySpec(keys.getPublic().getEncoded(), "HmacSHA256"));
        }

        String jwk() {
            var key = (RSAPublicKey) keys.getPublic();
            return """
                    {"kty":"RSA","use":"sig","alg":"RS256","kid":"%s","n":"%s","e":"%s"}""".formatted(id, number(key.getModulus()), number(key.getPublicExponent()));
        }

        private static String number(BigInteger number) {
            byte[] bytes = number.toByteArray();
            int from = bytes[0] == 0 ? 1 : 0;
            return encoded(Arrays.copyOfRange(bytes, from, bytes.length));
        }
    }
}
