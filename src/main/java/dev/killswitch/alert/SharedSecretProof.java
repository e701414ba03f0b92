package dev.killswitch.alert;

import dev.killswitch.config.Secret;
import dev.killswitch.config.SecretFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Sender and we know a secret; during a rotation two of them count. */
final class SharedSecretProof implements SenderProof {
    /** What a shorter one protects is guessed in an afternoon. */
    private static final int SECRET_BYTES_MIN = 16;

    /** So few bytes tell two secrets of a source apart, and do not help whoever wants to try words. */
    private static final int FINGERPRINT_BYTES = 2;

    private static final byte[] FINGERPRINT_OF = "killswitch key id".getBytes(StandardCharsets.UTF_8);

    private final String scheme;
    private final CredentialIn credential;
    private final List<SecretFile> files;

    SharedSecretProof(String scheme, CredentialIn credential, List<SecretFile> files) {
        this.scheme = scheme;
        this.credential = credential;
        this.files = List.copyOf(files);
    }

    /** Compares with every secret, also when one fitted already. */
    @Override
    public Checked check(Delivery delivery) {
        Optional<byte[]> shown = credential.shown(delivery);
        if (shown.isEmpty()) {
            return new Refused("expected a " + scheme + " credential, found none of that form or several");
        }
        Optional<Checked> proven = Optional.empty();
        for (int i = 0; i < files.size(); i++) {
            Optional<Secret> secret = usable(files.get(i));
            if (secret.isPresent() && credential.fits(shown.get(), secret.get(), delivery)) {
                proven = Optional.of(new Proven(scheme, keyId(i, secret.get())));
            }
        }
        return proven.orElseGet(() -> {
            List<String> troubles = troubles();
            return troubles.isEmpty()
                    ? new Refused("expected a " + scheme + " credential of a known secret, found another")
                    : new Undecided(String.join("; ", troubles));
        });
    }

    @Override
    public Checked check(Delivery delivery, SigningCertificate certificate) {
        return check(delivery);
    }

    @Override
    public List<String> troubles() {
        var troubles = new ArrayList<String>();
        for (SecretFile file : files) {
            switch (file.read()) {
                case SecretFile.Reading.Unreadable unreadable -> troubles.add(unreadable.why());
                case SecretFile.Reading.Known known
                when known.secret().bytes().length < SECRET_BYTES_MIN ->
                    troubles.add(file + " has fewer than " + SECRET_BYTES_MIN + " bytes");
                case SecretFile.Reading.Known _ -> {}
            }
        }
        return troubles;
    }

    private static Optional<Secret> usable(SecretFile file) {
        return switch (file.read()) {
            case SecretFile.Reading.Known known
            when known.secret().bytes().length >= SECRET_BYTES_MIN -> Optional.of(known.secret());
            case SecretFile.Reading.Known _, SecretFile.Reading.Unreadable _ -> Optional.empty();
        };
    }

    private static String keyId(int index, Secret secret) {
        byte[] digest = CredentialIn.hmac(secret, FINGERPRINT_OF);
        return (index + 1) + ":" + HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
    }
}
