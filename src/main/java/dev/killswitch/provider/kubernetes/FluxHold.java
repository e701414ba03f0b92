package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Proof;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;

/** Suspends a Kustomization or HelmRelease of Flux. */
final class FluxHold implements FieldAction.Field {
    private final ResourceKind kind;

    FluxHold(ResourceKind kind) {
        this.kind = kind;
    }

    @Override
    public ActionSpec spec() {
        return GitOpsHold.SPEC;
    }

    @Override
    public Optional<String> note() {
        return Optional.of(GitOpsHold.NOTE);
    }

    @Override
    public ResourceKind kind(Call call) {
        return kind;
    }

    @Override
    public String pointer() {
        return "/spec/suspend";
    }

    @Override
    public JsonNode wanted() {
        return BooleanNode.TRUE;
    }

    /** A HelmRelease lists nothing of what it deploys. */
    @Override
    public Facts facts(Call call, JsonNode object) {
        var blast = new HashMap<>(Fighters.counted(object, "suspend"));
        JsonNode deployed = object.at("/status/inventory/entries");
        if (deployed.isArray()) {
            blast.put("resources", deployed.size());
        }
        return new Facts(blast, Set.of()).noting(Fighters.notes(object, "suspend"));
    }

    @Override
    public Undo undo(JsonNode object) {
        return Undo.EXACT;
    }

    @Override
    public Proof proof(Call call, JsonNode object) {
        String how = "it is suspended: Flux puts nothing of it back by itself; whoever may resume it can"
                + Fighters.clause(object, "suspend");
        boolean isRunning = object.at("/status/conditions")
                .valueStream()
                .anyMatch(one -> one.path("type").asText().equals("Reconciling")
                        && one.path("status").asText().equals("True"));
        return isRunning
                ? new Proof.ProvenForNew(how, "the reconciliation that it says is running, to its end", null)
                : new Proof.Proven(how);
    }
}
