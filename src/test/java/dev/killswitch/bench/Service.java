package dev.killswitch.bench;

import dev.killswitch.alert.Body;
import dev.killswitch.alert.Delivery;
import dev.killswitch.assembly.InProcess;
import dev.killswitch.engine.Intake;
import dev.killswitch.engine.Intake.Taken;
import dev.killswitch.web.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The whole product below HTTP, durable, connected to a stub cluster: one sender, one rule, no budget in the way. */
final class Service implements AutoCloseable {
    private static final String SOURCE = "falco";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String CONFIGURATION = """
            automation: {start: armed}
            data-directory: "@data@"
            rules: {directory: "@data@/rules", every: 1h}
            budgets: {automation: {targets: 10000, per: 1s}}
            connections:
              @cluster@
            sources:
              falco:
                kind: falco
                scope: {connection: cluster}
                proof: {bearer-file: "@data@/token"}
                rate: 999999/s
            """;

    private static final String RULE = """
            format: 1
            rules:
              - name: shell-in-container
                mode: enforce
                sources: [falco]
                types: ["Terminal shell in container"]
                when: alert.opened
                targets:
                  pod: entity.kind == "kubernetes.pod" && entity.role == role.TARGET
                do:
                  - {action: kubernetes.isolate-pod, on: pod, ttl: 4h, at-expiry: ask}
                examples:
                  - name: a shell in a pod cuts that pod off
                    alert: {severity: low, entities: [{kind: kubernetes.pod, id: shop/web}]}
                    expect: ["kubernetes.isolate-pod shop/web"]
            """;

    private static final String BODY = """
            {"output":"%1$s in %2$s/%3$s","priority":"Critical","rule":"%1$s","time":"%4$s",
             "output_fields":{"k8s.ns.name":"%2$s","k8s.pod.name":"%3$s","container.id":"0123456789ab",
             "proc.cmdline":"bash -i","user.name":"root"},"source":"syscall","hostname":"node-1"}""";

    private final InProcess running;

    private Service(InProcess running) {
        this.running = running;
    }

    static Service start(Path directory, StubCluster cluster) {
        return start(directory, List.of(connection("cluster", cluster.uri().toString(), directory)));
    }

    /** One line of the configuration: what is reached at {@code url}, with the token of the senders. */
    static String connection(String name, String url, Path directory) {
        return name + ": {kind: kubernetes, url: \"" + url + "\", token-file: \"" + directory
                + "/token\", tiers: [isolate]}";
    }

    /** With {@code connections}, of which one is called {@code cluster}. */
    static Service start(Path directory, List<String> connections) {
        try {
            Files.createDirectories(directory.resolve("rules"));
            Files.writeString(directory.resolve("token"), "bench");
            Files.writeString(directory.resolve("rules/bench.yaml"), RULE);
            Path file = Files.writeString(
                    directory.resolve("killswitch.yaml"),
                    CONFIGURATION
                            .replace("@data@", directory.toString())
                            .replace("@cluster@", String.join("\n  ", connections)));
            return new Service(InProcess.start(directory, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Product product() {
        return running.product();
    }

    /** What matches the rule, as the sender's bytes. */
    Delivery shell(String namespace, String pod) {
        return delivery("Terminal shell in container", namespace, pod);
    }

    /** What no rule looks at. */
    Delivery notice(String namespace, String pod) {
        return delivery("Read sensitive file untrusted", namespace, pod);
    }

    private Delivery delivery(String rule, String namespace, String pod) {
        String body = BODY.formatted(rule, namespace, pod, product().clock().instant());
        return new Delivery(
                SOURCE,
                product().ids().next("d"),
                product().clock().instant(),
                Map.of("content-type", List.of("application/json")),
                Body.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    void deliver(Delivery delivery) {
        deliver(product().engine().intake(), delivery);
    }

    /** To this intake or to another one that takes the same; throws where it is not taken. */
    void deliver(Intake intake, Delivery delivery) {
        Taken taken = intake.take(product().doors().get(SOURCE).source(), delivery);
        if (!(taken instanceof Taken.Recorded recorded && recorded.status() == 202)) {
            throw new IllegalStateException("not taken: " + taken);
        }
    }

    /** Waits until nothing is left to do. */
    void settle() {
        until(() -> product().engine().backlog() == 0);
    }

    static void until(BooleanSupplier done) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not done within " + PATIENCE);
            }
            LockSupport.parkNanos(100_000);
        }
    }

    @Override
    public void close() {
        running.close();
    }
}
