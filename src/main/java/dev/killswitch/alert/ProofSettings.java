package dev.killswitch.alert;

import dev.killswitch.alert.SourceSpec.ProofKind;
import java.util.List;
import java.util.Optional;

/** How one source's sender is to prove itself, as configured. Names files, and holds no secret. */
public sealed interface ProofSettings {
    /** Which of the proofs it is. */
    ProofKind kind();

    /** {@code Authorization: Bearer …}. */
    record Bearer(List<String> files) implements ProofSettings {
        public Bearer {
            files = List.copyOf(files);
        }

        @Override
        public ProofKind kind() {
            return ProofKind.BEARER;
        }
    }

    /** The secret alone in a header. */
    record ApiKey(String header, List<String> files) implements ProofSettings {
        public ApiKey {
            files = List.copyOf(files);
        }

        @Override
        public ProofKind kind() {
            return ProofKind.API_KEY_HEADER;
        }
    }

    /** {@code Authorization: Basic …}. */
    record Basic(String user, List<String> files) implements ProofSettings {
        public Basic {
            files = List.copyOf(files);
        }

        @Override
        public ProofKind kind() {
            return ProofKind.BASIC;
        }
    }

    /**
     * HMAC-SHA256 over the raw body, in hexadecimal after {@code prefix}.
     *
     * @param timeHeader where given, what it says is signed before the body, with a colon between, and must be near now
     */
    record Hmac(String header, String prefix, Optional<String> timeHeader, List<String> files)
            implements ProofSettings {
        public Hmac {
            files = List.copyOf(files);
        }

        @Override
        public ProofKind kind() {
            return ProofKind.HMAC_SHA256;
        }
    }

    /**
     * The RSA signature in an SNS message.
     *
     * @param topic the only topic that is heard: a signature alone proves some AWS customer's topic, not ours
     */
    record Sns(String topic, Versions versions) implements ProofSettings {
        @Override
        public ProofKind kind() {
            return ProofKind.SNS_SIGNATURE;
        }
    }

    /** Which signature versions are taken. Version 1 is SHA-1, and what a topic does unless told otherwise. */
    enum Versions {
        V2_ONLY,
        V1_TOO
    }
}
