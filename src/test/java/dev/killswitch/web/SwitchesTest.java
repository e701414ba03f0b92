package dev.killswitch.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import dev.killswitch.ledger.Decoded;
import dev.killswitch.ledger.Receipt;
import dev.killswitch.ledger.Vkey;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Automation, rules, the inventory, the ledger and the health of it all, on the practice range. */
@QuarkusTest
@QuarkusTestResource(FreshData.class)
class SwitchesTest {
    private static RequestSpecification as(String role) {
        return Api.as(role).contentType(ContentType.JSON);
    }

    @Test
    void anyResponder_pauses_andOnlyAnOperatorArms() {
        try {
            as("responder")
                    .body("{\"mode\":\"paused\",\"reason\":\"too loud\"}")
                    .post("/v1/automation")
                    .then()
                    .statusCode(200)
                    .body("mode", equalTo("paused"))
                    .body("connections.effective", hasItem("paused"));
            Api.nobody()
                    .get("/q/health/armed")
                    .then()
                    .statusCode(503)
                    .body("status", equalTo("DOWN"))
                    .body("checks.find { it.name == 'automation' }.why", hasItem("range-cluster is paused"));
            Api.nobody().get("/q/health/ready").then().statusCode(200);
            as("responder")
                    .body("{\"mode\":\"armed\"}")
                    .post("/v1/automation")
                    .then()
                    .statusCode(403);
        } finally {
            as("operator")
                    .body("{\"mode\":\"armed\"}")
                    .post("/v1/automation")
                    .then()
                    .statusCode(200)
                    .body("mode", equalTo("armed"));
        }
        Api.nobody().get("/q/health/armed").then().statusCode(200).body("status", equalTo("UP"));
        as("operator")
                .body("{\"mode\":\"paused\",\"connection\":\"elsewhere\"}")
                .post("/v1/automation")
                .then()
                .statusCode(400);
        as("operator").body("{\"mode\":\"off\"}").post("/v1/automation").then().statusCode(400);
    }

    @Test
    void profile_isShown_andMeasuredWhereThatIsOn() {
        Api.as("viewer")
                .get("/v1/connections/range-cluster/profile")
                .then()
                .statusCode(200)
                .body("connection", equalTo("range-cluster"))
                .body("facts.fact", hasItems("policy-api", "network-plugin", "enforces", "severs-open-connections"));
        as("responder")
                .post("/v1/connections/range-cluster/profile")
                .then()
                .statusCode(202)
                .body("measuring.until", containsString("T"));
        Api.as("viewer").get("/v1/connections/range-account/profile").then().statusCode(404);
        as("responder").post("/v1/connections/range-account/profile").then().statusCode(409);
        as("viewer").post("/v1/connections/range-cluster/profile").then().statusCode(403);
    }

    @Test
    void oneRule_isTurnedOff_andOnAgain() {
        as("responder")
                .post("/v1/rules/crypto-miner/off")
                .then()
                .statusCode(200)
                .body("position", equalTo("off"));
        Api.as("viewer")
                .get("/v1/rulebook")
                .then()
                .statusCode(200)
                .body("rules.find { it.rule == 'crypto-miner' }.position", equalTo("off"))
                .body("refused.size()", equalTo(0));
        as("operator")
                .body("{\"reason\":\"mended\"}")
                .post("/v1/rules/crypto-miner/on")
                .then()
                .statusCode(200)
                .body("position", equalTo("on"));
        as("responder").post("/v1/rules/no-such-rule/off").then().statusCode(404);
    }

    @Test
    void inventory_saysWhatIsThere() {
        Api.as("viewer")
                .get("/v1/sources")
                .then()
                .statusCode(200)
                .body("items.source", hasItems("falco", "guardduty", "alertmanager", "generic"))
                .body("items[0].troubles.size()", equalTo(0));
        Api.as("viewer")
                .get("/v1/connections")
                .then()
                .statusCode(200)
                .body("items.connection", hasItems("range-cluster", "range-account"))
                .body("items.find { it.connection == 'range-cluster' }.permissions.permissions", hasItem("ok"))
                .body(
                        "items.find { it.connection == 'range-account' }.permissions.collect { it.accounts[0].account }",
                        everyItem(equalTo("111122223333")))
                .body(
                        "items.find { it.connection == 'range-account' }.permissions.collect { it.accounts[0].permissions }",
                        everyItem(equalTo("ok")));
        Api.as("viewer")
                .get("/q/health/armed")
                .then()
                .body("checks.find { it.name == 'permissions' }.status", equalTo("UP"));
        Api.as("viewer")
                .get("/v1/actions")
                .then()
                .statusCode(200)
                .body("items.action", hasItems("kubernetes.isolate-pod", "aws.deny-user"))
                .body(
                        "items.find { it.action == 'kubernetes.kill-pod' }.byHand.contain[0]",
                        containsString("delete pod"))
                .body(
                        "items.find { it.action == 'kubernetes.withdraw-network-policy' }"
                                + ".parameters.find { it.name == 'direction' }.choices",
                        equalTo(List.of("ingress", "egress", "both")))
                .body("recipes.recipe", hasItem("aws.contain-user"))
                .body(
                        "recipes.find { it.recipe == 'kubernetes.drain-bystanders' }.parameters.name",
                        equalTo(List.of("isolated")));
    }

