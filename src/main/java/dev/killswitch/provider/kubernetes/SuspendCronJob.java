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
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Has a CronJob start no more Jobs. Those that it has started go on. */
final class SuspendCronJob implements FieldAction.Field {
    static final ActionSpec SPEC = new ActionSpec(
            "kubernetes.suspend-cronjob",
            new Meaning(
                    "has a CronJob start no more Jobs",
                    "the Jobs that it has started; a Job that somebody makes of it by hand; whoever puts the field back;"
                            + " released, it may start the run that it missed last at once",
                    "at once"),
            Where.WORKLOAD,
            "kill-workloads",
            Stage.DENY,
            false,
            Undo.EXACT,
            "cronjob-suspended",
            Duration.ofSeconds(10),
            List.of(),
            List.of(ResourceKind.CRON_JOB.permission("get"), ResourceKind.CRON_JOB.permission("patch")),
            new ByHand(
                    List.of("kubectl -n {namespace} patch cronjob {name} -p '{\"spec\":{\"suspend\":true}}'"),
                    List.of("kubectl -n {namespace} patch cronjob {name} -p '{\"spec\":{\"suspend\":false}}'")),
            List.of("D3-EI"));

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Optional<String> note() {
        return Optional.of("killswitch.dev/suspend-cronjob");
    }

    @Override
    public ResourceKind kind(Call call) {
        return ResourceKind.CRON_JOB;
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
    public Facts facts(Call call, JsonNode cronJob) {
        var blast = new HashMap<>(Fighters.counted(cronJob, "suspend"));
        blast.put("jobs-left", running(cronJob));
        return new Facts(blast, Set.of()).noting(Fighters.notes(cronJob, "suspend"));
    }

    private static int running(JsonNode cronJob) {
        return cronJob.at("/status/active").size();
    }

    @Override
    public Undo undo(JsonNode cronJob) {
        return Undo.EXACT;
    }

    @Override
    public Proof proof(Call call, JsonNode cronJob) {
        int running = running(cronJob);
        String left = running == 0
                ? "none that it started runs"
                : running + " that it started still run: suspend each of them too";
        return new Proof.Proven("it is suspended, and starts no more jobs; " + left
                + "; somebody may still make a job of it" + " by hand" + Fighters.clause(cronJob, "suspend"));
    }
}
