package dev.killswitch.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.product.PackagedProduct.Reply;
import dev.killswitch.servers.Alertmanager;
import dev.killswitch.servers.Fsck;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged product on the practice range, as a new user meets it. */
class ProductIT {
    private static final String RANGE = "-Dkillswitch.range.enabled=true";

    @TempDir
    private Path data;

    @Test
    void tour_actsExplainsReleasesAndVerifies_alsoAfterAKill() throws IOException {
        String containment;
        try (PackagedProduct product = PackagedProduct.start(data, RANGE)) {
            Reply taken = product.post("/v1/alerts/falco", "source-falco", Payloads.shell("toolbox"));
            assertThat(taken.status()).as(taken.body()).isEqualTo(202);
            assertThat(taken.json().at("/alerts/0/decision").asText()).isEqualTo("act");
            containment = taken.json().at("/alerts/0/steps/0/containment").asText();
            product.await(
                    "/v1/containments/" + containment,
                    "viewer",
                    reply -> reply.json().at("/proof/is").asText().equals("unproven"));
            Reply why = product.get("/v1/why?q=shop/toolbox", "viewer", "text/plain");
            assertThat(why.body().strip().lines()).as(why.body()).hasSize(6);
            assertThat(why.body()).contains("shell-in-container").contains(containment);
            product.kill();
        }
        try (PackagedProduct product = PackagedProduct.start(data, RANGE, "-Dkillswitch.ledger.readers=anybody")) {
            assertThat(product.get("/v1/containments/" + containment, "viewer")
                            .json()
                            .at("/state")
                            .asText())
                    .isEqualTo("standing");
            Reply asked = product.post(
                    "/v1/containments/" + containment + "/release", "responder", "{\"reason\":\"false alarm\"}");
            assertThat(asked.status()).as(asked.body()).isEqualTo(202);
            product.await(
                    "/v1/containments/" + containment,
                    "viewer",
                    reply -> reply.json().at("/state").asText().equals("released"));
            Reply vkey = product.get("/ledger/vkey", "reviewer", "text/plain");
            assertThat(Fsck.check(product.uri().resolve("/ledger/"), vkey.body().strip()))
                    .satisfies(checked ->
                            assertThat(checked.accepted()).as(checked.output()).isTrue());
            assertThat(product.ks("status")).contains("armed");
        }
    }

    @Test
    void alertmanager_isHeard_andTwoAlertsOnOnePodIsolateIt() {
        try (PackagedProduct product = PackagedProduct.start(data, RANGE);
                Alertmanager sender = Alertmanager.sendingTo(
                        product.uri().resolve("/v1/alerts/alertmanager"), product.token("source-alertmanager"))) {
            sender.take("""
                    [{"labels":{"alertname":"PodCompromisedByShell","severity":"critical","namespace":"shop","pod":"payments-0"}},
                     {"labels":{"alertname":"PodCompromisedByMiner","severity":"critical","namespace":"shop","pod":"payments-0"}}]
                    """);
            Reply standing = product.await(
                    "/v1/containments?state=standing",
                    "viewer",
                    reply -> !reply.json().at("/items").isEmpty());
            JsonNode contained = standing.json().at("/items/0");
            assertThat(contained.at("/action").asText()).isEqualTo("kubernetes.isolate-pod");
            assertThat(contained.at("/target/id").asText()).isEqualTo("shop/payments-0");
        }
    }

    @Test
    void chartsConfiguration_startsWithNothingElseToWriteTo() throws IOException {
        String rendered = Files.readString(Path.of("src/test/resources/golden/helm/default.yaml"));
        String text = Stream.of(rendered.split("\n---\n", -1))
                .filter(document -> document.contains("killswitch.yaml: |"))
                .map(document -> (ConfigMap) new KubernetesSerialization().unmarshal(document))
                .map(map -> map.getData().get("killswitch.yaml"))
                .findFirst()
                .orElseThrow();
        Path rules = Files.createDirectory(data.resolve("rules"));
        Path file = Files.writeString(
                data.resolve("killswitch.yaml"),
                text.replace("/var/lib/killswitch", data.toString())
                        .replace("/etc/killswitch/rules", rules.toString()));
        try (PackagedProduct product = PackagedProduct.startAsInAPod(file, data)) {
            assertThat(product.get("/v1/connections", "viewer").body()).contains("here");
            assertThat(data.resolve("tokens/pseudonyms")).exists();
        }
    }

    @Test
    void wrongConfiguration_refusesTheStart_withEveryMistake() throws IOException {
        Path file = Files.writeString(data.resolve("killswitch.yaml"), "automation: {start: armd}\nsuorces: {}\n");
        try (PackagedProduct product = PackagedProduct.launch(data, "-Dkillswitch.config=" + file)) {
            assertThat(product.exitCode()).isEqualTo(2);
            assertThat(product.printed())
                    .contains("2 problems")
                    .contains("killswitch.yaml:1:21")
                    .contains("suorces")
                    .contains("sources")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void secondProcess_onTheSameDirectory_isRefused() {
        try (PackagedProduct first = PackagedProduct.start(data, RANGE);
                PackagedProduct second = PackagedProduct.launch(data, RANGE)) {
            assertThat(second.exitCode()).isEqualTo(2);
            assertThat(first.get("/v1/connections", "viewer").status())
                    .as("the first one's tokens go on")
                    .isEqualTo(200);
        }
    }
}
