package dev.killswitch.alert;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * A certificate and where it was fetched: the address is what makes it believable, so it is kept with it. Immutable, and
 * may be kept as long as it is valid.
 */
public record SigningCertificate(URI from, X509Certificate certificate) {
    /** Reads PEM or DER; empty where it is no certificate. */
    public static Optional<SigningCertificate> read(URI from, byte[] bytes) {
        try {
            var read = CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
            return read instanceof X509Certificate certificate
                    ? Optional.of(new SigningCertificate(from, certificate))
                    : Optional.empty();
        } catch (CertificateException _) {
            return Optional.empty();
        }
    }
}
