package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Proof;
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;
import dev.killswitch.provider.kubernetes.Relatives.Owners;
import dev.killswitch.provider.kubernetes.Surroundings.Around;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes all pods of a workload off the network by a policy that denies everything, with the workload's whole selector:
 * the pods keep their labels, and pods to come are isolated before they start.
 */
final class IsolateWorkload implements PolicyAction.Kind {
    static final ActionSpec SPEC = new ActionSpec(
                    "kubernetes.isolate-workload",
                    new Meaning(
                            "takes all pods of a workload off the network, and those to come, by a policy with its whole selector"
                                    + " that denies everything",
                            "what other policies still allow, which is listed, where no deny of the network plugin's own API stands too"
                                    + " (tier deny-policies); pods on their node's network; traffic to and from each pod's own node; connections that are open, by the network plugin",
                            "new connections once the network plugin has followed, seconds; open ones at once or never, by the plugin"),
                    Where.WORKLOAD,
                    "isolate",
                    Stage.ISOLATE,
                    false,
                    Undo.EXACT,
                    "workload-off-the-network",
                    Duration.ofSeconds(15),
                    List.of(),
                    List.of(
                            ResourceKind.DEPLOYMENT.permission("get"),
                            ResourceKind.REPLICA_SET.permission("get"),
                            ResourceKind.REPLICA_SET.permission("list"),
                            ResourceKind.STATEFUL_SET.permission("get"),
                            ResourceKind.DAEMON_SET.permission("get"),
                            ResourceKind.JOB.permission("get"),
                            ResourceKind.CRON_JOB.permission("get"),
                            ResourceKind.POD.permission("list"),
                            ResourceKind.NETWORK_POLICY.permission("get"),
                            ResourceKind.NETWORK_POLICY.permission("list"),
                            ResourceKind.NETWORK_POLICY.permission("create"),
                            ResourceKind.NETWORK_POLICY.permission("patch"),
                            ResourceKind.NETWORK_POLICY.permission("delete")),
                    new ByHand(
                            List.of(
                                    "echo '{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"NetworkPolicy\",\"metadata\":"
                                            + "{\"name\":\"by-hand-isolate-'{name}'\"},\"spec\":{\"podSelector\":'"
                                            + "\"$(kubectl -n {namespace} get {kind} {name} -o jsonpath='{.spec.selector}')\""
                                            + "',\"policyTypes\":[\"Ingress\",\"Egress\"]}}' | kubectl -n {namespace} create -f -"),
                            List.of("kubectl -n {namespace} delete networkpolicy by-hand-isolate-{name}")),
                    List.of("D3-ITF", "D3-OTF"))
            .climbingTo("kubernetes.withdraw-network-policy");

    private static final String SELECTOR = "/spec/selector";

    /** What fits the record, with room for all else in it. */
    private static final int SELECTOR_BYTES_MAX = 12 * 1024;

    private final ObjectLook look;
    private final Surroundings surroundings;
    private final Verdict verdict;
    private final Relatives relatives;
    private final Denies denies;

    IsolateWorkload(KubernetesCalls calls, Ourselves ourselves, Denies denies, Verdict verdict) {
        this.look = new ObjectLook(calls);
        this.surroundings = new Surroundings(calls, ourselves);
        this.verdict = verdict;
        this.relatives = new Relatives(calls, ourselves);
        this.denies = denies;
    }

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Which which(Call call, JsonNode policy) {
        return new Which.Selected(in(call), policy.at("/spec/podSelector"));
    }

    @Override
    public Optional<String> namespace(Call call) {
        return Where.of(call.target()).namespace();
    }

    private static String in(Call call) {
        return Where.of(call.target()).namespace().orElseThrow();
    }

    @Override
    public ObjectNode body(Call call, JsonNode workload) {
        return Policy.denyingAll(workload.at(SELECTOR));
    }

    /** A selector that selects everything would be another action's. */
    @Override
    public Optional<String> refusal(Call call, JsonNode workload) {
        JsonNode selector = workload.at(SELECTOR);
        if (selector.path("matchLabels").isEmpty()
                && selector.path("matchExpressions").isEmpty()) {
            return Optional.of("it has no selector of its own: isolate what it makes, or the namespace");
        }
        if (selector.toString().getBytes(StandardCharsets.UTF_8).length > SELECTOR_BYTES_MAX) {
            return Optional.of("its selector is too large for the record: isolate its pods, or the namespace");
        }
        return workload.at("/spec/template/spec/hostNetwork").asBoolean()
                ? Optional.of("its pods are on their node's network, which no NetworkPolicy reaches; kill them instead")
                : Optional.empty();
    }

    @Override
    public Facts facts(Call call, JsonNode workload) {
        return new Facts(Map.of(), Set.of());
    }

    @Override
    public Inspected completed(Call call, JsonNode workload, Inspected.Found found) {
        return switch (surroundings.of(in(call), call)) {
            case Around.Not not -> not.not().inspected();
            case Around.Known all -> {
                Around.Known covered = covered(all, workload);
                yield surroundings.haveUs(covered.pods())
                        ? new Inspected.Refused("the pod that we run in is among those that its selector fits")
                        : counted(call, workload, covered, found);
            }
        };
    }

    private Inspected counted(Call call, JsonNode workload, Around.Known covered, Inspected.Found found) {
        return switch (relatives.owners(call.target(), call.deadline())) {
            case Owners.No no -> no.not().inspected();
            case Owners.Known owners -> {
                Facts facts = facts(covered, owners.uids())
                        .noting(Opening.foretold(residuals(workload, covered), in(call), ""));
                yield new Inspected.Found(found.before(), facts, found.undo(), found.alreadySo());
            }
        };
    }

    private static Facts facts(Around.Known covered, Set<String> owners) {
        int pods = (int) covered.pods().stream()
                .filter(pod -> pod.owner()
                        .filter(owner -> owners.contains(owner.uid()))
                        .isPresent())
                .count();
        int beyond = covered.pods().size() - pods;
        var blast = new HashMap<>(Map.of("pods", pods, "pods-beyond", beyond));
        var sensitive = new TreeSet<>(covered.sensitive());
        if (beyond > 0) {
            sensitive.add("its selector fits pods that are not its own");
        }
        if (covered.outOfReach() > 0) {
            blast.put("pods-out-of-reach", covered.outOfReach());
        }
        return new Facts(blast, sensitive);
    }

    private static Around.Known covered(Around.Known all, JsonNode workload) {
        Selector selector = Selector.read(workload.at(SELECTOR));
        return all.only(pod -> selector.fits(pod.labels()));
    }

    @Override
    public Proof proof(Call call, JsonNode policy) {
        return switch (look.target(call)) {
            case Seen.Not not -> not.proof();
            case Seen.There workload ->
                switch (surroundings.of(in(call), call)) {
                    case Around.Not not -> not.not().proof();
                    case Around.Known all ->
                        denies.standing(call, which(call, policy), OwnObject.name(SPEC, call))
                                .proof(
                                        call,
                                        in(call),
                                        residuals(workload.object(), covered(all, workload.object())),
                                        "",
                                        open -> covered(all, workload.object()).denied(call, open, verdict));
                };
        };
    }

    /** Pods to come carry the labels of the template. */
    private static List<Opening> residuals(JsonNode workload, Around.Known covered) {
        var labels = new HashSet<Map<String, String>>();
        covered.pods().forEach(pod -> labels.add(pod.labels()));
        labels.add(Pod.texts(workload.at("/spec/template/metadata/labels")));
        return Policy.residuals(covered.policies(), labels);
    }
}
