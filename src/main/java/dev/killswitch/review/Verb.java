package dev.killswitch.review;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How people say an action.
 *
 * @param done in a headline: {@code was ISOLATED}
 * @param still what holds since: {@code still isolated}
 * @param did before what it was done to: {@code denied ingress and egress on}
 * @param command of {@code ks} that does the same by hand; blank where there is none
 */
record Verb(String done, String still, String did, String command) {
    private static final Map<String, Verb> KNOWN = Map.ofEntries(
            entry("kubernetes.isolate-pod", "ISOLATED", "isolated", "denied ingress and egress on", "isolate pod"),
            entry(
                    "kubernetes.isolate-workload",
                    "ISOLATED",
                    "isolated",
                    "denied ingress and egress on all pods of",
                    "isolate workload"),
            entry(
                    "kubernetes.isolate-namespace",
                    "ISOLATED",
                    "isolated",
                    "denied ingress and egress on all pods of",
                    "isolate namespace"),
            entry(
                    "kubernetes.withdraw-network-policy",
                    "CLOSED",
                    "without those rules",
                    "withdrew rules from",
                    "do kubernetes.withdraw-network-policy"),
            entry("kubernetes.kill-pod", "KILLED", "dead", "deleted", "kill pod"),
            entry("kubernetes.evict-pod", "EVICTED", "evicted", "evicted", "do kubernetes.evict-pod"),
            entry("kubernetes.cordon-node", "CORDONED", "cordoned", "cordoned", "cordon node"),
            entry("kubernetes.scale-to-zero", "SCALED TO ZERO", "at zero", "scaled to zero", "stop workload"),
            entry("kubernetes.suspend-cronjob", "SUSPENDED", "suspended", "suspended", "stop cronjob"),
            entry("kubernetes.suspend-job", "SUSPENDED", "suspended", "suspended", "stop job"),
            entry("kubernetes.gitops-hold", "HELD", "held", "switched off automatic deployment of", "hold gitops"),
            entry("kubernetes.freeze-namespace", "FROZEN", "frozen", "let no new pods into", "freeze namespace"),
            entry("kubernetes.freeze-serviceaccount", "FROZEN", "frozen", "took away", "freeze serviceaccount"),
            entry(
                    "kubernetes.rotate-serviceaccount",
                    "ROTATED",
                    "rotated",
                    "took away and made again",
                    "revoke serviceaccount"),
            entry("kubernetes.revoke-pod-token", "KILLED", "dead", "deleted", "revoke pod-token"),
            entry(
                    "kubernetes.revoke-legacy-token",
                    "REVOKED",
                    "revoked",
                    "labelled as no longer valid",
                    "revoke secret-token"),
            entry("kubernetes.revoke-token", "KILLED", "dead", "ended what keeps it alive of", ""),
            entry(
                    "kubernetes.deny-subject-writes",
                    "DENIED WRITES",
                    "unable to write",
                    "refused all writes of",
                    "deny writes"),
            entry(
                    "kubernetes.strip-rbac-subject",
                    "STRIPPED OF A BINDING",
                    "without its binding",
                    "took away",
                    "strip binding"),
            entry("kubernetes.contain-secret", "TAKEN AWAY", "gone", "took away", "kill secret"),
            entry("kubernetes.block-image", "BLOCKED", "blocked", "refused new pods of", "deny image"),
            entry("aws.disable-access-key", "SET INACTIVE", "inactive", "set inactive", "kill key"),
            entry(
                    "aws.disable-signing-certificate",
                    "SET INACTIVE",
                    "inactive",
                    "set inactive",
                    "revoke signing-certificate"),
            entry("aws.disable-ssh-key", "SET INACTIVE", "inactive", "set inactive", "revoke ssh-key"),
            entry(
                    "aws.disable-service-credential",
                    "SET INACTIVE",
                    "inactive",
                    "set inactive",
                    "revoke service-credential"),
            entry(
                    "aws.deny-user-inside",
                    "DENIED EVERYTHING",
                    "denied",
                    "put a denial of everything into",
                    "do aws.deny-user-inside"),
            entry(
                    "aws.deny-role-inside",
                    "DENIED EVERYTHING",
                    "denied",
                    "put a denial of everything into",
                    "do aws.deny-role-inside"),
            entry(
                    "aws.deny-user-by-boundary",
                    "DENIED EVERYTHING",
                    "denied",
                    "made AWSDenyAll the permissions boundary of",
                    "do aws.deny-user-by-boundary"),
            entry(
                    "aws.deny-role-by-boundary",
                    "DENIED EVERYTHING",
                    "denied",
                    "made AWSDenyAll the permissions boundary of",
                    "do aws.deny-role-by-boundary"),
            entry(
                    "aws.deny-principal-user",
                    "DENIED EVERYTHING",
                    "denied",
                    "had the organization deny everything to",
                    "do aws.deny-principal-user"),
            entry(
                    "aws.deny-principal-role",
                    "DENIED EVERYTHING",
                    "denied",
                    "had the organization deny everything to",
                    "do aws.deny-principal-role"),
            entry("aws.deny-session", "DENIED EVERYTHING", "denied", "denied everything to", "kill session"),
            entry(
                    "aws.revoke-role-sessions",
                    "STRIPPED OF ITS SESSIONS",
                    "without its earlier sessions",
                    "denied everything to the earlier sessions of",
                    "revoke role-sessions"),
            entry(
                    "aws.protect-instance",
                    "PROTECTED FROM TERMINATION",
                    "protected from termination",
                    "switched termination protection on for",
                    ""),
            entry(
                    "aws.isolate-interface",
                    "ISOLATED",
                    "isolated",
                    "swapped the security groups of",
                    "isolate interface"),
            entry(
                    "aws.edit-role-trust",
                    "CLOSED TO NEW SESSIONS",
                    "closed to new sessions",
                    "let nobody assume",
                    "deny assume"),
            entry("aws.deny-user", "DENIED EVERYTHING", "denied", "attached AWSDenyAll to", "kill user"),
            entry("aws.deny-role", "DENIED EVERYTHING", "denied", "attached AWSDenyAll to", "kill role"));

