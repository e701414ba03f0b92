package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Has Argo CD or Flux leave alone what one object of theirs deploys, so that it does not put back what another action takes
 * away. Each kind has its own field for that.
 */
final class GitOpsHold implements Action {
    static final ActionSpec SPEC = new ActionSpec(
            "kubernetes.gitops-hold",
            new Meaning(
                    "has Argo CD or Flux deploy nothing by itself of one Application, Kustomization or HelmRelease, so that"
                            + " it does not put back what was closed",
                    "a sync that runs, and one that somebody starts by hand; whatever else deploys the same objects; an"
                            + " ApplicationSet, or whatever deploys the target itself, that writes the field again",
                    "at once for new syncs; one that runs goes on to its end"),
            Where.GITOPS,
            "gitops",
            Stage.DENY,
            false,
            Undo.EXACT,
            "gitops-held",
            Duration.ofSeconds(10),
            List.of(),
            Stream.of(ResourceKind.ARGO_APPLICATION, ResourceKind.FLUX_KUSTOMIZATION, ResourceKind.FLUX_HELM_RELEASE)
                    .flatMap(kind -> Stream.of(kind.permission("get"), kind.permission("patch")))
                    .toList(),
            new ByHand(
                    List.of(
                            "kubectl -n {namespace} get {kind} {name} -o yaml | tee gitops-before.yaml",
                            "kubectl -n {namespace} patch {kind} {name} --type=merge -p"
                                    + " '{\"spec\":{\"syncPolicy\":{\"automated\":{\"enabled\":false}}}}'"
                                    + "  # an Application that has syncPolicy.automated",
                            "kubectl -n {namespace} patch {kind} {name} --type=merge -p '{\"spec\":{\"suspend\":true}}'"
                                    + "  # a Kustomization or HelmRelease"),
                    List.of(
                            "kubectl -n {namespace} patch {kind} {name} --type=merge -p"
                                    + " '{\"spec\":{\"syncPolicy\":{\"automated\":{\"enabled\":null}}}}'"
                                    + "  # an Application; null, or what gitops-before.yaml has",
                            "kubectl -n {namespace} patch {kind} {name} --type=merge -p '{\"spec\":{\"suspend\":null}}'"
                                    + "  # a Kustomization or HelmRelease; null, or what gitops-before.yaml has")),
            List.of("D3-ACH"));

    /** The name of our note, on whichever of them. */
    static final String NOTE = "killswitch.dev/gitops-hold";

    private final Map<ResourceKind, Action> kinds;

    GitOpsHold(KubernetesCalls calls) {
        this.kinds = Map.of(
                ResourceKind.ARGO_APPLICATION,
                new FieldAction(calls, new ArgoHold(calls)),
                ResourceKind.FLUX_KUSTOMIZATION,
                new FieldAction(calls, new FluxHold(ResourceKind.FLUX_KUSTOMIZATION)),
                ResourceKind.FLUX_HELM_RELEASE,
                new FieldAction(calls, new FluxHold(ResourceKind.FLUX_HELM_RELEASE)));
    }

    private Action of(Call call) {
        return Objects.requireNonNull(kinds.get(Where.of(call.target()).kind()));
    }

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Inspected inspect(Call call) {
        return of(call).inspect(call);
    }

    @Override
    public Outcome apply(Call call, Before before) {
        return of(call).apply(call, before);
    }

    @Override
    public Proof prove(Call call, Before before) {
        return of(call).prove(call, before);
    }

    @Override
    public Released release(Call call, Before before) {
        return of(call).release(call, before);
    }
}
