package dev.killswitch.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manual switch and the way back, on the practice range. */
@QuarkusTest
@QuarkusTestResource(FreshData.class)
class OrderTest {
    /** Each a round trip: an action on the range takes a few of them. */
    private static final int LOOKS_MAX = 3_000;

    private static String isolate(String pod, String more) {
        return """
                {"action":"kubernetes.isolate-pod",
                 "target":{"connection":"range-cluster","kind":"kubernetes.pod","id":"%s"}%s}""".formatted(pod, more);
    }

    private static RequestSpecification responder() {
        return Api.as("responder").contentType(ContentType.JSON);
    }

    @Test
    void preview_showsWhatWouldBeDone_andWritesNothing() {
        int entries = Api.as("reviewer").get("/v1/ledger/entries").path("size");

        responder()
                .body(isolate("shop/toolbox", ""))
                .post("/v1/orders?preview=true")
                .then()
                .statusCode(200)
                .body("steps[0].verdict", equalTo("act"))
                .body("steps[0].target.uid", notNullValue())
                .body("steps[0].containment", nullValue())
                .body("steps[0].inspected.alreadySo", equalTo(false))
                .body("steps[0].inspected.undo", equalTo("exact"))
                .body("steps[0].inspected.permissions", equalTo("ok"));

        assertThat((int) Api.as("reviewer").get("/v1/ledger/entries").path("size"))
                .isEqualTo(entries);
    }

    @Test
    void previewOfAnIsolation_saysWhatStaysOpen_andWhatIsStronger() {
        responder()
                .body("""
                        {"action":"kubernetes.isolate-workload","target":{"connection":"range-cluster",
                         "kind":"kubernetes.workload","id":"shop/Deployment/web"}}""")
                .post("/v1/orders?preview=true")
                .then()
                .statusCode(200)
                .body(
                        "steps[0].inspected.notes",
                        hasItem("stays open: NetworkPolicy allow-web lets in TCP 8080 from anywhere"
                                + " (next: ks do kubernetes.withdraw-network-policy shop/allow-web --param"
                                + " direction=ingress)"));
    }

    @Test
    void order_acts_isTold_andIsReleasedByTwo() {
        Response given = responder()
                .header("Idempotency-Key", "order-1")
                .body(isolate("shop/payments-0", ",\"ttl\":\"PT4H\",\"reason\":\"miner <script>alert(1)</script>\""))
                .post("/v1/orders");
        assertThat(given.statusCode()).isEqualTo(202);
        assertThat((boolean) given.path("recorded")).isTrue();
        String containment = given.path("steps[0].containment");
        String incident = given.path("incident");

        Response again = responder()
                .header("Idempotency-Key", "order-1")
                .body(isolate("shop/payments-0", ",\"reason\":\"miner <script>alert(1)</script>\",\"ttl\":\"PT4H\""))
                .post("/v1/orders");
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.asString()).isEqualTo(given.asString());
        responder()
                .header("Idempotency-Key", "order-1")
                .body(isolate("shop/toolbox", ""))
                .post("/v1/orders")
                .then()
                .statusCode(409);

        until("/v1/containments/" + containment, "state", "standing");
        Api.as("viewer")
                .get("/v1/containments/" + containment)
                .then()
                .body("by.role", equalTo("responder"))
                .body("undo", equalTo("exact"))
                .body("holders", equalTo(1))
                .body("until", notNullValue())
                .body("since", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"))
                .body("target.id", equalTo("shop/payments-0"));
        Api.as("viewer")
                .get("/v1/containments?state=standing&limit=500")
                .then()
                .statusCode(200)
                .body("items.containment", hasItem(containment));
        Api.as("viewer")
                .get("/v1/incidents/" + incident)
                .then()
                .statusCode(200)
                .body("orders[0].action", equalTo("kubernetes.isolate-pod"))
                .body("state", equalTo("contained"))
                .body("containments.containment", hasItem(containment));
        Api.as("viewer").get("/v1/incidents?limit=500").then().body("items.incident", hasItem(incident));
        timelineAndWhy(incident, containment);
        drafts(incident);

        String release = Api.as("second-responder")
                .contentType(ContentType.JSON)
                .body("{\"reason\":\"it is clean\"}")
                .post("/v1/containments/" + containment + "/release")
                .then()
                .statusCode(202)
                .body("state", equalTo("running"))
                .extract()
                .path("release");
        until("/v1/containments/" + containment, "state", "released");
        Api.as("viewer").get("/v1/containments/" + containment).then().body("release.release", equalTo(release));
        responder().post("/v1/containments/" + containment + "/release").then().statusCode(409);
        Api.as("reviewer").post("/v1/releases/" + release + "/approve").then().statusCode(409);
    }

    private static void timelineAndWhy(String incident, String containment) {
        Response timeline = Api.as("viewer").get("/v1/incidents/" + incident + "/timeline");
        assertThat(timeline.statusCode()).isEqualTo(200);
        assertThat(timeline.asString()).doesNotContain("script", "miner");
        assertThat(timeline.<List<String>>path("rows.phase")).contains("decide", "act");
        assertThat(timeline.<Integer>path("builtOn.size")).isPositive();

        for (String asked : List.of(containment, incident, "shop/payments-0")) {
            Api.as("viewer")
                    .queryParam("q", asked)
                    .get("/v1/why")
                    .then()
                    .statusCode(200)
                    .contentType(ContentType.JSON)
                    .body("lines.size()", equalTo(6))
                    .body("answer", startsWith("shop/payments-0"));
        }
        Response text = Api.as("viewer")
                .accept("text/plain")
                .queryParam("q", containment)
                .get("/v1/why");
        assertThat(text.contentType()).startsWith("text/plain");
        assertThat(text.asString().lines()).hasSize(6);
    }