    @Test
    void target_isFound_whereItIs() {
        Api.as("viewer")
                .get("/v1/targets?q=shop/toolbox")
                .then()
                .statusCode(200)
                .body("items.kind", hasItem("kubernetes.pod"))
                .body("items.connection", hasItem("range-cluster"));
        Api.as("viewer")
                .get("/v1/targets?q=alice&kind=aws.user")
                .then()
                .body("items[0].connection", equalTo("range-account"));
        Api.as("viewer")
                .get("/v1/targets?q=no-such-thing")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(0));
        Api.as("viewer")
                .get("/v1/targets?q=no-such-thing&kind=kubernetes.image")
                .then()
                .body("items[0].id", equalTo("no-such-thing"));
        Api.as("viewer").get("/v1/targets").then().statusCode(400);
    }

    @Test
    void entry_andItsReceipt_canBeCheckedWithoutUs() {
        byte[] entry = Api.as("reviewer")
                .accept("application/octet-stream")
                .get("/v1/ledger/entries/0")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        byte[] receipt = Api.as("reviewer")
                .get("/v1/ledger/entries/0/receipt")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString(".tlog-proof"))
                .extract()
                .asByteArray();
        Vkey key = Vkey.parse(Api.as("reviewer").get("/ledger/vkey").asString()).orThrow("the key");

        assertThat(Receipt.parse(receipt))
                .isInstanceOfSatisfying(
                        Decoded.Good.class,
                        good -> assertThat(((Receipt) good.value()).check(entry, List.of(key)))
                                .isInstanceOf(Receipt.Checked.Included.class));
        Api.as("reviewer")
                .get("/v1/ledger/entries/0")
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("index", equalTo(0))
                .body("entry.specversion", equalTo("1.0"));
        Api.as("reviewer").get("/v1/ledger/entries?from=0&to=2").then().body("items.index", equalTo(List.of(0, 1)));
        Api.as("reviewer").get("/v1/ledger/entries/999999999").then().statusCode(404);
        Api.as("reviewer").get("/v1/ledger/entries/-1").then().statusCode(400);
    }

    @Test
    void publishedLog_isLaidOutForVerifiers() {
        Response checkpoint = Api.as("reviewer").get("/ledger/checkpoint");
        assertThat(checkpoint.statusCode()).isEqualTo(200);
        assertThat(checkpoint.header("Cache-Control")).isEqualTo("no-store");
        int size = Integer.parseInt(checkpoint.asString().lines().toList().get(1));
        assertThat(size).isPositive();
        // The first tile is partial until the other tests have filled it.
        int width = Math.min(size, 256);
        Response tile = Api.as("reviewer").get("/ledger/tile/0/000" + (width == 256 ? "" : ".p/" + width));
        assertThat(tile.statusCode()).isEqualTo(200);
        assertThat(tile.asByteArray()).hasSize(width * 32);
        assertThat(tile.header("Cache-Control"))
                .isEqualTo(width == 256 ? "private, max-age=31536000, immutable" : "private, max-age=60");
        for (String none : List.of("0/999", "0/000.p/256", "entries/999", "8/000", "0/00")) {
            assertThat(Api.as("reviewer").get("/ledger/tile/" + none).statusCode())
                    .as(none)
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/health/ready", "/q/health/started"})
    void health_isUp(String path) {
        Api.nobody().get(path).then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void metrics_areNamedAsOthersNameTheirs() {
        Api.sender("falco").body("{}").post("/v1/alerts/falco");
        String metrics = Api.nobody().get("/q/metrics").asString();

        assertThat(metrics)
                .contains("killswitch_deliveries_total{source=\"falco\",status=")
                .contains("killswitch_containments_standing ")
                .contains("killswitch_automation_armed{connection=\"range-cluster\"} 1.0")
                .contains("killswitch_ledger_entries ")
                .contains("killswitch_rulebook_refused 0.0")
                .contains("killswitch_events_unrecorded 0.0")
                .contains("killswitch_alert_to_write_seconds_bucket{le=\"0.003\"")
                .doesNotContain("NaN killswitch");
    }

    @Test
    void openApi_tellsEachRoute() {
        String described = Api.nobody().get("/q/openapi?format=json").asString();

        for (Routes.Route route : Routes.all()) {
            if (route.path().startsWith("/v1")) {
                assertThat(described).contains("\"" + route.path() + "\"");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/v1", "/v1/", "/v1/nothing", "/q/nothing", "/ledger", "/../etc/passwd", "/v1/incidents/x/y"
            })
    void otherPath_is404_asAProblem(String path) {
        Response answer = Api.as("viewer").get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.asString()).doesNotContain("<html", "Exception", "dev.killswitch");
    }

    @Test
    void otherMethod_orForm_isAProblem() {
        Api.as("viewer").delete("/v1/incidents").then().statusCode(405).contentType("application/problem+json");
        Api.as("viewer")
                .accept("image/png")
                .get("/v1/incidents")
                .then()
                .statusCode(406)
                .contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=501", "limit=x", "limit=-1", "after=x", "after=%27%3B--"})
    void wrongPage_is400(String query) {
        Api.as("viewer")
                .urlEncodingEnabled(false)
                .get("/v1/incidents?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void answers_tellBrowsersNothingToRun() {
        Api.as("viewer")
                .get("/v1/incidents")
                .then()
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("Content-Security-Policy", containsString("default-src 'none'"));
    }
}
