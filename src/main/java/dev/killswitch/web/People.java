package dev.killswitch.web;

import dev.killswitch.config.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How people prove who they are, and what they are called in the record.
 *
 * @param pseudonyms the key that turns a subject into an id: whoever has it can tell who did what, so it never changes and
 *     never leaves
 */
public record People(Issuer issuer, Secret pseudonyms) {
    private static final int ID_BYTES = 16;

    /** Who signs the tokens. */
    public sealed interface Issuer {
        /** The name that tokens must be issued by. */
        String name();

        /** We do: an elliptic-curve key made at the start. */
        record Local(String name, PublicKey key) implements Issuer {}

        /**
         * An OIDC provider.
         *
         * @param jwks where its keys are
         * @param audiences of which a token must be for one; any where empty
         */
        record Remote(String name, URI jwks, List<String> audiences) implements Issuer {
            public Remote {
                audiences = List.copyOf(audiences);
            }
        }
    }

    /** What the record calls the person of that subject: always the same, and nobody can tell who without the key. */
    String id(String subject) {
        try {
            Mac hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(pseudonyms.bytes(), "HmacSHA256"));
            byte[] digest = hmac.doFinal(subject.getBytes(StandardCharsets.UTF_8));
            return "p-" + HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", impossible);
        }
    }
}
