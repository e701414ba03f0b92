package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Proof;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Switches the automated sync of an Application of Argo CD off. The annotation {@code skip-reconcile} would stop all that
 * Argo CD does with it, its status included, and is experimental: it is left to people.
 */
final class ArgoHold implements FieldAction.Field {
    private static final String AUTOMATED = "/spec/syncPolicy/automated";
    private static final String ENABLED = AUTOMATED + "/enabled";

    private final KubernetesCalls calls;

    ArgoHold(KubernetesCalls calls) {
        this.calls = calls;
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
        return ResourceKind.ARGO_APPLICATION;
    }

    @Override
    public String pointer() {
        return ENABLED;
    }

    @Override
    public JsonNode wanted() {
        return BooleanNode.FALSE;
    }

    private static boolean isAutomated(JsonNode application) {
        return application.at(AUTOMATED).isObject();
    }

    /** Without the object there is no automated sync; with it, a switch that is missing is on. */
    @Override
    public boolean isSo(JsonNode application) {
        return !isAutomated(application) || wanted().equals(application.at(ENABLED));
    }

    /** An older Argo CD has no such switch: its API takes one and drops it, which a rehearsal shows. */
    @Override
    public Optional<String> refusal(Call call, JsonNode application) {
        if (!isAutomated(application) || application.at(ENABLED).isBoolean()) {
            return Optional.empty();
        }
        ArrayNode switchOff = new JsonPatch()
                .testText("/metadata/uid", call.target().uid())
                .add(ENABLED, wanted())
                .operations();
        Wrote rehearsed = calls.patch(
                Where.of(call.target()).path().with("dryRun", "All"),
                switchOff,
                ResourceKind.ARGO_APPLICATION.permission("patch"),
                call.deadline());
        return rehearsed instanceof Wrote.Done done
                        && !wanted().equals(done.object().at(ENABLED))
                ? Optional.of("this Argo CD knows no spec.syncPolicy.automated.enabled, and drops it: take"
                        + " spec.syncPolicy.automated away by hand, or set its annotation"
                        + " argocd.argoproj.io/skip-reconcile to \"true\"")
                : Optional.empty();
    }

    @Override
    public Facts facts(Call call, JsonNode application) {
        var blast = new HashMap<>(Fighters.counted(application, "syncPolicy"));
        blast.put("resources", application.at("/status/resources").size());
        return new Facts(blast, Set.of()).noting(Fighters.notes(application, "syncPolicy"));
    }

    @Override
    public Undo undo(JsonNode application) {
        return Undo.EXACT;
    }

    @Override
    public Proof proof(Call call, JsonNode application) {
        if (Fighters.isOfApplicationSet(application)) {
            return new Proof.Partial(List.of(
                    "its ApplicationSet writes the sync policy of its template again at its next reconciliation: tell it by"
                            + " spec.ignoreApplicationDifferences or spec.syncPolicy.applicationsSync"));
        }
        String how = (isAutomated(application) ? "automated sync is off" : "it has no automated sync")
                + ": Argo CD puts nothing of it back by itself; whoever may sync it can"
                + Fighters.clause(application, "syncPolicy");
        boolean isRunning =
                application.at("/status/operationState/phase").asText().equals("Running");
        return isRunning
                ? new Proof.ProvenForNew(how, "the sync that it says is running, to its end", null)
                : new Proof.Proven(how);
    }
}
