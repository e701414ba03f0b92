package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who acts in a cluster, by the name that the API server knows him by, by a group of his, or by the one credential that he comes with.
 *
 * @param account of whom it is the name; empty for users and groups, which are no objects
 * @param text as requests carry it: the user's name, the group's, or the credential's id
 */
record Subject(Optional<Where> account, Sort sort, String text) {
    static final String KIND = "kubernetes.subject";

    /** For whoever named nobody. */
    static final String FORMS = "a subject is a User:name, a Group:name, a ServiceAccount:namespace/name,"
            + " a Credential:X509SHA256=fingerprint or a Credential:JTI=id";

    private static final String ACCOUNT = "ServiceAccount:";
    private static final String USER = "User:";
    private static final String GROUP = "Group:";
    private static final String CREDENTIAL = "Credential:";
    private static final String EXTRA = "authentication.kubernetes.io/credential-id";
    private static final String SYSTEM = "system:";

    /** A client certificate by its fingerprint, or a token of a service account by its own id. */
    private static final Pattern CREDENTIAL_ID = Pattern.compile("X509SHA256=[0-9a-f]{64}|JTI=[0-9A-Za-z-]{1,64}");

    /** What a request is known by. */
    enum Sort {
        NAME,
        GROUP,
        CREDENTIAL
    }

    private static final int LENGTH_MAX = 253;

    /** Empty for what names nobody. */
    static Optional<Subject> of(String id) {
        if (id.startsWith(ACCOUNT)) {
            return Where.of(Where.SERVICE_ACCOUNT, id.substring(ACCOUNT.length()))
                    .map(where -> new Subject(
                            Optional.of(where),
                            Sort.NAME,
                            SYSTEM + "serviceaccount:" + where.namespace().orElseThrow() + ":" + where.name()));
        }
        if (id.startsWith(CREDENTIAL)) {
            return Optional.of(id.substring(CREDENTIAL.length()))
                    .filter(one -> CREDENTIAL_ID.matcher(one).matches())
                    .map(one -> new Subject(Optional.empty(), Sort.CREDENTIAL, one));
        }
        return named(id, USER, Sort.NAME).or(() -> named(id, GROUP, Sort.GROUP));
    }

    private static Optional<Subject> named(String id, String prefix, Sort sort) {
        return Optional.of(id)
                .filter(one -> one.startsWith(prefix) && one.length() > prefix.length())
                .map(one -> new Subject(Optional.empty(), sort, one.substring(prefix.length())));
    }

    /** The same whoever has the name; no name is also a credential's id, and none that is denied has a line break. */
    String uid() {
        return Names.digest(isGroup() ? GROUP + "\n" + text : text);
    }

    boolean isGroup() {
        return sort == Sort.GROUP;
    }

    /** Whether requests of {@code userInfo} come from it. */
    boolean is(JsonNode userInfo) {
        return switch (sort) {
            case NAME -> userInfo.path("username").asText().equals(text);
            case GROUP -> has(userInfo.path("groups"));
            case CREDENTIAL -> has(userInfo.path("extra").path(EXTRA));
        };
    }

    private boolean has(JsonNode list) {
        return list.valueStream().anyMatch(one -> one.asText().equals(text));
    }

    /** The same as a condition of a policy, which must hold for requests of whomever, with groups and extras or without. */
    String condition() {
        return condition(sort, Cel.literal(text));
    }

    static String condition(Sort sort, String literal) {
        return switch (sort) {
            case NAME -> "request.userInfo.username == " + literal;
            case GROUP -> "has(request.userInfo.groups) && " + literal + " in request.userInfo.groups";
            case CREDENTIAL ->
                "has(request.userInfo.extra) && \"" + EXTRA
                        + "\" in request.userInfo.extra && request.userInfo.extra[\"" + EXTRA + "\"].exists(v, v == "
                        + literal + ")";
        };
    }

    /** Why a policy never names it, whoever asks. */
    Optional<String> refusal() {
        if (sort == Sort.CREDENTIAL) {
            return Optional.empty();
        }
        if (text.length() > LENGTH_MAX || !text.equals(Plain.of(text))) {
            return Optional.of("a name of more than " + LENGTH_MAX
                    + " characters, or with one that cannot be printed, is in no policy of ours");
        }
        if (account.isPresent()) {
            return Optional.empty();
        }
        if (isGroup()) {
            return text.startsWith(SYSTEM)
                    ? Optional.of(
                            text + " is a group of the system's own, in which the control plane, the nodes or everybody"
                                    + " are: nobody denies it from here; name a User:name, or of the accounts of a namespace each,"
                                    + " as ServiceAccount:namespace/name")
                    : Optional.empty();
        }
        if (text.startsWith(SYSTEM + "serviceaccount:")) {
            return Optional.of("it is a service account: name it as ServiceAccount:namespace/name");
        }
        // The control plane and the nodes: without their writes there is no cluster, nor anybody to release anything.
        return text.startsWith(SYSTEM)
                ? Optional.of(
                        "names of system: are the control plane's and the nodes' own: nobody denies them from here")
                : Optional.empty();
    }
}
