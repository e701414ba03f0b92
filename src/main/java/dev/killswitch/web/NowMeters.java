package dev.killswitch.web;

import dev.killswitch.incident.Register.RecordUnreadable;
import dev.killswitch.plan.Mode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** Gauges of what is so now, read when somebody asks for them. What cannot be read has no value. */
@Singleton
@Startup
final class NowMeters {
    private final Product product;
    private final MeterRegistry registry;

    NowMeters(Product product, MeterRegistry registry) {
        this.product = product;
        this.registry = registry;
    }

    @PostConstruct
    void register() {
        gauge(
                "killswitch.containments.standing",
                "containments that stand",
                the -> the.register().standing());
        gauge(
                "killswitch.ledger.entries",
                "entries in the ledger",
                the -> the.register().size());
        gauge(
                "killswitch.steps.backlog",
                "steps and releases that have not ended",
                the -> the.engine().backlog());
        gauge(
                "killswitch.events.unrecorded",
                "events that wait to be entered",
                the -> the.engine().unrecorded());
        gauge(
                "killswitch.sources.silent",
                "sources that are silent past their heartbeat",
                the -> the.engine().silentSources().size());
        gauge(
                "killswitch.rules",
                "rules that are loaded",
                the -> the.rules().get().rulebook().rules().size());
        gauge(
                "killswitch.rulebook.refused",
                "1 while the rules as they lie there are refused",
                the -> the.rules().get().refused().isEmpty() ? 0 : 1);
        product.places().keySet().forEach(this::automation);
    }

    private void gauge(String name, String description, ToDoubleFunction<Product> value) {
        Gauge.builder(name, product, the -> read(the, value))
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private void automation(String connection) {
        Gauge.builder(
                        "killswitch.automation.armed",
                        product,
                        the -> read(the, one -> Modes.of(one).effective(connection) == Mode.ARMED ? 1 : 0))
                .description("1 where automation may act")
                .tag("connection", connection)
                .strongReference(true)
                .register(registry);
    }

    private static double read(Product product, ToDoubleFunction<Product> value) {
        try {
            return value.applyAsDouble(product);
        } catch (RecordUnreadable _) {
            return Double.NaN;
        }
    }
}
