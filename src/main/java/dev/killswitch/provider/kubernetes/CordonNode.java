package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
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

/** Lets no more pods onto a node. What runs there goes on. */
final class CordonNode implements FieldAction.Field {
    static final ActionSpec SPEC = new ActionSpec(
            "kubernetes.cordon-node",
            new Meaning(
                    "lets the scheduler put no more pods on a node",
                    "what runs there; pods that name the node themselves or tolerate the taint, as a DaemonSet's"
                            + " do, still come",
                    "at once"),
            Where.NODE,
            "node",
            Stage.ISOLATE,
            false,
            Undo.EXACT,
            "node-cordoned",
            Duration.ofSeconds(10),
            List.of(),
            List.of(ResourceKind.NODE.permission("get"), ResourceKind.NODE.permission("patch")),
            new ByHand(List.of("kubectl cordon {id}"), List.of("kubectl uncordon {id}")),
            List.of("D3-EI"));

    private static final String CONTROL_PLANE =
            "/metadata/labels/" + Marks.pointer("node-role.kubernetes.io/control-plane");

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Optional<String> note() {
        return Optional.of("killswitch.dev/cordon-node");
    }

    @Override
    public ResourceKind kind(Call call) {
        return ResourceKind.NODE;
    }

    @Override
    public String pointer() {
        return "/spec/unschedulable";
    }

    @Override
    public JsonNode wanted() {
        return BooleanNode.TRUE;
    }

    @Override
    public Facts facts(JsonNode node) {
        return new Facts(
                Map.of("nodes", 1),
                node.at(CONTROL_PLANE).isMissingNode() ? Set.of() : Set.of("a node of the control plane"));
    }

    @Override
    public Undo undo(JsonNode node) {
        return Undo.EXACT;
    }

    @Override
    public Proof proof(Call call, JsonNode node) {
        return new Proof.Proven(
                "the node is unschedulable: the scheduler puts no more pods on it; what runs there goes on, and what names"
                        + " the node itself or tolerates the taint, as a DaemonSet does, still comes");
    }
}
