package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * Somebody whom a binding may name: a user, a group or a service account, whichever way it is written there.
 *
 * @param name as requests carry it
 * @param namespace of a service account; empty for others
 */
record RbacSubject(Sort sort, String name, String namespace) {
    private static final String SYSTEM = "system:";
    private static final String ACCOUNT = SYSTEM + "serviceaccount:";
    private static final String ACCOUNTS = SYSTEM + "serviceaccounts";

    /** As bindings write it, and as the ids of {@link Subject} begin. */
    enum Sort {
        USER("User"),
        GROUP("Group"),
        SERVICE_ACCOUNT("ServiceAccount");

        private final String word;

        Sort(String word) {
            this.word = word;
        }
    }

    /** Of an id such as {@code User:alice} or {@code ServiceAccount:shop/web}. */
    static Optional<RbacSubject> of(String id) {
        int colon = id.indexOf(':');
        String name = id.substring(colon + 1);
        if (colon < 0 || name.isBlank()) {
            return Optional.empty();
        }
        return switch (id.substring(0, colon)) {
            case "User" -> Optional.of(user(name));
            case "Group" -> Optional.of(new RbacSubject(Sort.GROUP, name, ""));
            case "ServiceAccount" ->
                Where.of(Where.SERVICE_ACCOUNT, name)
                        .map(where -> account(where.namespace().orElseThrow(), where.name()));
            default -> Optional.empty();
        };
    }

    /** Of one entry of a binding; empty for what names nobody. */
    static Optional<RbacSubject> of(JsonNode subject) {
        String name = subject.path("name").asText();
        return switch (subject.path("kind").asText()) {
            case "User" -> Optional.of(user(name));
            case "Group" -> Optional.of(new RbacSubject(Sort.GROUP, name, ""));
            case "ServiceAccount" ->
                Optional.of(account(subject.path("namespace").asText(), name));
            default -> Optional.empty();
        };
    }

    static List<RbacSubject> all(JsonNode binding) {
        return binding.path("subjects")
                .valueStream()
                .flatMap(one -> of(one).stream())
                .distinct()
                .toList();
    }

    /** Whoever has this name in a request; an account's name is the account, however it is written. */
    static RbacSubject user(String name) {
        String[] parts = name.split(":", -1);
        return name.startsWith(ACCOUNT) && parts.length == 4
                ? account(parts[2], parts[3])
                : new RbacSubject(Sort.USER, name, "");
    }

    private static RbacSubject account(String namespace, String name) {
        return new RbacSubject(Sort.SERVICE_ACCOUNT, ACCOUNT + namespace + ":" + name, namespace);
    }

    /** As ids write it. */
    String id() {
        return sort.word + ":"
                + (sort == Sort.SERVICE_ACCOUNT ? namespace + "/" + name.substring(name.lastIndexOf(':') + 1) : name);
    }

    /** The groups that it is in for certain; those that an identity provider adds are not known here. */
    List<RbacSubject> groups() {
        return switch (sort) {
            case GROUP -> List.of();
            case USER -> List.of(group("authenticated"));
            case SERVICE_ACCOUNT ->
                List.of(group("authenticated"), group("serviceaccounts"), group("serviceaccounts:" + namespace));
        };
    }

    private static RbacSubject group(String name) {
        return new RbacSubject(Sort.GROUP, SYSTEM + name, "");
    }

    /** Puts it into the {@code spec} of a question what it may do. */
    void ask(ObjectNode spec) {
        ArrayNode groups = spec.putArray("groups");
        if (sort == Sort.GROUP) {
            groups.add(name);
        } else {
            spec.put("user", name);
            groups().forEach(one -> groups.add(one.name()));
        }
    }

    /** Why nobody takes anything from it here, whoever asks. */
    Optional<String> refusal() {
        boolean isOfAccounts = name.startsWith(ACCOUNTS + ":") || sort == Sort.SERVICE_ACCOUNT;
        return name.startsWith(SYSTEM) && !isOfAccounts
                ? Optional.of(
                        "names of system: are the control plane's, the nodes' and everybody's: nobody takes a right"
                                + " from them here")
                : Optional.empty();
    }
}
