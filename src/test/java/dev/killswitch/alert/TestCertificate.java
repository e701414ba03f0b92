package dev.killswitch.alert;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/** A key and a certificate of it that it signed itself, written in DER by hand: the JDK reads certificates and makes none. */
final class TestCertificate {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    /** {@code sha256WithRSAEncryption}, 1.2.840.113549.1.1.11, with its NULL. */
    private static final byte[] ALGORITHM = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05, 0x00
    };

    private final KeyPair keys;
    private final byte[] encoded;

    private TestCertificate(KeyPair keys, byte[] encoded) {
        this.keys = keys;
        this.encoded = encoded;
    }

    static TestCertificate of(int bits, Instant from, Instant until) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            KeyPair keys = generator.generateKeyPair();
            byte[] name = der(0x30, der(0x31, der(0x30, new byte[] {0x06, 0x03, 0x55, 0x04, 0x03}, text(0x0c, "sns"))));
            byte[] body = der(
                    0x30,
                    new byte[] {0x02, 0x01, 0x01},
                    ALGORITHM,
                    name,
                    der(0x30, text(0x18, TIME.format(from)), text(0x18, TIME.format(until))),
                    name,
                    keys.getPublic().getEncoded());
            var certificate = new TestCertificate(keys, body);
            byte[] signature = certificate.signed("SHA256withRSA", body);
            return new TestCertificate(keys, der(0x30, body, ALGORITHM, der(0x03, new byte[] {0}, signature)));
        } catch (GeneralSecurityException broken) {
            throw new AssertionError(broken);
        }
    }

    SigningCertificate from(String address) {
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END CERTIFICATE-----\n";
        return SigningCertificate.read(URI.create(address), pem.getBytes(StandardCharsets.US_ASCII))
                .orElseThrow();
    }

    String signature(String algorithm, String text) {
        try {
            return Base64.getEncoder().encodeToString(signed(algorithm, text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException broken) {
            throw new AssertionError(broken);
        }
    }

    private byte[] signed(String algorithm, byte[] bytes) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(keys.getPrivate());
        signature.update(bytes);
        return signature.sign();
    }

    private static byte[] text(int tag, String text) {
        return der(tag, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] der(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        var whole = new ByteArrayOutputStream();
        whole.write(tag);
        int length = content.size();
        if (length < 0x80) {
            whole.write(length);
        } else {
            whole.write(0x82);
            whole.write(length >> 8);
            whole.write(length);
        }
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }
}
