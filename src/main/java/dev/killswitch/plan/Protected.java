package dev.killswitch.plan;

import dev.killswitch.config.Section;
import dev.killswitch.plan.Names.Sort;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The names that automation never touches, and a person only by naming the guard. Configuration adds to the built-in list;
 * nothing shortens it. Only names count: what somebody with write access can put on a thing never exempts it.
 *
 * @param ourselves what nobody touches: what we run on and act with, by exact names
 */
public record Protected(List<Names> configured, List<Names> ourselves) {
    /** Without these a cluster or an account cannot be operated, nor can we be stopped in it. */
    private static final List<Names> BUILT_IN = List.of(
            Names.everywhere(
                    Sort.NAMESPACES,
                    "kube-system",
                    "kube-public",
                    "kube-node-lease",
                    "calico-system",
                    "calico-apiserver",
                    "tigera-operator",
                    "kube-flannel",
                    "gatekeeper-system",
                    "kyverno",
                    "cert-manager",
                    "ingress-nginx",
                    "argocd",
                    "flux-system"),
            Names.everywhere(
                    Sort.GROUPS, "system:masters", "system:nodes", "system:serviceaccounts", "system:authenticated"),
            Names.everywhere(Sort.USERS, "system:kube-*", "break-glass", "breakglass"),
            Names.everywhere(
                    Sort.ROLES,
                    "break-glass",
                    "breakglass",
                    "OrganizationAccountAccessRole",
                    "AWSControlTowerExecution"),
            Names.everywhere(
                    Sort.ARNS,
                    "arn:*:iam::*:user/breakglass/*",
                    "arn:*:iam::*:user/break-glass/*",
                    "arn:*:iam::*:role/breakglass/*",
                    "arn:*:iam::*:role/break-glass/*",
                    "arn:*:iam::*:role/killswitch/*",
                    "arn:*:iam::*:role/aws-service-role/*",
                    "arn:*:iam::*:role/aws-reserved/*"));

    /** Anybody may give a namespace such a name, so it is for a person to say. */
    private static final List<Names> LOOKALIKES =
            List.of(Names.everywhere(Sort.NAMESPACES, "cilium*", "openshift-*", "kube-*", "*-csi", "csi-*"));

    public Protected {
        configured = List.copyOf(configured);
        ourselves = List.copyOf(ourselves);
    }

    /** The built-in list alone. */
    public static final Protected BUILT_IN_ONLY = new Protected(List.of(), List.of());

    /** Reads the list {@code protected} of {@code root}; {@code connections} are those that there are. */
    static Protected read(Section root, Map<String, ConnectionSettings> connections) {
        var configured = new ArrayList<Names>();
        for (Section entry : root.sections("protected")) {
            String connection = entry.text("connection").orElse(null);
            if (connection != null && !connections.containsKey(connection)) {
                entry.problem("connection", connection, "one of the connections configured, or no connection for all");
            }
            configured.add(new Names(connection, globs(entry)));
        }
        return new Protected(configured, List.of());
    }

    private static Map<Sort, List<Glob>> globs(Section entry) {
        var globs = new EnumMap<Sort, List<Glob>>(Sort.class);
        for (Sort sort : Sort.values()) {
            List<String> texts = entry.texts(sort.key());
            if (texts.stream().anyMatch(String::isBlank)) {
                entry.problem(sort.key(), "a blank name", "names, with * for any characters");
            }
            if (!texts.isEmpty()) {
                globs.put(sort, texts.stream().map(Glob::new).toList());
            }
        }
        if (globs.isEmpty()) {
            entry.problem(
                    "connection",
                    "nothing to protect",
                    "at least one of "
                            + String.join(
                                    ", ",
                                    Stream.of(Sort.values()).map(Sort::key).toList()));
        }
        return globs;
    }

    /** The same, and nobody touches {@code names} besides. */
    public Protected with(List<Names> names) {
        return new Protected(
                configured, Stream.concat(ourselves.stream(), names.stream()).toList());
    }

    /** What the guards by name say of a thing that is called so; none of them {@link Verdict.Act}. */
    List<Verdict> judge(String connection, Map<Sort, Set<String>> known) {
        var verdicts = new ArrayList<Verdict>();
        find(ourselves, connection, known)
                .ifPresent(name -> verdicts.add(Guard.OURSELVES.says(
                        name + " is what Killswitch itself runs on or acts with: nobody contains it from here")));
        Optional<String> listed = find(BUILT_IN, connection, known);
        listed.or(() -> find(configured, connection, known))
                .ifPresent(name -> verdicts.add(Guard.PROTECTED.says(name + " is protected by "
                        + (listed.isPresent() ? "the built-in list" : "configuration")
                        + ": automation never acts on it; a person overrides protected by name and types the count")));
        find(LOOKALIKES, connection, known)
                .filter(_ -> verdicts.isEmpty())
                .ifPresent(name -> verdicts.add(Guard.LOOKS_PROTECTED.says(
                        name + " has a name as parts of the platform have: a person looks, and gives the order")));
        return verdicts;
    }

    /** The patterns of the built-in list. */
    static Stream<Glob> builtIn() {
        return BUILT_IN.stream()
                .flatMap(names -> names.globs().values().stream())
                .flatMap(List::stream);
    }

    private static Optional<String> find(List<Names> among, String connection, Map<Sort, Set<String>> known) {
        return among.stream()
                .flatMap(names -> names.find(connection, known).stream())
                .findFirst();
    }
}
