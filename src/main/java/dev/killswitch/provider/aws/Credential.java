package dev.killswitch.provider.aws;

import java.util.regex.Pattern;

/** What a user signs in with, and AWS keeps a status of. */
enum Credential {
    ACCESS_KEY(Kinds.ACCESS_KEY, "key", "keys", "iam:ListAccessKeys", "iam:UpdateAccessKey"),
    SIGNING_CERTIFICATE(
            Kinds.SIGNING_CERTIFICATE,
            "signing certificate",
            "certificates",
            "iam:ListSigningCertificates",
            "iam:UpdateSigningCertificate"),
    SSH_KEY(Kinds.SSH_KEY, "SSH key", "ssh-keys", "iam:ListSSHPublicKeys", "iam:UpdateSSHPublicKey"),
    SERVICE_CREDENTIAL(
            Kinds.SERVICE_CREDENTIAL,
            "service credential",
            "service-credentials",
            "iam:ListServiceSpecificCredentials",
            "iam:UpdateServiceSpecificCredential");

    /** What AWS says of the ids of all of them. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_]{16,128}");

    private final String kind;
    private final String word;
    private final String plural;
    private final String list;
    private final String update;

    Credential(String kind, String word, String plural, String list, String update) {
        this.kind = kind;
        this.word = word;
        this.plural = plural;
        this.list = list;
        this.update = update;
    }

    /** The kind of target that it is. */
    String kind() {
        return kind;
    }

    /** For sentences. */
    String word() {
        return word;
    }

    /** For counts. */
    String plural() {
        return plural;
    }

    /** The permission that lists them. */
    String list() {
        return list;
    }

    /** The permission that sets their status. */
    String update() {
        return update;
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }
}
