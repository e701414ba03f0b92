package dev.killswitch.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be closed by hand: the words of the command line, and what they are in an order. */
enum Lever {
    KILL_POD(
            "kill",
            "pod",
            "<namespace/name>",
            "kubernetes.pod",
            "action",
            "kubernetes.kill-pod",
            "End one pod, with a grace of a second; a controller makes another one."),
    KILL_WORKLOAD(
            "kill",
            "workload",
            "<namespace/Kind/name>",
            "kubernetes.workload",
            "recipe",
            "kubernetes.contain-workload",
            "Take a workload and each of its pods off the network, then scale it to zero."),
    KILL_KEY(
            "kill",
            "key",
            "<access-key-id>",
            "aws.access-key",
            "action",
            "aws.disable-access-key",
            "Make one access key inactive. Its account is read from the key's id."),
    KILL_USER(
            "kill",
            "user",
            "<name|ARN>",
            "aws.user",
            "recipe",
            "aws.contain-user",
            "Deny everything to a user, then make each of its keys and other credentials inactive."),
    KILL_ADMINISTRATOR(
            "kill",
            "administrator",
            "<name|ARN>",
            "aws.user",
            "recipe",
            "aws.contain-administrator",
            "Deny everything to a user by the organization, then as kill user does."),
    KILL_ROLE("kill", "role", "<name|ARN>", "aws.role", "action", "aws.deny-role", "Deny everything to a role."),
    KILL_ROLE_HARD(
            "kill",
            "role-hard",
            "<name|ARN>",
            "aws.role",
            "recipe",
            "aws.contain-role",
            "Deny everything to a role, revoke the sessions it gave out, then let nobody assume it."),
    KILL_SECRET(
            "kill",
            "secret",
            "<namespace/name>",
            "kubernetes.secret",
            "action",
            "kubernetes.contain-secret",
            "Take a Secret away, so that no new pod gets it. What it opens is for its issuer to revoke."),
    KILL_SESSION(
            "kill",
            "session",
            "<role/session>",
            "aws.session",
            "action",
            "aws.deny-session",
            "Deny everything to one session of a role, such as that of an instance."),
    ISOLATE_POD(
            "isolate",
            "pod",
            "<namespace/name>",
            "kubernetes.pod",
            "action",
            "kubernetes.isolate-pod",
            "Take one pod off the network. It lives on, so that it can be looked at."),
    ISOLATE_WORKLOAD(
            "isolate",
            "workload",
            "<namespace/Kind/name>",
            "kubernetes.workload",
            "action",
            "kubernetes.isolate-workload",
            "Take all pods of a workload off the network, and those to come."),
    CLOSE_NAMESPACE(
            "isolate",
            "namespace-hard",
            "<namespace>",
            "kubernetes.namespace",
            "recipe",
            "kubernetes.close-namespace",
            "Take everything in a namespace off the network, then all rules from each other policy that still allows."),
    ISOLATE_NAMESPACE(
            "isolate",
            "namespace",
            "<namespace>",
            "kubernetes.namespace",
            "action",
            "kubernetes.isolate-namespace",
            "Take everything in a namespace off the network, and what comes there."),
    ISOLATE_INSTANCE(
            "isolate",
            "instance",
            "<instance-id|ARN>",
            "aws.instance",
            "recipe",
            "aws.isolate-instance",
            "Protect an instance of EC2 from termination, then take each of its network interfaces off the network."),
    ISOLATE_INTERFACE(
            "isolate",
            "interface",
            "<interface-id|ARN>",
            "aws.network-interface",
            "action",
            "aws.isolate-interface",
            "Take one network interface of an instance of EC2 off the network."),
    STOP_WORKLOAD(
            "stop",
            "workload",
            "<namespace/Kind/name>",
            "kubernetes.workload",
            "action",
            "kubernetes.scale-to-zero",
            "Scale a Deployment, StatefulSet or ReplicaSet to zero: all of its pods end."),
    STOP_JOB(
            "stop",
            "job",
            "<namespace/name>",
            "kubernetes.workload",
            "action",
            "kubernetes.suspend-job",
            "Suspend one Job: its pods are deleted, and none start."),
    STOP_CRON_JOB(
            "stop",
            "cronjob",
            "<namespace/name>",
            "kubernetes.workload",
            "recipe",
            "kubernetes.contain-cronjob",
            "Suspend a CronJob, then each Job that it has started."),
    DRAIN_NODE(
            "drain",
            "node",
            "<name>",
            "kubernetes.node",
            "recipe",
            "kubernetes.drain-bystanders",
            "Cordon a node, then evict its pods: none that is isolated or belongs to the node."),
    CORDON_NODE(
            "cordon",
            "node",
            "<name>",
            "kubernetes.node",
            "action",
            "kubernetes.cordon-node",
            "Let no new pod come to a node. Those that run there go on."),
    FREEZE_NAMESPACE(
            "freeze",
            "namespace",
            "<namespace>",
            "kubernetes.namespace",
            "action",
            "kubernetes.freeze-namespace",
            "Let no new pod be made in a namespace. Those that run go on."),
    FREEZE_SERVICE_ACCOUNT(
            "freeze",
            "serviceaccount",
            "<namespace/name>",
            "kubernetes.serviceaccount",
            "action",
            "kubernetes.freeze-serviceaccount",
            "Kill all tokens of a service account by deleting it; none can be made until it is released."),
    HOLD_GITOPS(
            "hold",
            "gitops",
            "<namespace/Kind/name>",
            "kubernetes.gitops",
            "action",
            "kubernetes.gitops-hold",
            "Have Argo CD or Flux put back nothing of an Application, Kustomization or HelmRelease."),
    REVOKE_SERVICE_ACCOUNT(
            "revoke",
            "serviceaccount",
            "<namespace/name>",
            "kubernetes.serviceaccount",
            "action",
            "kubernetes.rotate-serviceaccount",
            "Kill all tokens of a service account; new ones can be made at once."),
    REVOKE_POD_TOKEN(
            "revoke",
            "pod-token",
            "<namespace/name>",
            "kubernetes.pod",
            "action",
            "kubernetes.revoke-pod-token",
            "Kill the token of one pod, by deleting the pod with no grace."),
    REVOKE_SECRET_TOKEN(
            "revoke",
            "secret-token",
            "<namespace/name>",
            "kubernetes.secret",
            "action",
            "kubernetes.revoke-legacy-token",
            "Have a service account's token that a Secret holds refused."),
    DENY_WRITES(
            "deny",
            "writes",
            "<User:name|Group:name|ServiceAccount:namespace/name>",
            "kubernetes.subject",
            "action",
            "kubernetes.deny-subject-writes",
            "Refuse every write of a user, group or service account. Reads go on."),
    DENY_ASSUME(
            "deny",
            "assume",
            "<name|ARN>",
            "aws.role",
            "action",
            "aws.edit-role-trust",
            "Let nobody assume a role any more. Sessions that it gave out go on until they end."),
    DENY_IMAGE(
            "deny",
            "image",
            "<repository[@sha256:digest]>",
            "kubernetes.image",
            "action",
            "kubernetes.block-image",
            "Refuse every new pod of an image. Pods that run go on."),
    STRIP_SUBJECT(
            "strip",
            "subject",
            "<User:name|Group:name|ServiceAccount:namespace/name>",
            "kubernetes.subject",
            "recipe",
            "kubernetes.contain-subject",
            "Refuse every write of a user, group or service account, then take away each binding of roles that names it."),
    STRIP_BINDING(
            "strip",
            "binding",
            "<[namespace/]name>",
            "kubernetes.rolebinding",
            "action",
            "kubernetes.strip-rbac-subject",
            "Take one binding of roles away, from all that it names."),
    REVOKE_ROLE_SESSIONS(
            "revoke",
            "role-sessions",
            "<name|ARN>",
            "aws.role",
            "action",
            "aws.revoke-role-sessions",
            "Deny everything to the sessions of a role that were given out before; later ones go on."),
    REVOKE_SERVICE_CREDENTIAL(
            "revoke",
            "service-credential",
            "<user/id>",
            "aws.service-credential",
            "action",
            "aws.disable-service-credential",
            "Make one service-specific credential inactive, such as an API key of Bedrock."),
    REVOKE_SSH_KEY(
            "revoke",
            "ssh-key",
            "<user/id>",
            "aws.ssh-key",
            "action",
            "aws.disable-ssh-key",
            "Make one SSH key of a user inactive."),
    REVOKE_SIGNING_CERTIFICATE(
            "revoke",
            "signing-certificate",
            "<user/id>",
            "aws.signing-certificate",
            "action",
            "aws.disable-signing-certificate",
            "Make one signing certificate of a user inactive.");

