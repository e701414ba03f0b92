package dev.killswitch.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Outcome;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import dev.killswitch.alert.Body;
import dev.killswitch.alert.Delivery;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import dev.killswitch.engine.Intake.Taken;
import dev.killswitch.engine.Orders;
import dev.killswitch.engine.Releases;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event.EvidenceCollected;
import dev.killswitch.incident.Event.Piece;
import dev.killswitch.incident.Event.StepStarted;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Journal.Evidence;
import dev.killswitch.incident.Journal.Remember;
import dev.killswitch.incident.Recorded;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Order;
import dev.killswitch.web.Door;
import dev.killswitch.web.Product;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One alert's and one order's whole way, on the practice range, without HTTP. */
class KillswitchTest {
    private static final String SHELL = """
            {"output":"shell","priority":"Critical","rule":"Terminal shell in container","time":"%s",
             "output_fields":{"k8s.ns.name":"shop","k8s.pod.name":"toolbox","container.id":"0123456789ab"},
             "source":"syscall","hostname":"node-1"}""";

    private static final String FINDING = """
            {"version":"0","id":"e-1","detail-type":"GuardDuty Finding","source":"aws.guardduty","account":"111122223333",
             "time":"%1$s","region":"eu-west-1","resources":[],"detail":{"schemaVersion":"2.0","accountId":"111122223333",
             "region":"eu-west-1","partition":"aws","id":"f00dfeedf00dfeedf00dfeedf00dfeed","arn":"arn:aws:guardduty:x",
             "type":"UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom","severity":8.0,"createdAt":"%1$s","updatedAt":"%1$s",
             "title":"t","description":"d","resource":{"resourceType":"AccessKey","accessKeyDetails":{"accessKeyId":"%2$s",
             "principalId":"AIDAEXAMPLE","userName":"ci-deployer","userType":"IAMUser"}},
             "service":{"serviceName":"guardduty","resourceRole":"TARGET","count":1,"archived":false,
             "action":{"actionType":"AWS_API_CALL"}}}}""";

    @TempDir
    private Path data;

