package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/** Tokens in the form of a cluster's, sealed so that a made-up one is told from the range's own. They do not expire. */
final class Jwts {
    private static final String HEAD = encoded("{\"alg\":\"range\",\"typ\":\"JWT\"}");

    private Jwts() {}

    static String make(ObjectNode claims) {
        String signed = HEAD + "." + encoded(claims.toString());
        return signed + "." + seal(signed);
    }

    /** Empty where it is none of the range's. */
    static Optional<JsonNode> claims(String token) {
        String[] parts = token.split("\\.", -1);
        return parts.length == 3 && seal(parts[0] + "." + parts[1]).equals(parts[2])
                ? Optional.of(
                        Objects.parse(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    private static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String seal(String signed) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return encoded(sha256.digest(("range " + signed).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
