package dev.killswitch.web;

import dev.killswitch.incident.Register.RecordUnreadable;
import dev.killswitch.plan.Mode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** Gauges of what is so now, read when somebody asks for them. What cannot be read has no value. */
@Singleton
@Startup
final class NowMeters {
    private static final Duration NEW_CONNECTIONS = Duration.ofSeconds(10);

    private final Product product;
    private final MeterRegistry registry;
    private final MultiGauge armed;

    NowMeters(Product product, MeterRegistry registry) {
        this.product = product;
        this.registry = registry;
        this.armed = MultiGauge.builder("killswitch.automation.armed")
                .description("1 where automation may act")
                .register(registry);
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
        connections();
        product.engine().every(NEW_CONNECTIONS, "meters", this::connections);
    }

    private void gauge(String name, String description, ToDoubleFunction<Product> value) {
        Gauge.builder(name, product, the -> read(the, value))
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    /** One for each connection that is configured now. */
    private void connections() {
        armed.register(
                product.places().keySet().stream()
                        .map(connection -> Row.of(
                                Tags.of("connection", connection),
                                product,
                                (Product the) ->
                                        read(the, one -> Modes.of(one).effective(connection) == Mode.ARMED ? 1 : 0)))
                        .toList(),
                true);
    }

    private static double read(Product product, ToDoubleFunction<Product> value) {
        try {
            return value.applyAsDouble(product);
        } catch (RecordUnreadable _) {
            return Double.NaN;
        }
    }
}
