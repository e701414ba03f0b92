package dev.killswitch.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(FreshData.class)
class IntakeTest {
    private static final String SHELL = """
            {"uuid":"%s","output":"shell","priority":"Notice","rule":"Terminal shell in container",
             "time":"2026-01-02T03:04:05.000000000Z","source":"syscall","hostname":"n1","tags":["shell"],
             "output_fields":{"k8s.ns.name":"shop","k8s.pod.name":"toolbox"}}""";

    @Test
    void alertThatNoRuleKnows_isAccepted() {
        Api.sender("generic")
                .body("{\"id\":\"g-1\",\"type\":\"nothing\",\"title\":\"t\"}")
                .post("/v1/alerts/generic")
                .then()
                .statusCode(202)
                .body("delivery", notNullValue())
                .body("recorded", equalTo(true))
                .body("alerts[0].decision", equalTo("none"))
                .body("alerts[0].incident", nullValue());
    }

    @Test
    void sameDelivery_isAnsweredAsTheFirstTime() {
        String body = SHELL.formatted("11111111-1111-1111-1111-111111111111");
        Response first = Api.sender("falco").body(body).post("/v1/alerts/falco");
        Response second = Api.sender("falco").body(body).post("/v1/alerts/falco");

        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.asString()).isEqualTo(first.asString());
    }

    @Test
    void nobody_is401_andHearsNothingOfWhy() {
        Api.nobody()
                .contentType("application/json")
                .body("{}")
                .post("/v1/alerts/falco")
                .then()
                .statusCode(401)
                .contentType(containsString("application/problem+json"))
                .body("detail", equalTo("expected the proof that this source asks for"));
        Api.as("viewer")
                .contentType("application/json")
                .body("{}")
                .post("/v1/alerts/falco")
                .then()
                .statusCode(401);
    }

    @Test
    void unknownSource_is404() {
        Api.sender("falco").body("{}").post("/v1/alerts/other").then().statusCode(404);
        Api.sender("falco").body("{}").post("/v1/alerts/falco/").then().statusCode(404);
        Api.sender("falco").body("{}").post("/v1/alerts/").then().statusCode(404);
        Api.sender("falco").body("{}").post("/v1/alerts").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"})
    void otherMethod_is405(String method) {
        Api.sender("falco")
                .request(method, "/v1/alerts/falco")
                .then()
                .statusCode(405)
                .header("Allow", "POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/xml", "text/plain", "text/html", "application/json; charset=utf-16"})
    void otherContent_is415(String type) {
        Api.as("source-falco")
                .header("Content-Type", type)
                .body("{}".getBytes(StandardCharsets.UTF_8))
                .post("/v1/alerts/falco")
                .then()
                .statusCode(415)
                .contentType(containsString("application/problem+json"));
    }

    @Test
    void compressed_is415() {
        Api.sender("falco")
                .header("Content-Encoding", "gzip")
                .body("{}")
                .post("/v1/alerts/falco")
                .then()
                .statusCode(415);
    }

    @Test
    void unreadable_is422_keptAndListed() {
        String delivery = Api.sender("falco")
                .body("{\"rule\":")
                .post("/v1/alerts/falco")
                .then()
                .statusCode(422)
                .contentType(containsString("application/problem+json"))
                .body("problems[0].where", notNullValue())
                .extract()
                .path("delivery");

        assertThat((String) Api.as("viewer")
                        .get("/v1/deliveries?state=unread&limit=500")
                        .path("items.find { it.delivery == '" + delivery + "' }.source"))
                .isEqualTo("falco");
        Api.as("operator").post("/v1/deliveries/" + delivery + "/replay").then().statusCode(422);
    }

    @Test
    void oneByteTooMany_is413() {
        byte[] body = new byte[1024 * 1024 + 1];
        Api.sender("falco").body(body).post("/v1/alerts/falco").then().statusCode(413);
        byte[] fits = new byte[1024 * 1024];
        Api.sender("falco").body(fits).post("/v1/alerts/falco").then().statusCode(422);
    }
}
