package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a pod's budgets and its isolation say to an eviction. */
class EvictPodTest {
    private static final String BUDGETS = "/apis/policy/v1/namespaces/shop/poddisruptionbudgets";

    private final RangeGrounds grounds = new RangeGrounds();
    private final Action evict = grounds.connection().action("kubernetes.evict-pod");
    private final String web = grounds.replica();

    @AfterEach
    void close() {
        grounds.close();
    }

    private Call call(String pod, Map<String, ?> parameters) {
        return new Call(
                grounds.target(pod),
                Grounds.parameters(EvictPod.SPEC, parameters),
                new Call.Mark("c-1", "i-1"),
                Grounds.deadline());
    }

    private Call call() {
        return call(web, Map.of());
    }

    private Inspected.Found found(Call call) {
        return (Inspected.Found) evict.inspect(call);
    }

    private void budget(String name, String spec) {
        grounds.admin().create(BUDGETS, "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":" + spec + "}");
    }

    private static String wants(Object healthy) {
        return "{\"minAvailable\":" + healthy + ",\"selector\":{\"matchLabels\":{\"app\":\"web\"}}}";
    }

    @Test
    void budgetThatHasRoom_letsThePodGo_andAnotherTakesItsPlace() {
        budget("web", wants(2));
        Call call = call();
        Inspected.Found found = found(call);
        assertThat(found.facts().blast()).isEqualTo(Map.of("pods", 1, "disruptions-allowed", 1));
        assertThat(evict.apply(call, found.before())).isInstanceOf(Outcome.Done.class);
        assertThat(evict.prove(call, found.before()))
                .isEqualTo(new Proof.Proven(
                        "no such pod; evicted with its own grace, it goes only once its node has ended it"));
        assertThat(grounds.admin()
                        .get("/api/v1/namespaces/shop/pods?labelSelector=app=web")
                        .orElseThrow()
                        .path("items"))
                .hasSize(3);
    }

    @Test
    void budgetThatHasNone_holdsThePod_andIsNamed() {
        budget("web", wants("\"100%\""));
        Call call = call();
        Inspected.Found found = found(call);
        assertThat(found.facts().blast()).containsEntry("disruptions-allowed", 0);
        assertThat(evict.apply(call, found.before()))
                .isEqualTo(new Outcome.Busy(
                        "disruption budget web lets none of its pods go now: it wants 3 healthy ones and has 3",
                        Duration.ofSeconds(5)));
        assertThat(evict.prove(call, found.before())).isEqualTo(new Proof.Unproven("the pod is still there"));
        grounds.admin().merge(BUDGETS + "/web", "{\"spec\":{\"minAvailable\":1}}");
        assertThat(evict.apply(call, found.before())).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void podOfTwoBudgets_isRefused_byTheirNames() {
        budget("web", wants(1));
        budget("all", "{\"maxUnavailable\":1,\"selector\":{}}");
        budget("nobody", "{\"maxUnavailable\":0}");
        assertThat(evict.inspect(call()))
                .isEqualTo(new Inspected.Refused(
                        "disruption budgets all and web fit it, and the API server evicts no pod of"
                                + " more than one: kill it, or change them"));
        budget("other", "{\"maxUnavailable\":0,\"selector\":{\"matchLabels\":{\"app\":\"payments\"}}}");
        assertThat(evict.inspect(call(web, Map.of()))).isInstanceOf(Inspected.Refused.class);
    }

    @Test
    void podThatIsIsolated_isKept_unlessThatIsSaid() {
        Call early = call();
        Inspected.Found before = found(early);
        grounds.admin().merge(grounds.path(web), "{\"metadata\":{\"labels\":{\"killswitch.dev/quarantine\":\"c-2\"}}}");
        assertThat(evict.apply(early, before.before()))
                .isEqualTo(new Outcome.Changed("it has been isolated meanwhile"));
        assertThat(evict.inspect(early))
                .isEqualTo(new Inspected.Refused(
                        "it is isolated, and what is on it would be lost: kill it, or give isolated: true"));
        Call said = call(web, Map.of("isolated", true));
        assertThat(evict.apply(said, found(said).before())).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void podWithoutAGrace_isNotProvenToHaveEnded() {
        grounds.admin()
                .create(
                        "/api/v1/namespaces/shop/pods",
                        "{\"metadata\":{\"name\":\"hasty\"},\"spec\":{\"terminationGracePeriodSeconds\":0}}");
        Call call = call("hasty", Map.of());
        Inspected.Found found = found(call);
        evict.apply(call, found.before());
        assertThat(evict.prove(call, found.before())).isInstanceOf(Proof.Unproven.class);
    }

    @Test
    void podOnItsWayOut_isWaitedFor_andNotEvictedAgain() {
        grounds.admin().merge(grounds.path(web), "{\"metadata\":{\"finalizers\":[\"example.org/keep\"]}}");
        Call call = call();
        Inspected.Found found = found(call);
        assertThat(evict.apply(call, found.before())).isInstanceOf(Outcome.Done.class);
        assertThat(evict.apply(call, found.before())).isEqualTo(new Outcome.AlreadyDone());
        assertThat(evict.prove(call, found.before())).isEqualTo(new Proof.Pending(Duration.ofSeconds(4)));
        assertThat(found(call).alreadySo()).isTrue();
    }

    @Test
    void permissionThatIsMissing_isNamed() {
        grounds.deny("create pods/eviction");
        assertThat(evict.apply(call(), found(call()).before()))
                .isEqualTo(new Outcome.Refused("no permission create pods/eviction"));
        grounds.deny("list poddisruptionbudgets.policy");
        assertThat(evict.inspect(call())).isEqualTo(new Inspected.Forbidden("list poddisruptionbudgets.policy"));
    }
}
