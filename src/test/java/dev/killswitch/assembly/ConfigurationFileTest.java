package dev.killswitch.assembly;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Connection;
import dev.killswitch.action.Provider;
import dev.killswitch.action.Reference;
import dev.killswitch.alert.SourceCatalog;
import dev.killswitch.config.Document;
import dev.killswitch.config.Overrides;
import dev.killswitch.config.Problems;
import dev.killswitch.engine.Orders;
import dev.killswitch.engine.Releases;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Journal.Remember;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Order;
import dev.killswitch.range.StateFile;
import dev.killswitch.range.kubernetes.KubernetesRange;
import dev.killswitch.web.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters come, change and go while the service runs. */
class ConfigurationFileTest {
    private static final String TOKEN = "range-token";

    @TempDir
    private Path directory;

    private final Clock clock = Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));
    private final KubernetesRange one = KubernetesRange.start(StateFile.nowhere(), clock, TOKEN);
    private final KubernetesRange two = KubernetesRange.start(StateFile.nowhere(), clock, TOKEN);
    private final Startup startup = new Startup();
    private Path changing;
    private Product product;
    private ConfigurationFile file;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(directory.resolve("token"), TOKEN);
        Files.createDirectory(directory.resolve("rules"));
        Files.writeString(directory.resolve("rules/a.yaml"), rule("enforce"));
        String text = configuration(cluster("one", one, "[isolate, node]"));
        Path first = Files.writeString(directory.resolve("first.yaml"), text);
        var around = new Startup.Surroundings(
                Map.of(
                        "killswitch.data-directory",
                        directory.resolve("data").toString(),
                        "killswitch.config",
                        first.toString()),
                Map.of(),
                Startup.Rooms.WITHOUT_RANGE,
                clock,
                "test");
        Killswitch killswitch = startup.start(around);
        product = killswitch.product();
        // Not the file that the service itself looks at every other second: here a look is made when the test wants it.
        changing = Files.writeString(directory.resolve("changing.yaml"), text);
        List<Provider> providers = ServiceLoader.load(Provider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        var reader = new SettingsReader(providers, SourceCatalog.installed(), clock);
        var overrides = Overrides.of(around.properties(), Map.of(), Set.of("config"));
        file = new ConfigurationFile(changing, text, reader, overrides, killswitch);
    }

    @AfterEach
    void stop() {
        startup.close();
        one.close();
        two.close();
    }

    @Test
    void addedCluster_isActedIn_andTheOneThatWasThereStaysTheSame() throws IOException {
        Connection before = product.connections().find("one").orElseThrow();
        changed(configuration(cluster("one", one, "[isolate, node]"), cluster("two", two, "[node]")));

        assertThat(product.connections().find("one")).containsSame(before);
        assertThat(cordon("two").state()).isEqualTo(StepState.State.PROVEN);
        assertThat(product.places().keySet()).containsExactlyInAnyOrder("one", "two");
        assertThat(pages()).isEmpty();
    }

    @Test
    void addedClusterThatDoesNotAnswer_isNobodyElsesTrouble() throws IOException {
        changed(configuration(
                cluster("one", one, "[isolate, node]"),
                "  down: {kind: kubernetes, url: 'https://192.0.2.1:6443', token-file: /nowhere, tiers: [node]}\n"));

        assertThat(cordon("one").state()).isEqualTo(StepState.State.PROVEN);
    }

    @Test
    void removedCluster_isTold_andWhatStandsThereIsReleasedOnceItIsBack() throws IOException {
        String with = configuration(cluster("one", one, "[isolate, node]"), cluster("two", two, "[node]"));
        changed(with);
        cordon("two");
        String containment = standing().id();

        changed(configuration(cluster("one", one, "[isolate, node]")));
        assertThat(product.connections().find("two")).isEmpty();
        assertThat(pages())
                .containsExactly(
                        "connection two is not configured any more, and a containment stands there (" + containment
                                + "): nobody watches that, and nothing of it can be released until the connection is configured"
                                + " again");
        assertThat(release(containment))
                .isEqualTo(new Releases.Answer.Conflict(containment
                        + " stays as it is: connection two is not configured any more: add it again, then ask again"));
        assertThat(standing().state()).isEqualTo(Containment.State.STANDING);

        changed(with);
        assertThat(release(containment)).isInstanceOf(Releases.Answer.Running.class);
        until(() -> product.register().standing() == 0);
        assertThat(product.register().standing()).isZero();
    }

    @Test
    void changedTiers_areTakenUp_andARuleThatNeedsOneIsToldAtOnce() throws IOException {
        assertThat(product.rules().get().refused()).isEmpty();
        changed(configuration(cluster("one", one, "[kill]")));
        assertThat(product.places().get("one").tiers()).containsExactly("kill");
        // The service looks at the rules each second.
        until(() -> !product.rules().get().refused().isEmpty());
        assertThat(product.rules().get().refused())
                .singleElement()
                .asString()
                .contains("rule 'shell' needs tier isolate on connection one");
        assertThat(product.rules().get().rulebook().rules()).hasSize(1);
    }

    @Test
    void mistakes_areToldAllAtOnce_andWhatRunsGoesOn() throws IOException {
        String wrong = configuration(cluster("one", one, "[isolate, nod]"), "  two: {kind: kubernets}\n");
        changed(wrong);

        assertThat(product.refusedConfiguration().get())
                .hasSize(2)
                .anyMatch(problem -> problem.contains("'nod'"))
                .anyMatch(problem -> problem.contains("'kubernets'"));
        assertThat(pages())
                .singleElement()
                .asString()
                .startsWith("the changed configuration is not taken, for 2 problems; the one before is in force: ");
        assertThat(cordon("one").state()).isEqualTo(StepState.State.PROVEN);

        changed(configuration(cluster("one", one, "[isolate, node]")));
        assertThat(product.refusedConfiguration().get()).isEmpty();
    }

    @Test
    void whatNeedsARestart_isRefusedByName() throws IOException {
        changed(configuration(cluster("one", one, "[isolate, node]")) + "engine: {watch-every: 1m}\n");

        assertThat(product.refusedConfiguration().get())
                .singleElement()
                .asString()
                .contains("'engine' differs from what runs; expected a restart for that, or it as it was");
    }

    @Test
    void fileThatIsAway_orStillWritten_changesNothing() throws IOException {
        Files.delete(changing);
        file.look();
        file.look();
        Files.writeString(changing, configuration());
        file.look();
        assertThat(product.connections().find("one")).isPresent();
        Files.writeString(changing, configuration(cluster("one", one, "[isolate, node]")));
        file.look();
        file.look();
        assertThat(product.connections().find("one")).isPresent();
        assertThat(pages()).isEmpty();
    }

    @Test
    void fileThatCannotBeRead_isTold_untilItCan() throws IOException {
        String text = configuration(cluster("one", one, "[isolate, node]"));
        Files.write(changing, ("# Zürich\n" + text).getBytes(ISO_8859_1));
        file.look();
        assertThat(product.refusedConfiguration().get()).isEmpty();
        file.look();
        file.look();
        String problem = changing + " cannot be read: MalformedInputException; expected a configuration in YAML";
        assertThat(product.refusedConfiguration().get()).containsExactly(problem);
        assertThat(pages()).singleElement().asString().endsWith(problem);

        changed(text);
        assertThat(product.refusedConfiguration().get()).isEmpty();
    }

    private void changed(String text) throws IOException {
        Files.writeString(changing, text);
        file.look();
        file.look();
    }

    private String configuration(String... clusters) {
        String connections = clusters.length == 0 ? "connections: {}\n" : "connections:\n" + String.join("", clusters);
        String sources = clusters.length == 0
                ? "sources: {falco: {kind: falco, proof: {bearer-file: x}}}\n"
                : "sources: {falco: {kind: falco, scope: {connection: one}, proof: {bearer-file: x}}}\n";
        return connections + sources + "rules: {directory: " + directory.resolve("rules") + ", every: 1s}\n";
    }

    private String cluster(String name, KubernetesRange range, String tiers) {
        return "  " + name + ": {kind: kubernetes, url: '" + range.uri() + "', token-file: "
                + directory.resolve("token") + ", tiers: " + tiers + "}\n";
    }

    private static String rule(String mode) {
        return """
                format: 1
                rules:
                  - name: shell
                    mode: %s
                    sources: [falco]
                    when: "true"
                    targets: {pod: entity.kind == "kubernetes.pod"}
                    do: [{action: kubernetes.isolate-pod, on: pod}]
                """.formatted(mode);
    }

    private StepState cordon(String connection) {
        String what = "kubernetes.cordon-node";
        Orders orders = product.engine().orders();
        var order = new Order(
                product.ids().next("o"),
                "p-1",
                what,
                new Reference(connection, "kubernetes.node", "node-a", Map.of()),
                orders.parameters(
                        what,
                        Document.of("parameters", Map.of(), new Problems()).root()),
                null,
                Set.of(),
                0);
        Orders.Answer answer =
                orders.give(new Orders.Sent(order, null, null, "x"), (_, _, _) -> new Remember("k", "r", 202, "b"));
        assertThat(answer).isInstanceOf(Orders.Answer.Given.class);
        until(() -> steps().stream().allMatch(step -> step.proof() != null || step.outcome() != null)
                && !steps().isEmpty()
                && steps().stream().allMatch(step -> step.proof() != null));
        return steps().getFirst();
    }

    private List<StepState> steps() {
        return product.register().incidents(null, 1).stream()
                .map(Incident::steps)
                .flatMap(steps -> steps.values().stream())
                .toList();
    }

    private Containment standing() {
        return product.register().containments(Containment.STANDING, null, 1).getFirst();
    }

    private Releases.Answer release(String containment) {
        return product.engine().releases().ask(containment, "p-1", null);
    }

    private List<String> pages() {
        return product.journal().pages(10).stream().map(page -> page.why()).toList();
    }

    private static void until(BooleanSupplier done) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
