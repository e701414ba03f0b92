package dev.killswitch.plan;

import dev.killswitch.action.Reference;
import dev.killswitch.action.Target;
import dev.killswitch.alert.AwsArn;
import dev.killswitch.plan.Names.Sort;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a thing is called, in each way in which configuration may name it. */
final class Things {
    private final Map<Sort, Set<String>> known = new EnumMap<>(Sort.class);

    private Things() {}

    /** What the name alone says; {@code accounts} are those of its connection. */
    static Map<Sort, Set<String>> names(Reference thing, Set<String> accounts) {
        var things = new Things();
        String account = thing.scope().getOrDefault("account", accounts.size() == 1 ? only(accounts) : "");
        things.read(thing.kind(), thing.id(), account);
        return things.known;
    }

    /** What the thing itself is called, and what inspection saw besides. */
    static Map<Sort, Set<String>> names(Target thing, Set<String> seen) {
        var things = new Things();
        things.read(thing.kind(), thing.id(), "");
        for (String name : seen) {
            things.readSeen(thing.kind(), name);
        }
        return things.known;
    }

    private static String only(Set<String> accounts) {
        return accounts.iterator().next();
    }

    private void add(Sort sort, String name) {
        if (!name.isEmpty()) {
            known.computeIfAbsent(sort, _ -> new LinkedHashSet<>()).add(name);
        }
    }

    private void read(String kind, String id, String account) {
        switch (kind) {
            case "kubernetes.namespace" -> add(Sort.NAMESPACES, id);
            case "kubernetes.pod" -> namespaced(Sort.PODS, id);
            case "kubernetes.serviceaccount" -> namespaced(Sort.SERVICEACCOUNTS, id);
            case "kubernetes.workload",
                    "kubernetes.gitops",
                    "kubernetes.networkpolicy",
                    "kubernetes.secret",
                    "kubernetes.rolebinding" -> add(Sort.NAMESPACES, namespace(id));
            case "kubernetes.subject" -> subject(id);
            case "aws.user" -> principal(Sort.USERS, "user", id, account);
            case "aws.role" -> principal(Sort.ROLES, "role", id, account);
            default -> arn(id);
        }
        add(Sort.ACCOUNTS, account);
    }

    /** An ARN, {@code kind/id} of ours, or a bare name of the target's own system. */
    private void readSeen(String kind, String name) {
        int slash = name.indexOf('/');
        if (name.startsWith("arn:")) {
            arn(name);
        } else if (slash > 0 && name.substring(0, slash).startsWith("kubernetes.")) {
            read(name.substring(0, slash), name.substring(slash + 1), "");
        } else if (kind.startsWith("kubernetes.")) {
            add(Sort.NAMESPACES, namespace(name));
            add(Sort.PODS, name);
            add(Sort.SERVICEACCOUNTS, name);
        } else {
            add(Sort.USERS, name);
            add(Sort.ROLES, name);
        }
    }

    private static String namespace(String id) {
        int slash = id.indexOf('/');
        return slash < 0 ? "" : id.substring(0, slash);
    }

    private void namespaced(Sort sort, String id) {
        add(Sort.NAMESPACES, namespace(id));
        add(sort, id);
    }

    private void subject(String id) {
        int colon = id.indexOf(':');
        String name = id.substring(colon + 1);
        switch (colon < 0 ? "" : id.substring(0, colon)) {
            case "ServiceAccount" -> namespaced(Sort.SERVICEACCOUNTS, name);
            case "Group" -> add(Sort.GROUPS, name);
            case "User" -> user(name);
            default -> add(Sort.USERS, id);
        }
    }

    private void user(String name) {
        add(Sort.USERS, name);
        List<String> parts = List.of(name.split(":", -1));
        if (parts.size() == 4 && name.startsWith("system:serviceaccount:")) {
            namespaced(Sort.SERVICEACCOUNTS, parts.get(2) + "/" + parts.get(3));
        }
    }

    /** A bare name says nothing of a path: the ARN made of it has none, and inspection sees the whole. */
    private void principal(Sort sort, String resource, String id, String account) {
        if (id.startsWith("arn:")) {
            arn(id);
            return;
        }
        add(sort, id);
        if (!account.isEmpty()) {
            add(Sort.ARNS, "arn:aws:iam::" + account + ":" + resource + "/" + id);
        }
    }

    private void arn(String text) {
        AwsArn.parse(text).ifPresent(arn -> {
            add(Sort.ARNS, text);
            add(Sort.ACCOUNTS, arn.account());
            switch (arn.path().getFirst()) {
                case "user" -> add(Sort.USERS, arn.name());
                case "role" -> add(Sort.ROLES, arn.name());
                case "assumed-role" -> assumed(arn);
                default -> {}
            }
        });
    }

    /** A session's role: its ARN is made of the name, since STS leaves the path out. */
    private void assumed(AwsArn session) {
        if (session.path().size() > 1) {
            String role = session.path().get(1);
            add(Sort.ROLES, role);
            add(Sort.ARNS, "arn:" + session.partition() + ":iam::" + session.account() + ":role/" + role);
        }
    }
}
