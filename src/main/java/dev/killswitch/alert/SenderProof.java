package dev.killswitch.alert;

import dev.killswitch.config.SecretFile;
import java.net.URI;
import java.util.List;
import java.util.function.Function;

/**
 * Decides whether a delivery is from whom it should be, by its raw bytes and before anything else reads them. Pure, but
 * for the secrets' files; the time is the delivery's. Compares without telling how much was right. Thread-safe.
 */
public sealed interface SenderProof permits SharedSecretProof, SnsProof {
    /** What became of the check. */
    sealed interface Checked {}

    /** It is. {@code keyId} tells which secret or certificate it was, and is not enough to find it. */
    record Proven(String scheme, String keyId) implements Checked {}

    /** It is not: 401. {@code why} is for our log alone, with nothing in it that the sender wrote. */
    record Refused(String why) implements Checked {}

    /** Ask again with the certificate at {@code at}: an address of SNS itself, to be fetched without redirects. */
    record NeedsCertificate(URI at) implements Checked {}

    /** Nobody can tell now, since a secret cannot be read: 503, so that a sender that tries again is heard later. */
    record Undecided(String why) implements Checked {}

    Checked check(Delivery delivery);

    /** The same, with the certificate that was asked for. */
    Checked check(Delivery delivery, SigningCertificate certificate);

    /** What would keep any sender from being proven now, for the start to tell; none where all is well. */
    List<String> troubles();

    /** The check that {@code settings} ask for. Each file is opened by its path as configured. */
    static SenderProof of(ProofSettings settings, Function<String, SecretFile> files) {
        return switch (settings) {
            case ProofSettings.Bearer bearer ->
                new SharedSecretProof("bearer", new CredentialIn.Bearer(), secrets(bearer.files(), files));
            case ProofSettings.ApiKey apiKey ->
                new SharedSecretProof(
                        "api-key", new CredentialIn.Header(apiKey.header()), secrets(apiKey.files(), files));
            case ProofSettings.Basic basic ->
                new SharedSecretProof("basic", new CredentialIn.Basic(basic.user()), secrets(basic.files(), files));
            case ProofSettings.Hmac hmac ->
                new SharedSecretProof(
                        "hmac-sha256",
                        new CredentialIn.Hmac(hmac.header(), hmac.prefix(), hmac.timeHeader()),
                        secrets(hmac.files(), files));
            case ProofSettings.Sns sns -> new SnsProof(sns);
        };
    }

    private static List<SecretFile> secrets(List<String> paths, Function<String, SecretFile> files) {
        return paths.stream().map(files).toList();
    }
}
