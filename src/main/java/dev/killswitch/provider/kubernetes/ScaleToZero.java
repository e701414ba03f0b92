package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Proof;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells a workload to have no pods, by its scale, which takes nothing but a number: who may write that may not change
 * images. What was on the pods is lost; a pod that was isolated belongs to its ReplicaSet no more, and stays.
 */
final class ScaleToZero implements FieldAction.Field {
    private static final String SCALE = "scale";
    private static final List<ResourceKind> KINDS =
            List.of(ResourceKind.DEPLOYMENT, ResourceKind.STATEFUL_SET, ResourceKind.REPLICA_SET);

    private static final Map<ResourceKind, String> NO_SCALE = Map.of(
            ResourceKind.JOB, "a job has no scale: suspend it",
            ResourceKind.CRON_JOB, "a cron job has no scale: suspend it",
            ResourceKind.DAEMON_SET, "a daemon set has no scale: it has a pod on each node that it fits");

    static final ActionSpec SPEC = new ActionSpec(
            "kubernetes.scale-to-zero",
            new Meaning(
                    "tells a Deployment, StatefulSet or ReplicaSet to have no pods, by its scale: what is on them is lost",
                    "pods that were isolated, but for those of a StatefulSet; whoever puts the number back: KEDA, Argo CD,"
                            + " Flux, an operator that owns the workload",
                    "at once for new pods; after the grace that each pod has for those that run"),
            Where.WORKLOAD,
            "kill-workloads",
            Stage.KILL,
            false,
            Undo.EQUIVALENT,
            "workload-at-zero",
            Duration.ofSeconds(15),
            List.of(),
            Stream.concat(
                            KINDS.stream()
                                    .flatMap(
                                            kind -> Stream.of(kind.permission("get"), kind.permission("patch", SCALE))),
                            Stream.of(
                                    ResourceKind.POD.permission("list"),
                                    ResourceKind.HORIZONTAL_POD_AUTOSCALER.permission("list")))
                    .toList(),
            new ByHand(
                    List.of(
                            "kubectl -n {namespace} get {kind} {name} -o jsonpath='{.spec.replicas}' | tee replicas-before",
                            "kubectl -n {namespace} scale {kind} {name} --replicas=0"),
                    List.of("kubectl -n {namespace} scale {kind} {name} --replicas=\"$(cat replicas-before)\"")),
            List.of("D3-PT"));

    private final PodsLeft pods;
    private final Autoscalers autoscalers;

    ScaleToZero(KubernetesCalls calls, Clock clock) {
        this.pods = new PodsLeft(calls, clock);
        this.autoscalers = new Autoscalers(calls);
    }

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    /** A scale has no annotations. */
    @Override
    public Optional<String> note() {
        return Optional.empty();
    }

    @Override
    public ResourceKind kind(Call call) {
        return Where.of(call.target()).kind();
    }

    @Override
    public Optional<String> part() {
        return Optional.of(SCALE);
    }

    @Override
    public String pointer() {
        return "/spec/replicas";
    }

    @Override
    public JsonNode wanted() {
        return IntNode.valueOf(0);
    }

    /** A workload shows a zero, its scale does not. */
    @Override
    public boolean isLeftOut(JsonNode value) {
        return value.asInt() == 0;
    }

    @Override
    public Optional<String> refusal(Call call, JsonNode workload) {
        return Optional.ofNullable(NO_SCALE.get(kind(call)));
    }

    /** Pods are those that are there, which may be fewer than wanted; what else writes the number is one each. */
    @Override
    public Facts facts(Call call, JsonNode workload) {
        var blast = new HashMap<>(Fighters.counted(workload, "replicas"));
        blast.put("pods", workload.at("/status/replicas").asInt());
        var notes = new ArrayList<>(Fighters.notes(workload, "replicas"));
        Autoscalers.Known scalers = autoscalers.of(call);
        notes.addAll(scalers.notes());
        if (scalers.count() > 0) {
            blast.put("autoscalers", scalers.count());
        }
        return new Facts(blast, Set.of()).noting(notes);
    }

    @Override
    public Undo undo(JsonNode workload) {
        return Undo.EQUIVALENT;
    }

    @Override
    public Proof proof(Call call, JsonNode workload) {
        return pods.proof(
                call,
                workload,
                "the number of replicas is 0 and no pod is left that fits the selector; a HorizontalPodAutoscaler leaves a"
                        + " zero alone, KEDA does not" + Fighters.clause(workload, "replicas"));
    }

    @Override
    public String replacement() {
        return "as many pods as before, all of them new";
    }
}
