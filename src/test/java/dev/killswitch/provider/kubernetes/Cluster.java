package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** What the administrator of a cluster under test does, over its API: on the range and on a real server alike. */
final class Cluster {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Line line;

    private Cluster(Line line) {
        this.line = line;
    }

    /** Sends one request. */
    interface Line {
        Answer send(String method, String path, String type, String body)
                throws IOException, InterruptedException, ExecutionException;
    }

    record Answer(int status, String body) {}

    static Cluster at(URI uri, String token, HttpClient http) {
        return new Cluster((method, path, type, body) -> {
            HttpRequest request = HttpRequest.newBuilder(uri.resolve(path))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", type)
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        });
    }

    static Cluster of(KubernetesClient client) {
        return new Cluster((method, path, type, body) -> {
            var http = client.getHttpClient();
            var request = http.newHttpRequestBuilder()
                    .uri(URI.create(client.getMasterUrl().toString()).resolve(path));
            if (method.equals("GET")) {
                request.method("GET", null, null);
            } else {
                request.method(method, type, body);
            }
            var answer = http.sendAsync(request.build(), String.class).get();
            return new Answer(answer.code(), answer.body());
        });
    }

    /** The object, or empty where there is none. */
    Optional<JsonNode> get(String path) {
        Answer answer = send("GET", path, "application/json", "");
        return answer.status() == 404 ? Optional.empty() : Optional.of(json(ok(path, answer)));
    }

    JsonNode create(String path, String object) {
        return json(ok(path, send("POST", path, "application/json", object)));
    }

    JsonNode merge(String path, String patch) {
        return json(ok(path, send("PATCH", path, "application/merge-patch+json", patch)));
    }

    void delete(String path) {
        ok(path, send("DELETE", path, "application/json", "{\"gracePeriodSeconds\":0}"));
    }

    Answer send(String method, String path, String type, String body) {
        try {
            return line.send(method, path, type, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String ok(String path, Answer answer) {
        if (answer.status() >= 300) {
            throw new IllegalStateException(path + ": " + answer.status() + " " + answer.body());
        }
        return answer.body();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
