package dev.killswitch.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.killswitch.config.Sha256;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was collected of a pod that was taken off the network, on the practice range. */
@QuarkusTest
@QuarkusTestResource(FreshData.class)
class EvidenceTest {
    private static final int LOOKS_MAX = 3_000;
    private static final String PIECE = "pod.json";

    private String incident;
    private String containment;

    /** The first test isolates; the others meet what it left. */
    @BeforeEach
    void isolate() {
        Response given = Api.as("responder")
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", "evidence-1")
                .body("""
                        {"action":"kubernetes.isolate-pod",
                         "target":{"connection":"range-cluster","kind":"kubernetes.pod","id":"shop/toolbox"}}""")
                .post("/v1/orders");
        assertThat(given.statusCode()).isEqualTo(202);
        incident = given.path("incident");
        for (int look = 0; look < LOOKS_MAX; look++) {
            List<String> found = list("viewer").path("items.containment");
            if (!found.isEmpty()) {
                containment = found.getFirst();
                return;
            }
        }
        throw new AssertionError("nothing was collected: " + list("viewer").asString());
    }

    /** The other tests on this range find the pod as it was; evidence outlives the release. */
    @AfterEach
    void release() {
        Api.as("second-responder")
                .contentType(ContentType.JSON)
                .body("{\"reason\":\"it was an exercise\"}")
                .post("/v1/containments/" + containment + "/release");
        for (int look = 0; look < LOOKS_MAX; look++) {
            String state =
                    Api.as("viewer").get("/v1/containments/" + containment).path("state");
            if (state.equals("released")) {
                return;
            }
        }
        throw new AssertionError(containment + " was not released");
    }

    private Response list(String role) {
        return Api.as(role).get("/v1/incidents/" + incident + "/evidence");
    }

    private Response piece(String role, String name) {
        return Api.as(role).get("/v1/evidence/" + containment + "/" + name);
    }

    @Test
    void list_namesWhatWasCollected_andNothingOfIt() {
        list("viewer")
                .then()
                .statusCode(200)
                .body("items[0].target.id", equalTo("shop/toolbox"))
                .body("items[0].pieces.name", hasItem("log-toolbox.txt"))
                .body("items[0].pieces.kept", hasItem(true))
                .body("next", equalTo(null));
        assertThat(list("viewer").asString()).doesNotContain("no log of toolbox");
    }

    @Test
    void piece_isADownloadOfNoType_whoseDigestIsTheLedgers() {
        Response answer = piece("responder", PIECE);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/octet-stream");
        assertThat(answer.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"" + containment + "-pod.json\"");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        var sha256 = Sha256.begin();
        sha256.update(HexFormat.of().parseHex(answer.header("Killswitch-Salt")));
        String digest = "sha256:" + HexFormat.of().formatHex(sha256.digest(answer.asByteArray()));
        assertThat(answer.header("Killswitch-Digest")).isEqualTo(digest);
        assertThat(list("viewer").<String>path("items[0].pieces.find { it.name == 'pod.json' }.digest"))
                .isEqualTo(digest);
    }

    @Test
    void browserThatWantsAPage_getsNone() {
        Response answer = Api.as("reviewer").accept("text/html").get("/v1/evidence/" + containment + "/" + PIECE);

        assertThat(answer.statusCode()).isEqualTo(406);
    }

    @Test
    void viewersAndOperators_seeTheListAlone() {
        for (String role : List.of("viewer", "operator")) {
            assertThat(list(role).statusCode()).isEqualTo(200);
            assertThat(piece(role, PIECE).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void whatTheRecordDoesNotName_isNotServed() throws IOException {
        Path room = FreshData.directory().resolve("evidence").resolve(containment);
        Files.writeString(room.resolve("planted.txt"), "0".repeat(64));

        for (String name : List.of("planted.txt", "nothing.txt", "..%2Fpod.json", ".")) {
            assertThat(Api.as("responder")
                            .urlEncodingEnabled(false)
                            .get("/v1/evidence/" + containment + "/" + name)
                            .statusCode())
                    .as(name)
                    .isEqualTo(404);
        }
        assertThat(Api.as("responder").get("/v1/evidence/c-1/" + PIECE).statusCode())
                .isEqualTo(404);
    }

    @Test
    void pieceThatSomebodyChanged_isNotServed_andOneThatIsGoneIsSaidToBe() throws IOException {
        Path log =
                FreshData.directory().resolve("evidence").resolve(containment).resolve("log-toolbox.txt");
        byte[] kept = Files.readAllBytes(log);
        try {
            Files.writeString(log, "0".repeat(64));
            assertThat(piece("responder", "log-toolbox.txt").statusCode()).isEqualTo(409);
            Files.delete(log);
            assertThat(piece("responder", "log-toolbox.txt").statusCode()).isEqualTo(404);
            assertThat(list("viewer").<Boolean>path("items[0].pieces.find { it.name == 'log-toolbox.txt' }.kept"))
                    .isFalse();
        } finally {
            Files.write(log, kept);
        }
        assertThat(piece("responder", "log-toolbox.txt").statusCode()).isEqualTo(200);
    }
}
