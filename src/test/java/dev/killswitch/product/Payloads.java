package dev.killswitch.product;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What is posted to the product on the practice range. */
final class Payloads {
    private Payloads() {}

    /** Falco's word that somebody opened a shell in {@code pod} of the namespace shop. */
    static String shell(String pod) {
        return """
                {"output":"A shell was spawned","priority":"Critical","rule":"Terminal shell in container","time":"%s",
                 "output_fields":{"k8s.ns.name":"shop","k8s.pod.name":"%s","container.id":"4a5b6c7d8e9f"},
                 "source":"syscall","hostname":"node-a"}""".formatted(now(), pod);
    }

    /** A person's wish to take {@code pod} of the namespace shop off the network. */
    static String isolate(String pod) {
        return """
                {"action":"kubernetes.isolate-pod",
                 "target":{"connection":"range-cluster","kind":"kubernetes.pod","id":"shop/%s"}}""".formatted(pod);
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
