package dev.killswitch.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.product.PackagedProduct.Reply;
import dev.killswitch.range.Fault;
import dev.killswitch.range.Fault.Moment;
import dev.killswitch.range.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The process killed as a kernel kills, right before or right after each of its writes to a cluster and an account, then
 * started again: nothing lost, nothing done twice, nothing said that is not so. The stub servers do the killing.
 */
class CrashIT {
    @TempDir
    private Path data;

    private StubRange range;

    @BeforeEach
    void openStubs() {
        range = new StubRange();
    }

    @AfterEach
    void closeStubs() {
        range.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST .*/networkpolicies, BEFORE",
        "POST .*/networkpolicies, AFTER",
        "PATCH .*/pods/toolbox, BEFORE",
        "PATCH .*/pods/toolbox, AFTER"
    })
    void killedAtAWriteToTheCluster_endsWithOneIsolatedPod(String write, Moment moment) throws IOException {
        killAt(range.clusterFaults(), write, 1, moment, "falco", Payloads.shell("toolbox"));
        try (PackagedProduct again = start()) {
            List<JsonNode> standing = standing(again, 1);
            assertThat(standing.getFirst().at("/target/id").asText()).isEqualTo("shop/toolbox");
            assertThat(taken(range.clusterFaults(), "PATCH .*/pods/toolbox")).isLessThanOrEqualTo(2);
            checkWhole(again, standing);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Action=AttachUserPolicy, 1, BEFORE",
        "Action=AttachUserPolicy, 1, AFTER",
        "Action=UpdateAccessKey, 1, BEFORE",
        "Action=UpdateAccessKey, 1, AFTER",
        "Action=UpdateAccessKey, 2, AFTER"
    })
    void killedAtAWriteToTheAccount_endsWithTheUserDeniedAndAllCredentialsInactive(
            String write, int number, Moment moment) throws IOException {
        killAt(range.accountFaults(), write, number, moment, "guardduty", Payloads.finding());
        try (PackagedProduct again = start()) {
            List<JsonNode> standing = standing(again, 5);
            assertThat(standing)
                    .extracting(one -> one.at("/action").asText())
                    .containsExactlyInAnyOrder(
                            "aws.deny-user",
                            "aws.disable-access-key",
                            "aws.disable-access-key",
                            "aws.disable-service-credential",
                            "aws.disable-ssh-key");
            assertThat(taken(range.accountFaults(), "Action=AttachUserPolicy")).isLessThanOrEqualTo(2);
            checkWhole(again, standing);
        }
    }

    private void killAt(Faults faults, String write, int number, Moment moment, String source, String alert)
            throws IOException {
        try (PackagedProduct product = start()) {
            product.awaitArmed();
            if (moment == Moment.BEFORE) {
                faults.next(write, new Fault.Drop(Moment.BEFORE));
            }
            faults.onRequest(write, number, moment, product::kill);
            product.post("/v1/alerts/" + source, "source-" + source, alert);
            product.awaitEnd();
            faults.clear();
        }
    }

    private static long taken(Faults faults, String line) {
        return faults.seen().stream()
                .filter(seen -> seen.matches(".*" + line + ".*"))
                .count();
    }

    private static List<JsonNode> standing(PackagedProduct product, int count) {
        Reply reply = product.await(
                "/v1/containments?state=standing",
                "viewer",
                one -> one.json().at("/items").size() == count && noneOpen(product));
        var items = new ArrayList<JsonNode>();
        reply.json().at("/items").forEach(items::add);
        return items;
    }

    /** Each step has ended as what it turned out to be, in one incident. */
    private static boolean noneOpen(PackagedProduct product) {
        JsonNode incidents = product.get("/v1/incidents", "viewer").json().at("/items");
        assertThat(incidents).hasSize(1);
        JsonNode incident = product.get(
                        "/v1/incidents/" + incidents.at("/0/incident").asText(), "viewer")
                .json();
        for (JsonNode step : incident.at("/steps")) {
            if (step.at("/state").asText().equals("intended")) {
                return false;
            }
        }
        return true;
    }

    /** What stands can be released exactly, and the record verifies. */
    private static void checkWhole(PackagedProduct product, List<JsonNode> standing) throws IOException {
        for (JsonNode one : standing) {
            String path = "/v1/containments/" + one.at("/containment").asText();
            Reply asked = product.post(path + "/release", "responder", "{\"reason\":\"end of the test\"}");
            assertThat(asked.status()).as(asked.body()).isEqualTo(202);
            product.await(
                    path, "viewer", reply -> reply.json().at("/state").asText().equals("released"));
        }
        assertThat(product.ks(
                        "ledger", "verify", product.uri().resolve("/ledger/").toString()))
                .contains("intact");
    }

    private PackagedProduct start() throws IOException {
        Path file = Files.writeString(data.resolve("killswitch.yaml"), range.configuration(data));
        return PackagedProduct.start(data, "-Dkillswitch.config=" + file);
    }
}