    /** The kind of workload that a noun means, where it means one. */
    private static final Map<String, String> KINDS = Map.of("job", "Job", "cronjob", "CronJob");

    private final String verb;
    private final String noun;
    private final String label;
    private final String targetKind;
    private final String sort;
    private final String name;
    private final String meaning;

    Lever(String verb, String noun, String label, String targetKind, String sort, String name, String meaning) {
        this.verb = verb;
        this.noun = noun;
        this.label = label;
        this.targetKind = targetKind;
        this.sort = sort;
        this.name = name;
        this.meaning = meaning;
    }

    /** Those of one verb. */
    static List<Lever> of(String verb) {
        return Arrays.stream(values()).filter(lever -> lever.verb.equals(verb)).toList();
    }

    String noun() {
        return noun;
    }

    /** How help shows the target. */
    String label() {
        return label;
    }

    String targetKind() {
        return targetKind;
    }

    String meaning() {
        return meaning;
    }

    /** Whether more steps may follow from the first ones. */
    boolean fansOut() {
        return sort.equals("recipe");
    }

    /** What the order names, of what a person says: where the word fixes the kind, it need not be said. */
    String id(String target) {
        String[] parts = target.split("/", -1);
        return Optional.ofNullable(KINDS.get(noun))
                .filter(_ -> parts.length == 2)
                .map(kind -> parts[0] + "/" + kind + "/" + parts[1])
                .orElse(target);
    }

    /** Puts the action or recipe into an order. */
    void name(ObjectNode order) {
        order.put(sort, name);
    }

    /** What is done to what. */
    String says(String target) {
        return verb + " " + noun + " " + target;
    }
}
