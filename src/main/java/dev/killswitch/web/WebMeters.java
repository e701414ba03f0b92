package dev.killswitch.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** Meters of what comes in over HTTP. Their tags are configured names, statuses and words of ours alone. */
@Singleton
final class WebMeters {
    private final MeterRegistry registry;

    WebMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A delivery was answered; {@code source} is a configured name. */
    void delivery(String source, int status) {
        Counter.builder("killswitch.deliveries")
                .description("deliveries by the answer that their sender heard")
                .tags("source", source, "status", Integer.toString(status))
                .register(registry)
                .increment();
    }

    /** A sender did not prove itself. */
    void refused(String source) {
        Counter.builder("killswitch.proof.refusals")
                .description("deliveries whose sender could not prove itself")
                .tags("source", source)
                .register(registry)
                .increment();
    }

    /** A body took too long, and its connection was closed. */
    void late() {
        Counter.builder("killswitch.bodies.late")
                .description("requests whose body took too long")
                .register(registry)
                .increment();
    }
}