    private final Clock clock = Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));
    private Startup startup = new Startup();
    private Product product;

    @BeforeEach
    void start() {
        startup = new Startup();
        var around = new Startup.Surroundings(
                Map.of("killswitch.data-directory", data.toString()),
                Map.of(),
                Startup.Rooms.WITH_RANGE,
                clock,
                "test");
        product = startup.start(around).product();
        until(() -> product.connections().all().stream()
                .allMatch(connection -> connection.notReady().isEmpty()));
    }

    @AfterEach
    void stop() {
        startup.close();
    }

    @Test
    void shellInAPod_isIsolated_andComesBackExactly() {
        Taken taken = deliver("falco", SHELL.formatted(clock.instant()));
        assertThat(taken).isInstanceOf(Taken.Recorded.class);
        Incident incident = settled();
        StepState step = incident.steps().values().iterator().next();
        assertThat(step.state()).as("%s", incident).isEqualTo(StepState.State.UNPROVEN);
        Containment containment = incident.containments().values().iterator().next();
        assertThat(containment.state()).isEqualTo(Containment.State.STANDING);

        Releases.Answer answer = product.engine().releases().ask(containment.id(), "p-1", null);
        assertThat(answer).isInstanceOf(Releases.Answer.Running.class);
        until(() -> containment().state() == Containment.State.RELEASED);
        assertThat(containment().state()).isEqualTo(Containment.State.RELEASED);
    }

    @Test
    void misusedUser_isDenied_thenEachCredentialIsInactive() {
        deliver("guardduty", FINDING.formatted(clock.instant(), "AKIAIOSFODNN7EXAMPLE"));
        until(() -> incident()
                .map(one ->
                        one.steps().size() == 5 && one.steps().values().stream().allMatch(step -> step.ended() != null))
                .orElse(false));
        Incident incident = incident().orElseThrow();
        assertThat(incident.steps().values())
                .as("%s", incident.steps())
                .hasSize(5)
                .allSatisfy(step -> assertThat(step.outcome()).isInstanceOf(Outcome.Done.class));
    }

    @Test
    void redelivery_isAnsweredAsTheFirstTime_andActsOnce() {
        String body = SHELL.formatted(clock.instant());
        Taken first = deliver("falco", body);
        settled();
        assertThat(deliver("falco", body)).isEqualTo(first);
        assertThat(product.register().incidents(null, 10)).hasSize(1);
    }

    @Test
    void podIsolatedThenKilled_leavesItsLog() {
        order("kubernetes.isolate-pod");
        until(() -> collected().isPresent());
        EvidenceCollected collected = collected().orElseThrow();
        order("kubernetes.kill-pod");
        until(() -> product.register().incidents(null, 10).stream()
                .allMatch(one -> one.steps().values().stream().allMatch(step -> step.proof() != null)));
        assertThat(collected.pieces()).extracting(Piece::name).contains("pod.json", "events.json", "log-toolbox.txt");
        Piece log = collected.pieces().stream()
                .filter(piece -> piece.name().equals("log-toolbox.txt"))
                .findFirst()
                .orElseThrow();
        Evidence kept =
                product.evidence().read(collected.containment(), log.name()).orElseThrow();
        assertThat(kept.content().text().orElseThrow()).contains("no log of toolbox");
        assertThat(kept.digest()).isEqualTo(log.digest());
        assertThat(data.resolve("evidence").resolve(collected.containment()).resolve(log.name()))
                .exists();
    }

    @Test
    void workloadThatIsContained_leavesTheLogsOfItsPods_beforeItIsScaledToZero() {
        order("kubernetes.contain-workload", "kubernetes.workload", "shop/Deployment/web");
        until(() -> incident()
                .map(one ->
                        one.steps().size() == 5 && one.steps().values().stream().allMatch(step -> step.ended() != null))
                .orElse(false));
        Incident incident = incident().orElseThrow();
        StepState scaled = incident.steps().values().stream()
                .filter(step -> step.planned().step().action().equals("kubernetes.scale-to-zero"))
                .findFirst()
                .orElseThrow();
        Recorded collected = incident.entries().stream()
                .filter(entry -> entry.event() instanceof EvidenceCollected one
                        && one.pieces().stream().anyMatch(piece -> piece.name().equals("object.json")))
                .findFirst()
                .orElseThrow();
        assertThat(((EvidenceCollected) collected.event()).pieces())
                .extracting(Piece::name)
                .filteredOn(name -> name.endsWith("-log-web.txt"))
                .hasSize(3);
        assertThat(incident.entries())
                .filteredOn(entry -> entry.event() instanceof StepStarted started
                        && started.step().equals(scaled.planned().step().id()))
                .singleElement()
                .satisfies(started -> assertThat(started.index()).isGreaterThan(collected.index()));
    }

    private Optional<EvidenceCollected> collected() {
        return product.register().incidents(null, 10).stream()
                .flatMap(one -> one.entries().stream())
                .map(Recorded::event)
                .filter(EvidenceCollected.class::isInstance)
                .map(EvidenceCollected.class::cast)
                .findFirst();
    }

    @Test
    void order_killsAPod() {
        order("kubernetes.kill-pod");
        Incident incident = settled();
        assertThat(incident.steps().values())
                .allSatisfy(step -> assertThat(step.state()).isEqualTo(StepState.State.PROVEN));
    }

    private void order(String action) {
        order(action, "kubernetes.pod", "shop/toolbox");
    }

    private void order(String action, String kind, String id) {
        var order = new Order(
                product.ids().next("o"),
                "p-1",
                action,
                new Reference("range-cluster", kind, id, Map.of()),
                parameters(action),
                null,
                Set.of(),
                0);
        Orders.Answer answer = product.engine()
                .orders()
                .give(new Orders.Sent(order, null, null, "x"), (_, _, _) -> new Remember("k", "r", 202, "b"));
        assertThat(answer).isInstanceOf(Orders.Answer.Given.class);
    }

    private Parameters parameters(String action) {
        var unsaid = Document.of("parameters", Map.of(), new Problems());
        return product.engine().orders().parameters(action, unsaid.root());
    }

    private Taken deliver(String source, String body) {
        Door door = product.doors().get(source);
        var delivery = new Delivery(
                source,
                product.ids().next("d"),
                clock.instant(),
                Map.of("content-type", List.of("application/json")),
                Body.of(body.getBytes(StandardCharsets.UTF_8)));
        return product.engine().intake().take(door.source(), delivery);
    }

    private Incident settled() {
        until(() -> incident()
                .map(one ->
                        !one.steps().isEmpty() && one.steps().values().stream().allMatch(step -> step.proof() != null))
                .orElse(false));
        return incident().orElseThrow();
    }

    private Containment containment() {
        return incident().orElseThrow().containments().values().iterator().next();
    }

    private Optional<Incident> incident() {
        return product.register().incidents(null, 1).stream().findFirst();
    }

    private static void until(BooleanSupplier done) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
