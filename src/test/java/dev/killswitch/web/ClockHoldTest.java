package dev.killswitch.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.alert.Body;
import dev.killswitch.alert.Delivery;
import dev.killswitch.assembly.InProcess;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wall clock that jumped holds expiry, and who may let it go on. */
class ClockHoldTest {
    private static final String SHELL = """
            {"output":"shell","priority":"Critical","rule":"Terminal shell in container","time":"%s",
             "output_fields":{"k8s.ns.name":"shop","k8s.pod.name":"toolbox","container.id":"0123456789ab"},
             "source":"syscall","hostname":"node-1"}""";

    @TempDir
    private Path data;

    private final AtomicReference<Duration> jump = new AtomicReference<>(Duration.ZERO);
    private final InstantSource wall = () -> Clock.systemUTC().instant().plus(jump.get());

    private InProcess running;
    private Product product;

    @BeforeEach
    void start() {
        running = InProcess.onRange(data, wall.withZone(ZoneOffset.UTC));
        product = running.product();
        until(() -> product.connections().all().stream()
                .allMatch(connection -> connection.notReady().isEmpty()));
        isolate();
        jump.set(Duration.ofDays(1));
        until(() -> product.register().entries(0, 500).stream()
                .anyMatch(entry -> entry.event() instanceof Event.ClockJumped));
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void operatorWhoArmsEverything_letsExpiryGoOn() {
        assertThat(state()).isEqualTo(Containment.State.STANDING);
        arm();
        until(() -> state() == Containment.State.DUE);
        assertThat(state()).isEqualTo(Containment.State.DUE);
    }

    private void arm() {
        var identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal("somebody"))
                .addRoles(Set.of(Role.OPERATOR))
                .build();
        new AutomationResource(product, new Caller(identity, product)).set(request("{\"mode\":\"armed\"}"));
    }

    /** All that the resource asks of its request is the body that was read ahead. */
    private static RoutingContext request(String body) {
        return (RoutingContext) Proxy.newProxyInstance(
                ClockHoldTest.class.getClassLoader(),
                new Class<?>[] {RoutingContext.class},
                (_, _, _) -> Buffer.buffer(body));
    }

    private void isolate() {
        Door door = product.doors().get("falco");
        var delivery = new Delivery(
                "falco",
                product.ids().next("d"),
                product.clock().instant(),
                Map.of("content-type", List.of("application/json")),
                Body.of(SHELL.formatted(product.clock().instant()).getBytes(StandardCharsets.UTF_8)));
        product.engine().intake().take(door.source(), delivery);
        until(() -> product.register().incidents(null, 1).stream()
                .flatMap(incident -> incident.steps().values().stream())
                .anyMatch(step -> step.proof() != null));
    }

    private Containment.State state() {
        return product.register()
                .incidents(null, 1)
                .getFirst()
                .containments()
                .values()
                .iterator()
                .next()
                .state();
    }

    private static void until(BooleanSupplier done) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
