package dev.killswitch.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.product.PackagedProduct.Reply;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ready means that HTTP is up: whatever else breaks, persons keep the switch. What automation lacks is said elsewhere, each
 * thing by its name.
 */
class ReadyIT {
    @TempDir
    private Path data;

    @Test
    void brokenRulebook_andBrokenRecord_leaveItReady_andTheSwitchInHand() throws IOException {
        try (PackagedProduct product = PackagedProduct.start(data, "-Dkillswitch.range.enabled=true")) {
            product.awaitArmed();

            Path rules = Files.writeString(data.resolve("rules/broken.yaml"), "format: 1\nrules: [{name: nothing}]\n");
            assertThat(troubles(product, "rulebook")).singleElement().asString().contains("refused");
            checkReady(product);
            Files.delete(rules);
            product.awaitArmed();

            damage(data.resolve("killswitch.db"));
            damage(data.resolve("killswitch.db-wal"));
            checkReady(product);
            Reply order = product.post("/v1/orders", "responder", Payloads.isolate("payments-0"));
            assertThat(order.status()).as(order.body()).isEqualTo(200);
            assertThat(order.json().at("/recorded").asBoolean(true)).isFalse();
            assertThat(order.json().at("/steps/0/state").asText())
                    .as(order.body())
                    .isEqualTo("applied");
            Reply alert = product.post("/v1/alerts/falco", "source-falco", Payloads.shell("toolbox"));
            assertThat(alert.status()).as(alert.body()).isEqualTo(503);
            assertThat(troubles(product, "record")).isNotEmpty();
            checkReady(product);
        }
    }

    @Test
    void startWithNothingInPlace_isReady_andSaysEachThingThatIsMissing() throws IOException {
        Path token = Files.writeString(data.resolve("token"), "a-token-of-a-cluster-that-is-away");
        Path file = Files.writeString(data.resolve("killswitch.yaml"), """
                automation: {start: armed}
                rules: {directory: "%1$s/rules"}
                sources:
                  falco: {kind: falco, scope: {connection: away}, proof: {bearer-file: "%1$s/missing"}}
                connections:
                  away: {kind: kubernetes, url: "http://127.0.0.1:9", token-file: "%2$s", tiers: [isolate]}
                """.formatted(data, token));
        try (PackagedProduct product = PackagedProduct.start(data, "-Dkillswitch.config=" + file)) {
            checkReady(product);
            assertThat(troubles(product, "rulebook")).contains("no rule is loaded");
            assertThat(troubles(product, "sources"))
                    .containsExactly("no sender of falco can be proven: a secret cannot be read");
            assertThat(troubles(product, "automation"))
                    .containsExactly("away does not answer: the API server cannot be reached");
            assertThat(product.get("/q/health/armed", "viewer").body())
                    .contains("\"name\":\"record\",\"status\":\"UP\"");
        }
    }

    private static void checkReady(PackagedProduct product) {
        Reply ready = product.get("/q/health/ready", "viewer");
        assertThat(ready.status()).as(ready.body()).isEqualTo(200);
    }

    /** What is wrong, once that check says so. */
    private static List<String> troubles(PackagedProduct product, String check) {
        Reply armed = product.await(
                "/q/health/armed", "viewer", reply -> !why(reply, check).isEmpty());
        assertThat(armed.json().at("/status").asText()).isNotEqualTo("UP");
        return why(armed, check);
    }

    private static List<String> why(Reply armed, String check) {
        var why = new ArrayList<String>();
        for (JsonNode one : armed.json().at("/checks")) {
            if (one.at("/name").asText().equals(check)) {
                one.at("/why").forEach(reason -> why.add(reason.asText()));
            }
        }
        return why;
    }

    /** As a disk does that returns something else than what was written to it. */
    private static void damage(Path file) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] noise = new byte[(int) bytes.length()];
            Arrays.fill(noise, (byte) 0x5a);
            bytes.write(noise);
        }
    }
}
