package dev.killswitch.web;

import dev.killswitch.alert.ProofSettings;
import dev.killswitch.alert.SenderProof;
import dev.killswitch.alert.SourceCatalog.Source;
import dev.killswitch.alert.SourceSpec.ProofKind;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Where one source's deliveries come in, and the check of who brings them. */
public record Door(Source source, SenderProof proof) {
    /** Headers that carry whole secrets whatever the proof. */
    private static final Set<String> SECRET_HEADERS = Set.of("authorization", "proxy-authorization", "cookie");

    String name() {
        return source.settings().name();
    }

    int bodyBytesMax() {
        return source.spec().bodyBytesMax();
    }

    /** Whether its senders call their JSON plain text, as SNS does. */
    boolean takesText() {
        return source.spec().proofs().contains(ProofKind.SNS_SIGNATURE);
    }

    /** The headers, in lower case, that must not be kept with a delivery: with them anybody could be the sender. */
    Set<String> secretHeaders() {
        var secret = new TreeSet<>(SECRET_HEADERS);
        switch (source.settings().proof()) {
            case ProofSettings.ApiKey key -> secret.add(key.header().toLowerCase(Locale.ROOT));
            case ProofSettings.Bearer _, ProofSettings.Basic _, ProofSettings.Hmac _, ProofSettings.Sns _ -> {}
        }
        return secret;
    }
}
