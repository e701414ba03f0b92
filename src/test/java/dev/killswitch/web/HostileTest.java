package dev.killswitch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What senders and persons must not send: never a 5xx, never somebody else's target. */
@QuarkusTest
@QuarkusTestResource(FreshData.class)
class HostileTest {
    private static final List<String> SOURCES = List.of("falco", "guardduty", "alertmanager", "generic");

    static Stream<byte[]> bodies() {
        return Stream.of(
                        "",
                        " ",
                        "{",
                        "[",
                        "null",
                        "true",
                        "\"text\"",
                        "{}",
                        "[]",
                        "[{}]",
                        "{\"a\":1,\"a\":2}",
                        "{\"id\":1e999999,\"rule\":1e-999999}",
                        "{\"id\":" + "9".repeat(100_000) + "}",
                        "[".repeat(100_000),
                        "{\"a\":".repeat(100_000),
                        "{\"id\":\"\\u0000\",\"rule\":\"\\ud800\"}",
                        "{\"rule\":\"Terminal shell in container\",\"output_fields\":{\"k8s.pod.name\":[{}],\"k8s.ns.name\":7}}",
                        "{\"alerts\":[" + "{},".repeat(2_000) + "{}]}",
                        "{\"version\":\"4\",\"status\":\"firing\",\"alerts\":null}",
                        "{\"detail-type\":\"GuardDuty Finding\",\"source\":\"aws.guardduty\",\"detail\":{}}",
                        "{\"Type\":\"SubscriptionConfirmation\",\"SubscribeURL\":\"http://169.254.169.254/\"}")
                .flatMap(text ->
                        Stream.of(text.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_16)));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void anyBody_isAnswered_byEachSource(byte[] body) {
        for (String source : SOURCES) {
            Response answer = Api.sender(source).body(body).post("/v1/alerts/" + source);

            assertThat(answer.statusCode()).as(source).isIn(200, 202, 422);
        }
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void anyBody_isNoOrder(byte[] body) {
        for (String path : List.of("/v1/orders", "/v1/orders?preview=true", "/v1/automation")) {
            Response answer =
                    Api.as("responder").contentType(ContentType.JSON).body(body).post(path);

            assertThat(answer.statusCode()).as(path).isIn(400, 413);
            assertThat(answer.contentType()).startsWith("application/problem+json");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop/toolbox; rm -rf /",
                "shop/$(reboot)",
                "shop/`id`",
                "shop/toolbox\\\" || true",
                "shop/toolbox' OR '1'='1",
                "shop/../kube-system/dns",
                "shop/toolbox?fieldSelector=x",
                "shop/toolbox#x",
                "shop/toolbox%2f..%2fdns",
                "shop/toolbox/exec",
                "shop//toolbox",
                "/toolbox",
                "shop/*",
                "*/*",
                "shop/",
                "~1spec~0",
                "<img src=x onerror=alert(1)>",
                "${jndi:ldap://x/y}",
                "%s%n%d",
                "shop/toolbox\\u202e",
                "SHOP/TOOLBOX",
                "ѕhop/toolbox"
            })
    void nameWithSyntaxInIt_isAName_andNobodyElses(String name) {
        String order = "{\"action\":\"kubernetes.isolate-pod\",\"target\":{\"connection\":\"range-cluster\","
                + "\"kind\":\"kubernetes.pod\",\"id\":\"" + name + "\"}}";
        Response preview =
                Api.as("responder").contentType(ContentType.JSON).body(order).post("/v1/orders?preview=true");

        assertThat(preview.statusCode()).as(preview.asString()).isIn(200, 400, 422);
        if (preview.statusCode() == 200) {
            assertThat(preview.<String>path("steps[0].target.uid")).isNull();
            assertThat(preview.<String>path("steps[0].inspected.trouble")).isNotBlank();
        }
        for (String path : List.of("/v1/why", "/v1/targets")) {
            Response answer = Api.as("viewer").queryParam("q", name).get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.contentType()).startsWith("application/json");
        }
        for (String path : List.of("/v1/incidents/{x}", "/v1/containments/{x}", "/v1/incidents/{x}/timeline")) {
            String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
            assertThat(Api.as("viewer")
                            .urlEncodingEnabled(false)
                            .get(path.replace("{x}", encoded))
                            .statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    @Test
    void moreThanTheLimitInChunks_is413_beforeItEnds() throws IOException {
        String head = "POST /v1/alerts/falco HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n";
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";

        assertThat(said(head + chunk.repeat(17))).startsWith("HTTP/1.1 413");
    }

    @Test
    void moreThanTheLimitAnnounced_is413_withoutBeingAskedFor() throws IOException {
        String head = "POST /v1/alerts/falco HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: 99999999\r\nExpect: 100-continue\r\n\r\n";

        assertThat(said(head)).startsWith("HTTP/1.1 413");
    }

    @Test
    void bodyThatWaitsToBeAskedFor_isAskedFor() throws IOException {
        String head = "POST /v1/alerts/falco HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n";

        assertThat(said(head)).startsWith("HTTP/1.1 100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: application/json\r\nContent-Type: text/html\r\n",
                "Content-Type: application/json\r\nContent-Encoding: br\r\n",
                "Content-Type: ,\r\n"
            })
    void headersThatSayTwoThings_are415(String headers) throws IOException {
        String head = "POST /v1/alerts/falco HTTP/1.1\r\nHost: x\r\n" + headers + "Content-Length: 2\r\n\r\n{}";

        assertThat(said(head)).startsWith("HTTP/1.1 415");
    }

    @Test
    void acceptOfASender_changesNoAnswer() {
        Api.sender("generic")
                .accept("image/png")
                .body("{\"id\":\"accept-1\",\"type\":\"nothing\"}")
                .post("/v1/alerts/generic")
                .then()
                .statusCode(202);
    }

    /** The beginning of the answer, as soon as it comes. */
    private static String said(String request) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
        }
    }
}
