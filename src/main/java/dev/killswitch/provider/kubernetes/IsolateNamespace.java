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
import dev.killswitch.provider.kubernetes.Surroundings.Around;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes everything in a namespace off the network, and what comes there, by one policy that denies everything. */
final class IsolateNamespace implements PolicyAction.Kind {
    static final ActionSpec SPEC = new ActionSpec(
                    "kubernetes.isolate-namespace",
                    new Meaning(
                            "takes everything in a namespace off the network, and what comes there, by a policy that denies everything",
                            "what other policies still allow, which is listed, where no deny of the network plugin's own API stands too"
                                    + " (tier deny-policies); pods on their node's network; traffic to and from each pod's own node; connections that are open, by the network plugin",
                            "new connections once the network plugin has followed, seconds; open ones at once or never, by the plugin"),
                    Where.NAMESPACE,
                    "isolate",
                    Stage.ISOLATE,
                    false,
                    Undo.EXACT,
                    "namespace-off-the-network",
                    Duration.ofSeconds(15),
                    List.of(),
                    List.of(
                            ResourceKind.NAMESPACE.permission("get"),
                            ResourceKind.POD.permission("list"),
                            ResourceKind.NETWORK_POLICY.permission("get"),
                            ResourceKind.NETWORK_POLICY.permission("list"),
                            ResourceKind.NETWORK_POLICY.permission("create"),
                            ResourceKind.NETWORK_POLICY.permission("patch"),
                            ResourceKind.NETWORK_POLICY.permission("delete")),
                    new ByHand(
                            List.of(
                                    "echo '{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"NetworkPolicy\",\"metadata\":"
                                            + "{\"name\":\"by-hand-isolate-namespace\"},\"spec\":{\"podSelector\":{},\"policyTypes\":"
                                            + "[\"Ingress\",\"Egress\"]}}' | kubectl -n {id} create -f -"),
                            List.of("kubectl -n {id} delete networkpolicy by-hand-isolate-namespace")),
                    List.of("D3-ITF", "D3-OTF"))
            .climbingTo("kubernetes.withdraw-network-policy");

    private final Surroundings surroundings;
    private final Denies denies;
    private final Verdict verdict;

    IsolateNamespace(KubernetesCalls calls, Ourselves ourselves, Denies denies, Verdict verdict) {
        this.surroundings = new Surroundings(calls, ourselves);
        this.denies = denies;
        this.verdict = verdict;
    }

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Which which(Call call, JsonNode policy) {
        return new Which.All(call.target().id());
    }

    @Override
    public Optional<String> namespace(Call call) {
        return Optional.of(call.target().id());
    }

    @Override
    public ObjectNode body(Call call, JsonNode namespace) {
        return Policy.denyingAll(KubernetesCalls.JSON.createObjectNode());
    }

    @Override
    public Optional<String> refusal(Call call, JsonNode namespace) {
        return surroundings.haveUs(call.target().id())
                ? Optional.of("it is the namespace that we run in")
                : Optional.empty();
    }

    @Override
    public Facts facts(Call call, JsonNode namespace) {
        return new Facts(Map.of(), Set.of());
    }

    @Override
    public Inspected completed(Call call, JsonNode namespace, Inspected.Found found) {
        return switch (surroundings.of(call.target().id(), call)) {
            case Around.Not not -> not.not().inspected();
            case Around.Known all ->
                new Inspected.Found(found.before(), facts(call, all), found.undo(), found.alreadySo());
        };
    }

    private static Facts facts(Call call, Around.Known all) {
        var blast = new HashMap<>(Map.of("namespaces", 1, "pods", all.pods().size()));
        if (all.outOfReach() > 0) {
            blast.put("pods-out-of-reach", all.outOfReach());
        }
        return new Facts(blast, all.sensitive())
                .noting(Opening.foretold(
                        Policy.residuals(all.policies()), call.target().id(), ""));
    }

    /** A policy that selects no pod now may select the next. */
    @Override
    public Proof proof(Call call, JsonNode policy) {
        return switch (surroundings.of(call.target().id(), call)) {
            case Around.Not not -> not.not().proof();
            case Around.Known all ->
                denies.standing(call, which(call, policy), OwnObject.name(SPEC, call))
                        .proof(
                                call,
                                call.target().id(),
                                Policy.residuals(all.policies()),
                                "",
                                open -> all.denied(call, open, verdict));
        };
    }
}
