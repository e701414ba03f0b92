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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
            List.of(
                    ResourceKind.NODE.permission("get"),
                    ResourceKind.NODE.permission("patch"),
                    ResourceKind.POD.permission("get")),
            new ByHand(List.of("kubectl cordon {id}"), List.of("kubectl uncordon {id}")),
            List.of("D3-EI"));

    private static final String CONTROL_PLANE =
            "/metadata/labels/" + Marks.pointer("node-role.kubernetes.io/control-plane");

    private final KubernetesCalls calls;
    private final Ourselves ourselves;

    CordonNode(KubernetesCalls calls, Ourselves ourselves) {
        this.calls = calls;
        this.ourselves = ourselves;
    }

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
    public Facts facts(Call call, JsonNode node) {
        var sensitive = new HashSet<String>();
        if (!node.at(CONTROL_PLANE).isMissingNode()) {
            sensitive.add("a node of the control plane");
        }
        if (isOurs(call)) {
            sensitive.add("the node that we run on");
        }
        return new Facts(Map.of("nodes", 1), sensitive);
    }

    /** As far as can be seen: where it cannot, it is a node like any other. */
    private boolean isOurs(Call call) {
        return ourselves
                                .path()
                                .map(path -> calls.get(path, ResourceKind.POD.permission("get"), call.deadline()))
                                .orElseGet(Got.Missing::new)
                        instanceof Got.Found us
                && us.object()
                        .at("/spec/nodeName")
                        .asText()
                        .equals(call.target().id());
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
