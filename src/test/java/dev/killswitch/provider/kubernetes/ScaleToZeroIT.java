package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Released;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On a real API server. */
class ScaleToZeroIT extends ScaleToZeroContract {
    @Override
    Grounds open() {
        return new ServerGrounds();
    }

    @Test
    void podsAreGoneInTheEnd_andAsManyComeBack() {
        Call call = call();
        Inspected.Found found = (Inspected.Found) action().inspect(call);
        action().apply(call, found.before());
        server().plane()
                .await(
                        "no pod is left",
                        Duration.ofSeconds(30),
                        () -> action().prove(call(), found.before()) instanceof Proof.Proven);
        assertThat(action().release(call(), found.before())).isInstanceOf(Released.Replaced.class);
        server().plane().awaitPods(grounds().namespace(), Map.of("app", "web"), pods -> pods.size() == 2);
    }

    @Test
    void statefulSet_hasAScaleToo() {
        grounds().stateful();
        String id = grounds().namespace() + "/StatefulSet/payments";
        var reference = new Reference(grounds().connection().name(), Where.WORKLOAD, id, Map.of());
        Target target = ((Resolved.Found) grounds().connection().resolve(reference, Grounds.deadline())).target();
        Call call = grounds().call(target, action().spec());
        Inspected.Found found = (Inspected.Found) action().inspect(call);
        action().apply(call, found.before());
        server().plane()
                .await(
                        "no pod is left",
                        Duration.ofSeconds(30),
                        () -> action().prove(grounds().call(target, action().spec()), found.before())
                                instanceof Proof.Proven);
        assertThat(action().release(grounds().call(target, action().spec()), found.before()))
                .isInstanceOf(Released.Replaced.class);
    }

    private ServerGrounds server() {
        return (ServerGrounds) grounds();
    }
}
