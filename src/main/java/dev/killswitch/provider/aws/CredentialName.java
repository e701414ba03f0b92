package dev.killswitch.provider.aws;

import java.util.Optional;

/**
 * A credential other than an access key, as people and alerts name it: {@code user/id}, or {@code ARN of the user/id}. AWS
 * finds a service credential by its id alone, and none of the others.
 *
 * @param user a name or an ARN; empty where it is not named
 */
record CredentialName(Optional<String> user, String id) {
    /** Empty for what is none. */
    static Optional<CredentialName> parse(String text) {
        int slash = text.lastIndexOf('/');
        String id = text.substring(slash + 1);
        return Credential.isId(id)
                ? Optional.of(
                        new CredentialName(slash < 0 ? Optional.empty() : Optional.of(text.substring(0, slash)), id))
                : Optional.empty();
    }

    /** How it is called where its user is called {@code user}. */
    static String of(String user, String id) {
        return user + "/" + id;
    }
}
