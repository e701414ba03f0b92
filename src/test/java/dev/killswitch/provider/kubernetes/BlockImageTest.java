package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Inspected;
import dev.killswitch.provider.kubernetes.KubernetesSettings.Access;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** On the range. */
class BlockImageTest extends BlockImageContract {
    @Override
    Grounds open() {
        return new RangeGrounds();
    }

    /** The range does at once what it does. */
    @Override
    void await(String what, BooleanSupplier so) {
        assertThat(so.getAsBoolean()).as(what).isTrue();
    }

    @Test
    void replacementOfABlockedPod_isNotMade() {
        String replica = grounds().replica();
        var call = call("registry.example/shop/web");
        action().apply(call, ((Inspected.Found) action().inspect(call)).before());
        grounds().admin().delete(grounds().path(replica));
        assertThat(grounds()
                        .admin()
                        .get("/api/v1/namespaces/shop/pods?labelSelector=app=web")
                        .orElseThrow()
                        .path("items"))
                .hasSize(2);
    }

    @Test
    void imageThatWeRunFrom_isRefused() {
        JsonNode pods = grounds().admin().get("/api/v1/pods").orElseThrow();
        var vertx = new SharedVertx();
        var nowhere = new Access.Address(URI.create("http://127.0.0.1:1"), Path.of("token"), Optional.empty());
        var calls = new KubernetesCalls(new ClusterClient(nowhere, vertx.acquire()), Clock.systemUTC());
        var inside = new BlockImage(calls, new Ourselves(Optional.of("shop"), Optional.of("shop/toolbox")));
        assertThat(inside.refusal(call("registry.example/shop/toolbox"), pods)).isPresent();
        assertThat(inside.refusal(call("registry.example/shop/web"), pods)).isEmpty();
        vertx.release();
    }
}
