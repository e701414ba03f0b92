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
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Suspends a Job: its controller deletes the pods that run, and starts none until it is let go on, with new ones. */
final class SuspendJob implements FieldAction.Field {
    static final ActionSpec SPEC = new ActionSpec(
            "kubernetes.suspend-job",
            new Meaning(
                    "suspends a Job: its pods are deleted, and none start until it is released",
                    "pods that were isolated; other Jobs of the same CronJob; whoever puts the field back",
                    "within seconds for new pods; after the grace that each pod has for those that run"),
            Where.WORKLOAD,
            "kill-workloads",
            Stage.KILL,
            false,
            Undo.EQUIVALENT,
            "job-suspended",
            Duration.ofSeconds(15),
            List.of(),
            List.of(
                    ResourceKind.JOB.permission("get"),
                    ResourceKind.JOB.permission("patch"),
                    ResourceKind.POD.permission("list")),
            new ByHand(
                    List.of("kubectl -n {namespace} patch job {name} -p '{\"spec\":{\"suspend\":true}}'"),
                    List.of("kubectl -n {namespace} patch job {name} -p '{\"spec\":{\"suspend\":false}}'")),
            List.of("D3-PT"));

    private final PodsLeft pods;

    SuspendJob(KubernetesCalls calls, Clock clock) {
        this.pods = new PodsLeft(calls, clock);
    }

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Optional<String> note() {
        return Optional.of("killswitch.dev/suspend-job");
    }

    @Override
    public ResourceKind kind(Call call) {
        return ResourceKind.JOB;
    }

    @Override
    public String pointer() {
        return "/spec/suspend";
    }

    @Override
    public JsonNode wanted() {
        return BooleanNode.TRUE;
    }

    @Override
    public Facts facts(Call call, JsonNode job) {
        var blast = new HashMap<>(Fighters.counted(job, "suspend"));
        blast.put("pods", job.at("/status/active").asInt());
        return new Facts(blast, Set.of()).noting(Fighters.notes(job, "suspend"));
    }

    @Override
    public Undo undo(JsonNode job) {
        return Undo.EQUIVALENT;
    }

    @Override
    public Proof proof(Call call, JsonNode job) {
        boolean isOfCronJob = job.at("/metadata/ownerReferences").valueStream().anyMatch(Fighters::isCronJob);
        return pods.proof(
                call,
                job,
                "it is suspended and no pod of it runs"
                        + (isOfCronJob ? "; its cron job starts other jobs: suspend that too" : "")
                        + Fighters.clause(job, "suspend"));
    }

    @Override
    public String replacement() {
        return "the job goes on, with new pods in place of those that were deleted";
    }
}
