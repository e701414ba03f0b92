package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Param;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import java.time.Duration;
import java.util.List;

/** What is known of each action of this provider with no cluster near. */
final class Specs {
    static final String GRACE = "grace";

    /** Longer is no kill; a pod's own grace is 30 s by default. */
    static final int GRACE_MAX = 60;

    /** The pod's label is the by-hand containment's; {@code kubectl} takes JSON for YAML. */
    private static final String APPLY_POLICY =
            "echo '{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"NetworkPolicy\",\"metadata\":{\"name\":\""
                    + StandingPolicy.NAME + "\",\"labels\":{\"" + Marks.MANAGED_BY + "\":\"" + Marks.US
                    + "\"}},\"spec\":" + StandingPolicy.spec()
                    + "}' | kubectl -n {namespace} apply --server-side --field-manager=killswitch -f -";

    private static final String KEEP_LABELS =
            "kubectl -n {namespace} get pod {name} -o jsonpath='{.metadata.labels}' | tee pod-labels-before.json";

    /** One line, so that nobody who copies all of them takes the labels of a pod away that has to keep them. */
    private static final String RELABEL =
            "case \"$(kubectl -n {namespace} get pod {name} -o jsonpath='{.metadata.ownerReferences[?(@.controller==true)].kind}')\" in"
                    + " StatefulSet|DaemonSet) kubectl -n {namespace} label --overwrite pod {name} " + Marks.QUARANTINE
                    + "=by-hand;; *) kubectl -n {namespace} patch pod {name} --type=json -p "
                    + "'[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"" + Marks.QUARANTINE
                    + "\":\"by-hand\"}}]';; esac";

    /** A pod without labels left an empty file. */
    private static final String PUT_BACK = "kubectl -n {namespace} patch pod {name} --type=json -p "
            + "'[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":'"
            + "\"$(grep . pod-labels-before.json || echo {})\"'}]'";

    static final ActionSpec ISOLATE_POD = new ActionSpec(
                    "kubernetes.isolate-pod",
                    new Meaning(
                            "takes one pod off the network: it carries our label, and a policy of its namespace denies that"
                                    + " label everything",
                            "what other policies still allow, which is listed, where no deny of the network plugin's own API stands too"
                                    + " (tier deny-policies); traffic to and from its own node; open connections, by the network plugin",
                            "new connections once the network plugin has followed, seconds; open ones at once or never, by"
                                    + " the plugin"),
                    Pod.KIND,
                    "isolate",
                    Stage.ISOLATE,
                    false,
                    // What a pod allows at best is exact; this is the most that can be said of all.
                    Undo.EXACT,
                    "pod-off-the-network",
                    Duration.ofSeconds(10),
                    List.of(),
                    List.of(
                            ResourceKind.POD.permission("get"),
                            ResourceKind.POD.permission("patch"),
                            ResourceKind.NETWORK_POLICY.permission("get"),
                            ResourceKind.NETWORK_POLICY.permission("list"),
                            ResourceKind.NETWORK_POLICY.permission("create"),
                            ResourceKind.NETWORK_POLICY.permission("patch"),
                            ResourceKind.REPLICA_SET.permission("get"),
                            ResourceKind.STATEFUL_SET.permission("get"),
                            ResourceKind.DAEMON_SET.permission("get")),
                    new ByHand(List.of(APPLY_POLICY, KEEP_LABELS, RELABEL), List.of(PUT_BACK)),
                    List.of("D3-ITF", "D3-OTF"))
            .climbingTo("kubernetes.withdraw-network-policy", "kubernetes.isolate-workload", "kubernetes.kill-pod");

    static final ActionSpec KILL_POD = new ActionSpec(
            "kubernetes.kill-pod",
            new Meaning(
                    "ends one pod, by deleting this very one with a short grace, which its node confirms",
                    "its controller makes another pod from the same image; volumes stay",
                    "1 to 5 seconds until its processes have ended; its tokens die within 10 seconds of that"),
            Pod.KIND,
            "kill",
            Stage.KILL,
            true,
            Undo.NONE,
            "pod-ended",
            Duration.ofSeconds(30),
            List.of(new Param(
                    GRACE,
                    Param.Type.COUNT,
                    "1",
                    "seconds the processes get, 0 to " + GRACE_MAX
                            + "; with 0 nobody confirms that they ended, so that it is for dead nodes",
                    GRACE_MAX)),
            List.of(ResourceKind.POD.permission("get"), ResourceKind.POD.permission("delete")),
            new ByHand(List.of("kubectl -n {namespace} delete pod {name} --grace-period=1"), List.of()),
            List.of("D3-PT"));

    static final List<ActionSpec> ALL = List.of(
            ISOLATE_POD,
            KILL_POD,
            EvictPod.SPEC,
            IsolateWorkload.SPEC,
            IsolateNamespace.SPEC,
            WithdrawNetworkPolicy.SPEC,
            CordonNode.SPEC,
            ScaleToZero.SPEC,
            SuspendCronJob.SPEC,
            SuspendJob.SPEC,
            GitOpsHold.SPEC,
            FreezeNamespace.SPEC,
            FreezeServiceAccount.SPEC,
            RotateServiceAccount.SPEC,
            RevokePodToken.SPEC,
            RevokeLegacyToken.SPEC,
            RevokeToken.SPEC,
            DenySubjectWrites.SPEC,
            BlockImage.SPEC,
            StripRbacSubject.SPEC,
            ContainSecret.SPEC);

    private Specs() {}

    /** Whether deny objects of other APIs stand beside its policies. */
    static boolean isIsolation(ActionSpec spec) {
        return spec.equals(ISOLATE_POD) || spec.equals(IsolateWorkload.SPEC) || spec.equals(IsolateNamespace.SPEC);
    }
}
