package dev.killswitch.alert;

import dev.killswitch.config.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Where in a delivery the credential stands, and how it shows that the sender has the secret. */
sealed interface CredentialIn {
    /** The credential that was shown; empty where there is none of this form, or more than one. */
    Optional<byte[]> shown(Delivery delivery);

    /** Whether {@code shown} comes from {@code secret}, in a time that does not tell how much of it was right. */
    boolean fits(byte[] shown, Secret secret, Delivery delivery);

    /** {@code Authorization: Bearer <secret>}. */
    record Bearer() implements CredentialIn {
        @Override
        public Optional<byte[]> shown(Delivery delivery) {
            return authorization(delivery, "Bearer ").map(CredentialIn::utf8);
        }

        @Override
        public boolean fits(byte[] shown, Secret secret, Delivery delivery) {
            return secret.is(shown);
        }
    }

    /** {@code <name>: <secret>}. */
    record Header(String name) implements CredentialIn {
        @Override
        public Optional<byte[]> shown(Delivery delivery) {
            return only(delivery.header(name)).map(String::strip).map(CredentialIn::utf8);
        }

        @Override
        public boolean fits(byte[] shown, Secret secret, Delivery delivery) {
            return secret.is(shown);
        }
    }

    /** {@code Authorization: Basic <user:secret in Base64>}. */
    record Basic(String user) implements CredentialIn {
        @Override
        public Optional<byte[]> shown(Delivery delivery) {
            try {
                return authorization(delivery, "Basic ")
                        .map(pair -> Base64.getDecoder().decode(pair));
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }

        @Override
        public boolean fits(byte[] shown, Secret secret, Delivery delivery) {
            return Secret.of(user + ":" + secret.text()).is(shown);
        }
    }

    /**
     * {@code <name>: <prefix><HMAC-SHA256 in hexadecimal>} over the raw body. Where the time is signed too, it stands
     * before the body in seconds since 1970, and what is older cannot be sent again.
     */
    record Hmac(String name, String prefix, Optional<String> timeHeader) implements CredentialIn {
        private static final int DIGITS = 64;

        /** No sender waits so long between signing and sending, and few clocks are so wrong. */
        private static final Duration APART_MAX = Duration.ofMinutes(5);

        @Override
        public Optional<byte[]> shown(Delivery delivery) {
            return only(delivery.header(name))
                    .filter(value -> value.startsWith(prefix) && value.length() == prefix.length() + DIGITS)
                    .map(value -> value.substring(prefix.length()))
                    .filter(digits -> digits.chars().allMatch(HexFormat::isHexDigit))
                    .filter(_ -> timeHeader.isEmpty() || isNow(delivery))
                    .map(HexFormat.of()::parseHex);
        }

        private boolean isNow(Delivery delivery) {
            return time(delivery)
                    .filter(time -> time.matches("[0-9]{1,11}"))
                    .map(time -> Instant.ofEpochSecond(Long.parseLong(time)))
                    .filter(time ->
                            Duration.between(time, delivery.observed()).abs().compareTo(APART_MAX) <= 0)
                    .isPresent();
        }

        private Optional<String> time(Delivery delivery) {
            return timeHeader.flatMap(header -> only(delivery.header(header)));
        }

        @Override
        public boolean fits(byte[] shown, Secret secret, Delivery delivery) {
            var signed = new ByteArrayOutputStream();
            time(delivery).ifPresent(time -> signed.writeBytes(utf8(time + ":")));
            signed.writeBytes(delivery.body().bytes());
            return Secret.of(hmac(secret, signed.toByteArray())).is(shown);
        }
    }

    static byte[] hmac(Secret secret, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.bytes(), "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has HmacSHA256", missing);
        }
    }

    private static Optional<String> only(List<String> values) {
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    private static Optional<String> authorization(Delivery delivery, String scheme) {
        return only(delivery.header("authorization"))
                .filter(value -> value.regionMatches(true, 0, scheme, 0, scheme.length()))
                .map(value -> value.substring(scheme.length()).strip());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
