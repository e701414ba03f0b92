package dev.killswitch.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An API server that has every pod that it is asked for, each of one ReplicaSet and in a namespace that has our standing
 * policy, and that answers at once: what is left to measure is ours. It knows when the first write to a pod arrived.
 */
final class StubCluster implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATH =
            Pattern.compile("/apis?/[a-z0-9./]*?v1/namespaces/([^/]+)/(pods|replicasets|networkpolicies)(?:/([^/]+))?");
    private static final String REPLICA_SET = "web-5d8f7c9b6d";

    private final Vertx vertx;
    private final HttpServer server;
    private final Map<String, JsonNode> labels = new ConcurrentHashMap<>();
    private final Map<String, Long> written = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();

    StubCluster() {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
        server = vertx.createHttpServer()
                .requestHandler(this::take)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** A pod's name that the ReplicaSet could have given. */
    static String pod(int number) {
        return REPLICA_SET + "-" + number;
    }

    static String podPath(String namespace, String pod) {
        return "/api/v1/namespaces/" + namespace + "/pods/" + pod;
    }

    static List<String> aroundPaths(String namespace) {
        return List.of(
                "/apis/networking.k8s.io/v1/namespaces/" + namespace + "/networkpolicies",
                "/apis/apps/v1/namespaces/" + namespace + "/replicasets/" + REPLICA_SET);
    }

    /** When the first write to that pod arrived, as {@link System#nanoTime}; null where none did. */
    @Nullable
    Long firstWrite(String namespace, String pod) {
        return written.get(namespace + "/" + pod);
    }

    /** How many pods were written to. */
    int pods() {
        return written.size();
    }

    int requests() {
        return requests.get();
    }

    private void take(HttpServerRequest request) {
        long arrived = System.nanoTime();
        requests.incrementAndGet();
        Matcher path = PATH.matcher(String.valueOf(request.path()));
        if (!path.matches()) {
            boolean asksForRights = request.path().endsWith("selfsubjectaccessreviews");
            send(request, asksForRights ? 201 : 404, "{\"kind\":\"Status\",\"status\":{\"allowed\":true}}");
            return;
        }
        String name = path.group(3);
        if (request.method() == HttpMethod.PATCH) {
            written.putIfAbsent(path.group(1) + "/" + name, arrived);
            request.bodyHandler(body -> send(request, 200, patched(path.group(1), name, body)));
            return;
        }
        send(
                request,
                200,
                switch (path.group(2)) {
                    case "pods" -> pod(path.group(1), name);
                    case "replicasets" -> replicaSet(path.group(1));
                    default -> policies(path.group(1));
                });
    }

    private static void send(HttpServerRequest request, int status, String body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body);
    }

    private String patched(String namespace, String name, Buffer body) {
        try {
            for (JsonNode operation : JSON.readTree(body.getBytes())) {
                if (operation.path("op").asText().equals("add")
                        && operation.path("path").asText().equals("/metadata/labels")) {
                    labels.put(namespace + "/" + name, operation.path("value"));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("no JSON patch", unreadable);
        }
        return pod(namespace, name);
    }

    private String pod(String namespace, String name) {
        ObjectNode pod = object("v1", "Pod", namespace, name);
        ObjectNode metadata = (ObjectNode) pod.path("metadata");
        JsonNode own = labels.get(namespace + "/" + name);
        metadata.set(
                "labels",
                own == null ? JSON.createObjectNode().put("app", "web").put("pod-template-hash", "5d8f7c9b6d") : own);
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "apps/v1")
                .put("kind", "ReplicaSet")
                .put("name", REPLICA_SET)
                .put("uid", "uid-" + namespace + "-" + REPLICA_SET)
                .put("controller", true);
        ObjectNode spec = pod.putObject("spec").put("nodeName", "node-1").put("serviceAccountName", "default");
        spec.putArray("containers").addObject().put("name", "web").put("image", "registry.example/web:1");
        pod.putObject("status").put("phase", "Running").put("podIP", "10.0.0.7");
        return pod.toString();
    }

    private static String replicaSet(String namespace) {
        ObjectNode set = object("apps/v1", "ReplicaSet", namespace, REPLICA_SET);
        set.putObject("spec").putObject("selector").putObject("matchLabels").put("app", "web");
        set.putObject("status").put("readyReplicas", 3);
        return set.toString();
    }

    private static String policies(String namespace) {
        ObjectNode policy = object("networking.k8s.io/v1", "NetworkPolicy", namespace, "killswitch-quarantine");
        ((ObjectNode) policy.path("metadata")).putObject("labels").put("killswitch.dev/managed-by", "killswitch");
        ObjectNode spec = policy.putObject("spec");
        spec.putObject("podSelector")
                .putArray("matchExpressions")
                .addObject()
                .put("key", "killswitch.dev/quarantine")
                .put("operator", "Exists");
        spec.putArray("policyTypes").add("Ingress").add("Egress");
        ObjectNode list = JSON.createObjectNode()
                .put("apiVersion", "networking.k8s.io/v1")
                .put("kind", "NetworkPolicyList");
        list.putArray("items").add(policy);
        return list.toString();
    }

    private static ObjectNode object(String version, String kind, String namespace, String name) {
        ObjectNode object = JSON.createObjectNode().put("apiVersion", version).put("kind", kind);
        object.putObject("metadata")
                .put("name", name)
                .put("namespace", namespace)
                .put("uid", "uid-" + namespace + "-" + name)
                .put("resourceVersion", "1");
        return object;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