    private static void drafts(String incident) {
        String path = "/v1/incidents/" + incident + "/post-mortem";
        Response markdown = Api.as("viewer").get(path);
        assertThat(markdown.contentType()).startsWith("text/markdown");
        assertThat(markdown.asString())
                .contains("[L#")
                .doesNotContain("<script")
                .doesNotContainPattern("p-[0-9a-f]{32}")
                .isEqualTo(Api.as("viewer").accept("text/markdown").get(path).asString());
        Response html = Api.as("viewer").accept("text/html").get(path);
        assertThat(html.contentType()).startsWith("text/html");
        assertThat(html.headers().getValues("Content-Security-Policy"))
                .singleElement()
                .satisfies(policy -> assertThat(policy).contains("style-src 'sha256-"));
        assertThat(markdown.contentType()).doesNotContain("qs=");
        Api.as("viewer")
                .accept(ContentType.JSON)
                .get(path)
                .then()
                .statusCode(200)
                .body("incident", equalTo(incident))
                .body("sections.size()", greaterThan(1));
        Api.as("viewer").get("/v1/incidents/i-none/post-mortem").then().statusCode(404);
    }

    @Test
    void nothingDone_isExplainedToo() {
        Api.sender("generic")
                .body("{\"id\":\"why-not-1\",\"type\":\"nothing\",\"user\":\"carol\"}")
                .post("/v1/alerts/generic")
                .then()
                .statusCode(202);
        for (String asked : List.of("carol", "why-not-1", "a thing nobody ever heard of")) {
            Api.as("viewer")
                    .queryParam("q", asked)
                    .get("/v1/why")
                    .then()
                    .statusCode(200)
                    .body("lines.size()", equalTo(6))
                    .body("answer", startsWith("nothing was done for"));
        }
    }

    @Test
    void protectedThing_isHeld_andEachGuardNamed() {
        String dns = isolate("kube-system/dns", "");
        responder()
                .body(dns)
                .post("/v1/orders")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("problems.where", hasItems("protected", "confirm"))
                .body("steps[0].state", equalTo("refused"));
        responder()
                .body(isolate("kube-system/dns", ",\"override\":[\"protected\"]"))
                .post("/v1/orders")
                .then()
                .statusCode(422)
                .body("problems.where", contains("confirm"));
    }

    @Test
    void wrongOrder_is400_withEveryMistake() {
        responder()
                .body("""
                        {"acton":"kubernetes.isolate-pod","ttl":"tomorrow","confirm":"many",
                         "target":{"kind":"kubernetes.pod","id":"shop/web","uid":"x"}}""")
                .post("/v1/orders")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("problems.where", hasItems("acton", "action", "ttl", "confirm", "target.connection"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; 400",
                "[]; 400",
                "null; 400",
                "{\"action\":1,\"action\":2}; 400",
                "{\"action\":\"a\",\"recipe\":\"b\",\"target\":{\"connection\":\"c\",\"kind\":\"k\",\"id\":\"i\"}}; 400",
                "{\"action\":\"nothing.at-all\",\"target\":{\"connection\":\"range-cluster\",\"kind\":\"kubernetes.pod\",\"id\":\"a/b\"}}; 400",
                "{\"action\":\"kubernetes.isolate-pod\",\"target\":{\"connection\":\"range-account\",\"kind\":\"kubernetes.pod\",\"id\":\"a/b\"}}; 400",
                "{\"action\":\"kubernetes.isolate-pod\",\"target\":{\"connection\":\"range-cluster\",\"kind\":\"aws.user\",\"id\":\"a\"}}; 400",
                "{\"action\":\"kubernetes.isolate-pod\",\"parameters\":{\"no\":1},\"target\":{\"connection\":\"range-cluster\",\"kind\":\"kubernetes.pod\",\"id\":\"a/b\"}}; 400",
                "{\"action\":\"kubernetes.isolate-pod\",\"override\":[\"ourselves\"],\"target\":{\"connection\":\"range-cluster\",\"kind\":\"kubernetes.pod\",\"id\":\"a/b\"}}; 400",
            })
    void wrongOrders_areRefused(String body, int status) {
        Response answer = responder().body(body).post("/v1/orders");

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.<List<String>>path("problems.where")).isNotEmpty();
    }

    @Test
    void otherContent_is415_tooMuch_is413() {
        Api.as("responder")
                .contentType("text/plain")
                .body("x")
                .post("/v1/orders")
                .then()
                .statusCode(415);
        responder().body(new byte[64 * 1024 + 1]).post("/v1/orders").then().statusCode(413);
    }

    static void until(String path, String field, String value) {
        String found = "";
        for (int i = 0; i < LOOKS_MAX && !value.equals(found); i++) {
            found = Api.as("viewer").get(path).path(field);
        }
        assertThat(found).as(path).isEqualTo(value);
    }
}