    private static final Map<String, String> BY_KIND = Map.ofEntries(
            Map.entry("kubernetes.pod", "isolate pod"),
            Map.entry("kubernetes.node", "drain node"),
            Map.entry("kubernetes.workload", "isolate workload"),
            Map.entry("kubernetes.namespace", "isolate namespace"),
            Map.entry("kubernetes.serviceaccount", "revoke serviceaccount"),
            Map.entry("kubernetes.secret", "revoke secret-token"),
            Map.entry("kubernetes.rolebinding", "strip binding"),
            Map.entry("aws.access-key", "kill key"),
            Map.entry("aws.service-credential", "revoke service-credential"),
            Map.entry("aws.signing-certificate", "revoke signing-certificate"),
            Map.entry("aws.ssh-key", "revoke ssh-key"),
            Map.entry("aws.session", "kill session"),
            Map.entry("aws.instance", "isolate instance"),
            Map.entry("aws.network-interface", "isolate interface"),
            Map.entry("aws.user", "kill user"),
            Map.entry("aws.role", "kill role"));

    /** What can be pasted into a shell as it is: whatever an alert names is not to be trusted there. */
    private static final Pattern PASTABLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./:@+,=-]*");

    private static Map.Entry<String, Verb> entry(String action, String done, String still, String did, String command) {
        return Map.entry(action, new Verb(done, still, did, command));
    }

    static Verb of(String action) {
        return KNOWN.getOrDefault(
                action, new Verb("CONTAINED (" + shown(action) + ")", "contained", "did " + shown(action) + " on", ""));
    }

    /** The same, said so that its parameters can be said as well. */
    Verb withParameters(String action) {
        return command.isEmpty() ? this : new Verb(done, still, did, "do " + action);
    }

    private static String shown(String action) {
        return OutsideText.line(action);
    }

    /** The command that does the same to {@code id} by hand. */
    Optional<String> byHand(String id) {
        return command(command, id);
    }

    /** The usual command for a thing of that kind. */
    static Optional<String> byHand(String kind, String id) {
        return command(BY_KIND.getOrDefault(kind, ""), id);
    }

    /** The command with one more option; empty where its value is nothing to paste. */
    static Optional<String> option(String command, String name, String value) {
        return PASTABLE.matcher(value).matches() ? Optional.of(command + " " + name + " " + value) : Optional.empty();
    }

    private static Optional<String> command(String words, String id) {
        return words.isEmpty() || !PASTABLE.matcher(id).matches()
                ? Optional.empty()
                : Optional.of("ks " + words + " " + id);
    }

    /** {@code 1 access key}, {@code 3 pods}. */
    static String count(long count, String kind) {
        String noun = OutsideText.line(kind.substring(kind.lastIndexOf('.') + 1).replace('-', ' '));
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
