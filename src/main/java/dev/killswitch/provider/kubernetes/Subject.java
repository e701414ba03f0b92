package dev.killswitch.provider.kubernetes;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who acts in a cluster, by the name that the API server knows him by.
 *
 * @param account of whom it is the name; empty for a user, who is no object
 * @param username as requests carry it
 */
record Subject(Optional<Where> account, String username) {
    static final String KIND = "kubernetes.subject";

    private static final String ACCOUNT = "ServiceAccount:";
    private static final String USER = "User:";
    private static final String SYSTEM = "system:";

    /** What may stand in a policy: what else a provider of identities lets people be called is for people to write. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9:@._/-]{1,253}");

    /** Empty for a group, and for what names nobody. */
    static Optional<Subject> of(String id) {
        if (id.startsWith(ACCOUNT)) {
            return Where.of(Where.SERVICE_ACCOUNT, id.substring(ACCOUNT.length()))
                    .map(where -> new Subject(
                            Optional.of(where),
                            SYSTEM + "serviceaccount:" + where.namespace().orElseThrow() + ":" + where.name()));
        }
        return Optional.of(id)
                .filter(user -> user.startsWith(USER) && user.length() > USER.length())
                .map(user -> new Subject(Optional.empty(), user.substring(USER.length())));
    }

    /** Why a policy never names it, whoever asks. */
    Optional<String> refusal() {
        if (!NAME.matcher(username).matches()) {
            return Optional.of(
                    "a name with other characters than letters, digits and : @ . _ / - is in no policy of ours");
        }
        if (account.isPresent()) {
            return Optional.empty();
        }
        if (username.startsWith(SYSTEM + "serviceaccount:")) {
            return Optional.of("it is a service account: name it as ServiceAccount:namespace/name");
        }
        // The control plane and the nodes: without their writes there is no cluster, nor anybody to release anything.
        return username.startsWith(SYSTEM)
                ? Optional.of(
                        "names of system: are the control plane's and the nodes' own: nobody denies them from here")
                : Optional.empty();
    }
}
