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
import dev.killswitch.action.Proof;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets no more pods into a namespace: a quota of none, which every controller meets. What runs there goes on. The API
 * server compares against the quota's status, so that nothing is enforced before the quota controller has filled it in.
 */
final class FreezeNamespace implements OwnObject.Kind {
    static final ActionSpec SPEC = new ActionSpec(
            "kubernetes.freeze-namespace",
            new Meaning(
                    "lets no more pods into a namespace, by a quota of none that every controller meets",
                    "what runs there, though nothing of it heals itself; everything that is no pod can still be made",
                    "within 2 seconds, once the quota controller has counted"),
            Where.NAMESPACE,
            "kill-workloads",
            Stage.DENY,
            false,
            Undo.EXACT,
            "namespace-frozen",
            Duration.ofSeconds(15),
            List.of(),
            List.of(
                    ResourceKind.NAMESPACE.permission("get"),
                    ResourceKind.RESOURCE_QUOTA.permission("get"),
                    ResourceKind.RESOURCE_QUOTA.permission("create"),
                    ResourceKind.RESOURCE_QUOTA.permission("patch"),
                    ResourceKind.RESOURCE_QUOTA.permission("delete")),
            new ByHand(
                    List.of("kubectl -n {id} create quota by-hand-freeze --hard=pods=0"),
                    List.of("kubectl -n {id} delete quota by-hand-freeze")),
            List.of("D3-EI"));

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public ResourceKind resource() {
        return ResourceKind.RESOURCE_QUOTA;
    }

    @Override
    public Optional<String> namespace(Call call) {
        return Optional.of(call.target().id());
    }

    @Override
    public ObjectNode body(Call call, JsonNode namespace) {
        ObjectNode quota = KubernetesCalls.JSON
                .createObjectNode()
                .put("apiVersion", ResourceKind.RESOURCE_QUOTA.apiVersion())
                .put("kind", ResourceKind.RESOURCE_QUOTA.kind());
        quota.putObject("spec").putObject("hard").put("pods", "0");
        return quota;
    }

    @Override
    public Facts facts(Call call, JsonNode namespace) {
        return new Facts(Map.of("namespaces", 1), Set.of());
    }

    @Override
    public Proof proof(Call call, JsonNode quota) {
        return quota.at("/status/hard/pods").asText().equals("0")
                ? new Proof.Proven(
                        "the quota of no pods is in force: the API server refuses every new pod; what runs goes on,"
                                + " and nothing there heals itself")
                : new Proof.Pending(Duration.ofSeconds(1));
    }
}
