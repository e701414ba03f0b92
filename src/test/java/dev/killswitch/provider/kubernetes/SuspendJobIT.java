package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On a real API server. */
class SuspendJobIT extends SuspendJobContract {
    private static final Map<String, String> PODS = Map.of("batch.kubernetes.io/job-name", "report");

    @Override
    Grounds open() {
        return new ServerGrounds();
    }

    @Test
    void podsAreDeleted_andReplacedWhenItGoesOn() {
        var server = (ServerGrounds) grounds();
        server.plane().awaitPods(server.namespace(), PODS, pods -> pods.size() == 1);
        Call call = call();
        Inspected.Found found = (Inspected.Found) action().inspect(call);
        action().apply(call, found.before());
        server.plane().awaitPods(server.namespace(), PODS, pods -> pods.isEmpty());
        server.plane()
                .await(
                        "it is proven",
                        Duration.ofSeconds(30),
                        () -> action().prove(call(), found.before()) instanceof Proof.Proven);
        assertThat(action().release(call(), found.before())).isInstanceOf(Released.Replaced.class);
        server.plane().awaitPods(server.namespace(), PODS, pods -> pods.size() == 1);
    }
}
