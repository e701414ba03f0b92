package dev.killswitch.range.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.killswitch.range.StateFile;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The range answers as the API server does, where somebody leans on it, and else says that it does not. */
class KubernetesRangeTest {
    private static final String SHOP = "/api/v1/namespaces/shop";
    private static final String TOOLBOX = SHOP + "/pods/toolbox";
    private static final String POLICIES = "/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A watch that nobody ends fails the test instead of holding the build. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private KubernetesRange range;

    @BeforeEach
    void start() {
        range = KubernetesRange.start(StateFile.nowhere(), Clock.systemUTC(), "t");
    }

    @AfterEach
    void stop() {
        range.close();
        http.close();
    }

    @Test
    void gitOps_isInstalledOnce_andTellsWhatItFinds() throws Exception {
        assertThat(send("GET", "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/site", "json", "")
                        .statusCode())
                .isEqualTo(404);
        range.installGitOps();
        assertThat(names("/api/v1/namespaces/site/pods")).containsExactly("front-0");
        String application = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/site";
        send(
                "PATCH",
                application,
                "json-patch+json",
                "[{\"op\":\"add\",\"path\":\"/spec/syncPolicy/automated/enabled\",\"value\":false}]");
        assertThat(json(body("GET", application)).at("/status/sync/status").asText())
                .isEqualTo("Synced");
        send("DELETE", "/apis/apps/v1/namespaces/site/statefulsets/front", "json", "");
        assertThat(json(body("GET", application)).at("/status/sync/status").asText())
                .isEqualTo("OutOfSync");
        assertThat(names("/api/v1/namespaces/site/pods")).isEmpty();
        range.installGitOps();
        assertThat(names("/api/v1/namespaces/site/pods")).isEmpty();
        send(
                "PATCH",
                application,
                "json-patch+json",
                "[{\"op\":\"remove\",\"path\":\"/spec/syncPolicy/automated/enabled\"}]");
        assertThat(names("/api/v1/namespaces/site/pods")).containsExactly("front-0");
    }

    @Test
    void freshWorld_holdsWhatIsPromised() throws Exception {
        assertThat(names(SHOP + "/pods"))
                .hasSize(5)
                .contains("payments-0", "toolbox")
                .filteredOn(name -> name.startsWith("web-"))
                .hasSize(3);
        assertThat(names("/api/v1/namespaces/kube-system/pods")).containsExactly("dns");
        assertThat(names(SHOP + "/serviceaccounts")).contains("web");
        assertThat(names(POLICIES)).containsExactly("allow-web");
        assertThat(names("/apis/apps/v1/namespaces/shop/deployments")).containsExactly("web");
    }

