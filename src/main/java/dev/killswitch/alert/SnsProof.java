package dev.killswitch.alert;

import dev.killswitch.alert.ProofSettings.Versions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * The signature that SNS puts into a message. It proves that some AWS customer's topic sent it; that it was ours shows by
 * the topic, which is signed too. A message is heard as long as SNS tries to deliver it, and no longer.
 */
final class SnsProof implements SenderProof {
    /** SNS gives up after an hour; clocks may differ by some minutes. */
    private static final Duration SKEW_MAX = Duration.ofMinutes(5);

    private static final Duration AGE_MAX = Duration.ofHours(1).plus(SKEW_MAX);

    private static final int RSA_BITS_MIN = 2048;

    private final ProofSettings.Sns settings;

    SnsProof(ProofSettings.Sns settings) {
        this.settings = settings;
    }

    /** Either why not, or the message and where its certificate is. */
    private sealed interface Examined {
        record Fit(SnsMessage message, String algorithm, URI certificate) implements Examined {}

        record Unfit(String why) implements Examined {}
    }

    @Override
    public Checked check(Delivery delivery) {
        return switch (examined(delivery)) {
            case Examined.Unfit unfit -> new Refused(unfit.why());
            case Examined.Fit fit -> new NeedsCertificate(fit.certificate());
        };
    }

    @Override
    public Checked check(Delivery delivery, SigningCertificate certificate) {
        return switch (examined(delivery)) {
            case Examined.Unfit unfit -> new Refused(unfit.why());
            case Examined.Fit fit
            when !fit.certificate().equals(certificate.from()) -> new NeedsCertificate(fit.certificate());
            case Examined.Fit fit -> verified(fit, certificate.certificate(), delivery.observed());
        };
    }

    @Override
    public List<String> troubles() {
        return List.of();
    }

    private Examined examined(Delivery delivery) {
        if (delivery.header("x-amz-sns-rawdelivery").stream().anyMatch("true"::equalsIgnoreCase)) {
            return new Examined.Unfit("raw delivery has no signature: turn it off at the subscription");
        }
        Optional<SnsMessage> message =
                Json.read(delivery.body()) instanceof Json.Tree tree ? SnsMessage.of(tree.root()) : Optional.empty();
        return message.map(sns -> examined(sns, delivery.observed()))
                .orElseGet(() -> new Examined.Unfit("expected an SNS message, found none"));
    }

    private Examined examined(SnsMessage message, Instant observed) {
        if (!message.topic().equals(settings.topic())) {
            return new Examined.Unfit("expected the topic that is configured, found another");
        }
        Optional<String> algorithm = algorithm(message.text("SignatureVersion"));
        if (algorithm.isEmpty()) {
            return new Examined.Unfit(
                    "expected signature version 2, found another: set SignatureVersion 2 on the topic, or allow-v1");
        }
        Optional<Instant> sent = time(message.text("Timestamp"));
        if (sent.isEmpty()
                || sent.get().isBefore(observed.minus(AGE_MAX))
                || sent.get().isAfter(observed.plus(SKEW_MAX))) {
            return new Examined.Unfit("expected a timestamp of the last hour, found another or none");
        }
        return message.certificateUrl()
                .<Examined>map(url -> new Examined.Fit(message, algorithm.get(), url))
                .orElseGet(() -> new Examined.Unfit("expected SigningCertURL to be an address of SNS, found another"));
    }

    private Optional<String> algorithm(String version) {
        return switch (version) {
            case "2" -> Optional.of("SHA256withRSA");
            case "1" -> settings.versions() == Versions.V1_TOO ? Optional.of("SHA1withRSA") : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Checked verified(Examined.Fit fit, X509Certificate certificate, Instant observed) {
        try {
            certificate.checkValidity(Date.from(observed));
            if (!(certificate.getPublicKey() instanceof RSAPublicKey key)
                    || key.getModulus().bitLength() < RSA_BITS_MIN) {
                return new Refused("expected a certificate with an RSA key of " + RSA_BITS_MIN + " bits or more");
            }
            Signature signature = Signature.getInstance(fit.algorithm());
            signature.initVerify(key);
            signature.update(fit.message().signedText().getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(fit.message().text("Signature")))
                    ? new Proven("sns-v" + fit.message().text("SignatureVersion"), keyId(certificate))
                    : new Refused("expected a signature by the topic's certificate, found another");
        } catch (CertificateException _) {
            return new Refused("expected a certificate that is valid now, found one that is not");
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return new Refused("expected a signature, found something else");
        }
    }

    private static String keyId(X509Certificate certificate) throws CertificateException {
        return Body.of(certificate.getEncoded()).sha256().substring(0, 16);
    }
}
