package dev.killswitch.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.product.PackagedProduct.Reply;
import dev.killswitch.range.Fault;
import dev.killswitch.range.Fault.Moment;
import dev.killswitch.range.Faults;
import dev.killswitch.range.RangeServer;
import dev.killswitch.range.StateFile;
import dev.killswitch.range.aws.PracticeAccount;
import dev.killswitch.range.kubernetes.KubernetesRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private static final String TOKEN = "a-token-of-the-stub-cluster";
    private static final String SECRET = "a-secret-of-both-the-sources";

    @TempDir
    private Path data;

    private KubernetesRange cluster;
    private RangeServer account;

    @BeforeEach
    void openStubs() {
        cluster = KubernetesRange.start(StateFile.nowhere(), Clock.systemUTC(), TOKEN);
        account = RangeServer.start(new PracticeAccount(StateFile.nowhere(), Clock.systemUTC()));
    }

    @AfterEach
    void closeStubs() {
        cluster.close();
        account.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST .*/networkpolicies, BEFORE",
        "POST .*/networkpolicies, AFTER",
        "PATCH .*/pods/toolbox, BEFORE",
        "PATCH .*/pods/toolbox, AFTER"
    })
    void killedAtAWriteToTheCluster_endsWithOneIsolatedPod(String write, Moment moment) throws IOException {
        killAt(cluster.faults(), write, 1, moment, "falco", shell());
        try (PackagedProduct again = start()) {
            List<JsonNode> standing = standing(again, 1);
            assertThat(standing.getFirst().at("/target/id").asText()).isEqualTo("shop/toolbox");
            assertThat(taken(cluster.faults(), "PATCH .*/pods/toolbox")).isLessThanOrEqualTo(2);
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
    void killedAtAWriteToTheAccount_endsWithTheUserDeniedAndBothKeysInactive(String write, int number, Moment moment)
            throws IOException {
        killAt(account.faults(), write, number, moment, "guardduty", finding());
        try (PackagedProduct again = start()) {
            List<JsonNode> standing = standing(again, 3);
            assertThat(standing)
                    .extracting(one -> one.at("/action").asText())
                    .containsExactlyInAnyOrder("aws.deny-user", "aws.disable-access-key", "aws.disable-access-key");
            assertThat(taken(account.faults(), "Action=AttachUserPolicy")).isLessThanOrEqualTo(2);
            checkWhole(again, standing);
        }
    }

    private void killAt(Faults faults, String write, int number, Moment moment, String source, String alert)
            throws IOException {
        try (PackagedProduct product = start()) {
            product.await("/q/health/armed", "viewer", reply -> reply.status() == 200);
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
        return PackagedProduct.start(data, "-Dkillswitch.config=" + configuration());
    }

    private Path configuration() throws IOException {
        Path tokens = Files.createDirectories(data.resolve("tokens"));
        Path rules = Files.createDirectories(data.resolve("rules"));
        var values = new HashMap<>(Map.of(
                "@data@", data.toString(),
                "@rules@", rules.toString(),
                "@cluster@", cluster.uri().toString(),
                "@cluster-token@",
                        Files.writeString(data.resolve("cluster-token"), TOKEN).toString(),
                "@account@", account.uri().toString(),
                "@account-credentials@",
                        Files.writeString(data.resolve("credentials"), PracticeAccount.credentials())
                                .toString(),
                "@account-role@", PracticeAccount.ROLE));
        for (String source : List.of("falco", "guardduty", "alertmanager", "generic")) {
            Path secret = Files.writeString(tokens.resolve("source-" + source), SECRET);
            values.put("@source-" + source + "@", secret.toString());
        }
        Files.writeString(rules.resolve("practice.yaml"), resource("range/rules/practice.yaml"));
        String text = resource("range/killswitch.yaml");
        for (var value : values.entrySet()) {
            text = text.replace(value.getKey(), value.getValue());
        }
        return Files.writeString(data.resolve("killswitch.yaml"), text);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(CrashIT.class.getClassLoader().getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String shell() {
        return """
                {"output":"A shell was spawned","priority":"Critical","rule":"Terminal shell in container","time":"%s",
                 "output_fields":{"k8s.ns.name":"shop","k8s.pod.name":"toolbox","container.id":"4a5b6c7d8e9f"},
                 "source":"syscall","hostname":"node-a"}""".formatted(now());
    }

    private static String finding() {
        return """
                {"version":"0","id":"event-of-the-test","detail-type":"GuardDuty Finding","source":"aws.guardduty",
                 "account":"111122223333","time":"%1$s","region":"eu-west-1","resources":[],"detail":{
                 "accountId":"111122223333","region":"eu-west-1","partition":"aws","id":"0123456789abcdef0123456789abcdef",
                 "type":"UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom","severity":8.0,"createdAt":"%1$s",
                 "updatedAt":"%1$s","title":"t","description":"d","resource":{"resourceType":"AccessKey",
                 "accessKeyDetails":{"accessKeyId":"%2$s","principalId":"AIDAEXAMPLEEXAMPLE012","userName":"ci-deployer",
                 "userType":"IAMUser"}},"service":{"serviceName":"guardduty","resourceRole":"TARGET","count":1,
                 "archived":false,"action":{"actionType":"AWS_API_CALL"}}}}""".formatted(now(), PracticeAccount.keyId("ci-deployer", 1));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
