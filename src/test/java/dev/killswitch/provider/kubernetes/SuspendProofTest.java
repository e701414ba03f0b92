package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection.Related;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Released;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes on of a CronJob and of its Job, once one of them is suspended. */
class SuspendProofTest {
    private static final String BATCH = "/apis/batch/v1/namespaces/shop/";

    private final RangeGrounds grounds = new RangeGrounds();
    private final Action cronJobs = grounds.connection().action("kubernetes.suspend-cronjob");
    private final Action jobs = grounds.connection().action("kubernetes.suspend-job");

    @BeforeEach
    void make() {
        String uid = grounds.admin()
                .create(BATCH + "cronjobs", "{\"metadata\":{\"name\":\"report\"},\"spec\":{\"schedule\":\"@daily\"}}")
                .at("/metadata/uid")
                .asText();
        String owner = "{\"apiVersion\":\"batch/v1\",\"kind\":\"CronJob\",\"name\":\"report\",\"uid\":\"" + uid
                + "\",\"controller\":true}";
        grounds.admin()
                .create(
                        BATCH + "jobs",
                        "{\"metadata\":{\"name\":\"report-1\",\"ownerReferences\":[" + owner
                                + "]},\"spec\":{\"parallelism\":2,\"template\":{\"spec\":{}}}}");
    }

    @AfterEach
    void close() {
        grounds.close();
    }

    private Call call(Action action, String id) {
        var reference = new Reference("range-cluster", Where.WORKLOAD, id, Map.of());
        Target target = ((Resolved.Found) grounds.connection().resolve(reference, Grounds.deadline())).target();
        return grounds.call(target, action.spec());
    }

    private static Inspected.Found found(Action action, Call call) {
        return (Inspected.Found) action.inspect(call);
    }

    private int pods() {
        return grounds.admin()
                .get("/api/v1/namespaces/shop/pods?labelSelector=batch.kubernetes.io/job-name=report-1")
                .orElseThrow()
                .path("items")
                .size();
    }

    @Test
    void suspendedJob_hasNoPods_andAsManyAgain() {
        Call call = call(jobs, "shop/Job/report-1");
        Inspected.Found found = found(jobs, call);
        assertThat(found.facts().blast()).isEqualTo(Map.of("pods", 2));
        assertThat(jobs.apply(call, found.before())).isInstanceOf(Outcome.Done.class);
        assertThat(pods()).isZero();
        assertThat(jobs.prove(call, found.before()))
                .isEqualTo(new Proof.Proven("it is suspended and no pod of it runs; its cron job starts other jobs:"
                        + " suspend that too"));
        assertThat(jobs.release(call, found.before())).isInstanceOf(Released.Replaced.class);
        assertThat(pods()).isEqualTo(2);
    }

    @Test
    void podOfAJobThatIsOnItsWayOut_isWaitedFor() {
        String pod = grounds.admin()
                .get("/api/v1/namespaces/shop/pods?labelSelector=batch.kubernetes.io/job-name=report-1")
                .orElseThrow()
                .at("/items/0/metadata/name")
                .asText();
        grounds.admin().merge(grounds.path(pod), "{\"metadata\":{\"finalizers\":[\"example.org/hold\"]}}");
        grounds.admin().delete(grounds.path(pod));
        Call call = call(jobs, "shop/Job/report-1");
        Inspected.Found found = found(jobs, call);
        jobs.apply(call, found.before());
        assertThat(jobs.prove(call, found.before())).isInstanceOf(Proof.Pending.class);
    }

    @Test
    void jobsOfASuspendedCronJob_goOn_andAreCounted() {
        grounds.admin().merge(BATCH + "cronjobs/report", "{\"status\":{\"active\":[{\"name\":\"report-1\"}]}}");
        Call call = call(cronJobs, "shop/CronJob/report");
        Inspected.Found found = found(cronJobs, call);
        assertThat(found.facts().blast()).isEqualTo(Map.of("jobs-left", 1));
        cronJobs.apply(call, found.before());
        assertThat(cronJobs.prove(call, found.before()))
                .isInstanceOfSatisfying(
                        Proof.Proven.class, proven -> assertThat(proven.how()).contains("1 that it started still run"));
        assertThat(pods()).isEqualTo(2);
    }

    @Test
    void jobsOfACronJob_areThoseThatItOwns_andHaveNotEnded() {
        grounds.admin()
                .create(BATCH + "jobs", "{\"metadata\":{\"name\":\"other\"},\"spec\":{\"template\":{\"spec\":{}}}}");
        Target cronJob = call(cronJobs, "shop/CronJob/report").target();
        assertThat(related(cronJob)).singleElement().satisfies(job -> {
            assertThat(job.id()).isEqualTo("shop/Job/report-1");
            assertThat(grounds.connection().resolve(job, Grounds.deadline())).isInstanceOf(Resolved.Found.class);
        });
        grounds.admin()
                .merge(
                        BATCH + "jobs/report-1",
                        "{\"status\":{\"conditions\":[{\"type\":\"Complete\",\"status\":\"True\"}]}}");
        assertThat(related(cronJob)).isEmpty();
        grounds.deny("list jobs.batch");
        assertThat(grounds.connection().related(cronJob, Where.WORKLOAD, Grounds.deadline()))
                .isEqualTo(new Related.Unreachable("no permission list jobs.batch"));
    }

    private List<Reference> related(Target cronJob) {
        return ((Related.Found) grounds.connection().related(cronJob, Where.WORKLOAD, Grounds.deadline())).references();
    }

    @Test
    void workloadOfAnotherKind_isRefused() {
        assertThat(jobs.inspect(call(jobs, "shop/Deployment/web")))
                .isEqualTo(new Inspected.Refused("it is a deployment, not a job"));
        assertThat(cronJobs.inspect(call(cronJobs, "shop/Job/report-1")))
                .isEqualTo(new Inspected.Refused("it is a job, not a cron job"));
        Action scale = grounds.connection().action("kubernetes.scale-to-zero");
        assertThat(scale.inspect(call(scale, "shop/Job/report-1")))
                .isEqualTo(new Inspected.Refused("a job has no scale: suspend it"));
    }
}
