package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection.Related;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract on a real API server, with its own disruption budgets. */
class EvictPodIT extends PodActionContract {
    @Override
    Grounds open() {
        return new ServerGrounds();
    }

    @Override
    String pod(Grounds grounds) {
        return grounds.bare();
    }

    @Override
    String actionName() {
        return "kubernetes.evict-pod";
    }

    private String budgets() {
        return "/apis/policy/v1/namespaces/" + grounds().namespace() + "/poddisruptionbudgets";
    }

    private void budget(String name, int wanted, int allowed) {
        grounds()
                .admin()
                .create(
                        budgets(),
                        "{\"apiVersion\":\"policy/v1\",\"kind\":\"PodDisruptionBudget\",\"metadata\":{\"name\":\""
                                + name
                                + "\"},\"spec\":{\"minAvailable\":" + wanted
                                + ",\"selector\":{\"matchLabels\":{\"app\":\"web\"}}}}");
        awaitAllowed(name, allowed);
    }

    private void awaitAllowed(String name, int allowed) {
        grounds().await("budget " + name + " allows " + allowed, () -> {
            var status =
                    grounds().admin().get(budgets() + "/" + name).orElseThrow().path("status");
            return status.path("currentHealthy").asInt() == 2
                    && status.path("disruptionsAllowed").asInt() == allowed;
        });
    }

    @Test
    void budget_holdsThePodByItsName_untilItHasRoom() {
        String web = grounds().replica();
        Call call = grounds().call(grounds().target(web), action().spec());
        budget("whole", 2, 0);
        Inspected.Found found = (Inspected.Found) action().inspect(call);
        assertThat(found.facts().blast()).isEqualTo(Map.of("pods", 1, "disruptions-allowed", 0));
        assertThat(action().apply(call, found.before()))
                .isEqualTo(new Outcome.Busy(
                        "disruption budget whole lets none of its pods go now: it wants 2 healthy ones and has 2",
                        Duration.ofSeconds(5)));
        assertThat(action().prove(call, found.before())).isInstanceOf(Proof.Unproven.class);

        grounds().admin().merge(budgets() + "/whole", "{\"spec\":{\"minAvailable\":1}}");
        awaitAllowed("whole", 1);
        assertThat(action().apply(call, found.before())).isInstanceOf(Outcome.Done.class);
        grounds().settle(web);
        assertThat(action().prove(call, found.before())).isInstanceOf(Proof.Proven.class);
    }

    @Test
    void twoBudgets_areRefusedByTheServerToo() {
        String web = grounds().replica();
        Call call = grounds().call(grounds().target(web), action().spec());
        budget("one", 1, 1);
        budget("two", 1, 1);
        assertThat(action().inspect(call))
                .isInstanceOfSatisfying(
                        Inspected.Refused.class,
                        refused -> assertThat(refused.why()).startsWith("disruption budgets one and two fit it"));
        assertThat(grounds()
                        .admin()
                        .send(
                                "POST",
                                grounds().path(web) + "/eviction",
                                "application/json",
                                "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"" + web
                                        + "\"}}")
                        .status())
                .isEqualTo(500);
    }

    @Test
    void drain_movesAllButThoseThatAreIsolated() {
        String isolated = grounds().replica();
        Action isolate = grounds().connection().action("kubernetes.isolate-pod");
        Call off = grounds().call(grounds().target(isolated), isolate.spec());
        isolate.apply(off, ((Inspected.Found) isolate.inspect(off)).before());
        var reference = new Reference(
                grounds().connection().name(), Where.NODE, grounds().nodeOfPods(), Map.of());
        var node = ((Resolved.Found) grounds().connection().resolve(reference, Grounds.deadline())).target();
        var related = (Related.Found) grounds().connection().related(node, Pod.KIND, Grounds.deadline());
        assertThat(related.references().stream().map(Reference::id))
                .contains(grounds().namespace() + "/toolbox")
                .doesNotContain(grounds().namespace() + "/" + isolated);
    }
}
