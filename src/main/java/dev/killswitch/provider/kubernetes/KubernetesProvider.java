package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Provider;
import dev.killswitch.config.Section;
import java.time.Clock;
import java.util.List;

/** Acts in Kubernetes clusters. */
public final class KubernetesProvider implements Provider {
    private final SharedVertx vertx = new SharedVertx();

    @Override
    public String kind() {
        return "kubernetes";
    }

    @Override
    public List<ActionSpec> actions() {
        return Specs.ALL;
    }

    @Override
    public Connection open(String name, Section settings, Clock clock) {
        KubernetesSettings read = KubernetesSettings.read(settings);
        return new KubernetesConnection(
                name,
                read,
                Telling.read(settings),
                new ClusterClient(read.access(), vertx.acquire()),
                clock,
                vertx::release);
    }
}
