package dev.killswitch.bench;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;

/** The calls of an isolation and nothing else: no record, no rule, no guard. Thread-safe. */
final class BareClient implements AutoCloseable {
    private static final String PATCH =
            "[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"killswitch.dev/quarantine\":\"x\"}}]";

    private final StubCluster cluster;
    private final KubernetesClient client;

    BareClient(StubCluster cluster) {
        this.cluster = cluster;
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(cluster.uri().toString())
                .withOauthToken("bench")
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    /** Finds the pod; looks at it, the policies and its owner at once; patches it. */
    void isolate(String namespace, String pod) {
        String path = StubCluster.podPath(namespace, pod);
        get(path).join();
        var looks = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        looks.add(get(path));
        StubCluster.aroundPaths(namespace).forEach(around -> looks.add(get(around)));
        CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new)).join();
        send(http().newHttpRequestBuilder().method("PATCH", "application/json-patch+json", PATCH), path)
                .join();
    }

    private HttpClient http() {
        return client.getHttpClient();
    }

    private CompletableFuture<HttpResponse<String>> get(String path) {
        return send(http().newHttpRequestBuilder().method("GET", null, null), path);
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request, String path) {
        return http().sendAsync(request.uri(cluster.uri().resolve(path)).build(), String.class);
    }

    @Override
    public void close() {
        client.close();
    }
}