    @Test
    void state_isFoundAgainAfterARestart(@TempDir Path directory) throws Exception {
        range.close();
        StateFile file = StateFile.in(directory, KubernetesRange.FILE);
        range = KubernetesRange.start(file, Clock.systemUTC(), "t");
        send("PATCH", TOOLBOX, "merge-patch+json", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
        String before = body("GET", SHOP + "/pods");
        range.close();
        range = KubernetesRange.start(file, Clock.systemUTC(), "t");
        assertThat(body("GET", SHOP + "/pods")).isEqualTo(before).contains("\"a\":\"b\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{"op":"test","path":"/metadata/labels","value":{"app":"toolbox"}}]                               | 200
            [{"op":"test","path":"/metadata/labels","value":{"app":"other"}}]                                 | 422
            [{"op":"test","path":"/metadata/annotations","value":null}]                                       | 200
            [{"op":"test","path":"/metadata/labels","value":null}]                                            | 422
            [{"op":"test","path":"/metadata/labels/x~1y","value":null}]                                       | 200
            [{"op":"add","path":"/metadata/labels/x~1y","value":"z"}]                                         | 200
            [{"op":"add","path":"/metadata/annotations/x","value":"z"}]                                       | 422
            [{"op":"remove","path":"/metadata/labels/app"}]                                                   | 200
            [{"op":"remove","path":"/metadata/labels/nothing"}]                                               | 422
            [{"op":"replace","path":"/metadata/labels/app","value":"x"}]                                      | 200
            [{"op":"replace","path":"/metadata/labels/nothing","value":"x"}]                                  | 422
            [{"op":"add","path":"/metadata/labels/app","value":"not a label"}]                                | 422
            [{"op":"replace","path":"/metadata/uid","value":"x"}]                                             | 409
            [{"op":"add","path":"/spec/nodeName","value":"elsewhere"}]                                        | 422
            [{"op":"add","path":"/metadata/labels/a","value":"b"},{"op":"test","path":"/kind","value":"x"}]   | 422
            [{"op":"copy","from":"/kind","path":"/metadata/labels/a"}]                                        | 400
            {"op":"test"}                                                                                     | 400
            no json                                                                                           | 400
            """)
    void jsonPatch_isWholeOrNotAtAll(String operations, int status) throws Exception {
        String before = body("GET", TOOLBOX);
        assertThat(send("PATCH", TOOLBOX, "json-patch+json", operations).statusCode())
                .isEqualTo(status);
        if (status != 200) {
            assertThat(body("GET", TOOLBOX)).isEqualTo(before);
        }
    }

    @Test
    void patchThatChangesNothing_makesNoNewVersion() throws Exception {
        String before = body("GET", TOOLBOX);
        send("PATCH", TOOLBOX, "merge-patch+json", "{\"metadata\":{\"labels\":{\"app\":\"toolbox\"}}}");
        assertThat(body("GET", TOOLBOX)).isEqualTo(before);
    }

    @Test
    void dryRun_answersAndKeepsNothing() throws Exception {
        String before = body("GET", SHOP + "/pods");
        assertThat(send(
                                "PATCH",
                                TOOLBOX + "?dryRun=All",
                                "merge-patch+json",
                                "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}")
                        .body())
                .contains("\"a\":\"b\"");
        assertThat(send("DELETE", TOOLBOX + "?dryRun=All", "json", "").statusCode())
                .isEqualTo(200);
        assertThat(body("GET", SHOP + "/pods")).isEqualTo(before);
    }

    @Test
    void apply_createsThenSets_andOthersFieldsNeedForce() throws Exception {
        String spec = "{\"spec\":{\"podSelector\":{},\"policyTypes\":[\"Ingress\"]}}";
        String path = POLICIES + "/ours?fieldManager=us";
        assertThat(send("PATCH", path, "apply-patch+yaml", spec).statusCode()).isEqualTo(201);
        assertThat(send("PATCH", path, "apply-patch+yaml", spec).statusCode()).isEqualTo(200);
        String other = "{\"spec\":{\"policyTypes\":[\"Egress\"]}}";
        String theirs = POLICIES + "/ours?fieldManager=them";
        assertThat(send("PATCH", theirs, "apply-patch+yaml", other).statusCode())
                .isEqualTo(409);
        assertThat(send("PATCH", theirs + "&force=true", "apply-patch+yaml", other)
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("PATCH", POLICIES + "/ours", "apply-patch+yaml", spec).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            labelSelector=app%3Dweb                                   | 3
            labelSelector=app%3D%3Dweb                                | 3
            labelSelector=app!%3Dweb                                  | 2
            labelSelector=app+in+(web,toolbox)                        | 4
            labelSelector=app+notin+(web),app                         | 2
            labelSelector=!app                                        | 0
            labelSelector=app,app%3Dpayments                          | 1
            fieldSelector=metadata.name%3Dtoolbox                     | 1
            fieldSelector=metadata.name!%3Dtoolbox                    | 4
            fieldSelector=spec.serviceAccountName%3Dweb               | 3
            """)
    void lists_areSelected(String query, int found) throws Exception {
        assertThat(names(SHOP + "/pods?" + query)).hasSize(found);
    }

    @Test
    void delete_keepsItsPreconditions_andControllersMakeAnother() throws Exception {
        String path = SHOP + "/pods/payments-0";
        String uid = json(body("GET", path)).at("/metadata/uid").asText();
        String other = "{\"preconditions\":{\"uid\":\"other\"}}";
        assertThat(send("DELETE", path, "json", other).statusCode()).isEqualTo(409);
        assertThat(send("DELETE", path, "json", other.replace("other", uid)).statusCode())
                .isEqualTo(200);
        assertThat(json(body("GET", path)).at("/metadata/uid").asText()).isNotEqualTo(uid);
        assertThat(send("POST", SHOP + "/pods/toolbox/eviction", "json", "{}").statusCode())
                .isEqualTo(201);
        assertThat(send("GET", TOOLBOX, "json", "").statusCode()).isEqualTo(404);
    }

    @Test
    void scaledDeployment_trimsTheNewest() throws Exception {
        List<String> before = names(SHOP + "/pods?labelSelector=app%3Dweb");
        send(
                "PATCH",
                "/apis/apps/v1/namespaces/shop/deployments/web",
                "merge-patch+json",
                "{\"spec\":{\"replicas\":4}}");
        assertThat(names(SHOP + "/pods?labelSelector=app%3Dweb")).hasSize(4).containsAll(before);
        send(
                "PATCH",
                "/apis/apps/v1/namespaces/shop/deployments/web",
                "merge-patch+json",
                "{\"spec\":{\"replicas\":3}}");
        assertThat(names(SHOP + "/pods?labelSelector=app%3Dweb")).containsExactlyElementsOf(before);
    }

    @Test
    void whatLosesItsOwner_isCollected() throws Exception {
        String uid = json(body("GET", TOOLBOX)).at("/metadata/uid").asText();
        send("POST", POLICIES, "json", """
                {"metadata":{"name":"owned","ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"toolbox",
                 "uid":"%s"}]},"spec":{}}""".formatted(uid));
        assertThat(names(POLICIES)).contains("owned");
        send("DELETE", TOOLBOX, "json", "");
        assertThat(names(POLICIES)).doesNotContain("owned");
    }

    @Test
    void token_isGoodWhileItsServiceAccountIsThere() throws Exception {
        String token = json(send("POST", SHOP + "/serviceaccounts/web/token", "json", "{}")
                        .body())
                .at("/status/token")
                .asText();
        assertThat(review(token).at("/authenticated").asBoolean()).isTrue();
        assertThat(review(token).at("/user/username").asText()).isEqualTo("system:serviceaccount:shop:web");
        send("DELETE", SHOP + "/serviceaccounts/web", "json", "");
        send("POST", SHOP + "/serviceaccounts", "json", "{\"metadata\":{\"name\":\"web\"}}");
        assertThat(review(token).at("/authenticated").asBoolean()).isFalse();
    }

    @Test
    void deniedPermission_isForbidden_andReviewedSo() throws Exception {
        range.deny("patch pods");
        assertThat(send("PATCH", TOOLBOX, "merge-patch+json", "{}").statusCode())
                .isEqualTo(403);
        assertThat(allowed("patch", "pods")).isFalse();
        assertThat(allowed("delete", "pods")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/endpoints, 404",
        "PUT, /api/v1/namespaces/shop/pods/toolbox, 405",
        "DELETE, /api/v1/namespaces/shop/pods, 405",
        "POST, /api/v1/namespaces/shop/pods/toolbox/exec, 404",
        "GET, /apis/cilium.io/v2, 404",
        "GET, /somewhere, 404",
        "GET, /api/v1/pods?fieldSelector=spec.color%3Dred, 400",
    })
    void whatItDoesNotDo_isSaid(String method, String path, int status) throws Exception {
        HttpResponse<String> answer = send(method, path, "json", "");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer.body()).path("kind").asText()).isEqualTo("Status");
        assertThat(json(answer.body()).path("message").asText()).isNotBlank();
    }

    @Test
    void nobodyWithoutTheToken_isAnswered() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(range.uri().resolve(TOOLBOX)).build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    private JsonNode review(String token) throws Exception {
        String body = "{\"spec\":{\"token\":\"" + token + "\"}}";
        return json(send("POST", "/apis/authentication.k8s.io/v1/tokenreviews", "json", body)
                        .body())
                .path("status");
    }

    private boolean allowed(String verb, String resource) throws Exception {
        String body =
                "{\"spec\":{\"resourceAttributes\":{\"verb\":\"" + verb + "\",\"resource\":\"" + resource + "\"}}}";
        return json(send("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", "json", body)
                        .body())
                .at("/status/allowed")
                .asBoolean();
    }

    private List<String> names(String path) throws Exception {
        return json(body("GET", path))
                .path("items")
                .valueStream()
                .map(one -> one.at("/metadata/name").asText())
                .toList();
    }

    private String body(String method, String path) throws Exception {
        HttpResponse<String> answer = send(method, path, "json", "");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<String> send(String method, String path, String type, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(range.uri().resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer t")
                .header("Content-Type", "application/" + type)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }
}
