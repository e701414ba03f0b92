package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

/** What the administrator of a cluster under test does, over its API: on the range and on a real server alike. */
final class Cluster implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI uri;
    private final String token;
    private final HttpClient http;

    Cluster(URI uri, String token, HttpClient http) {
        this.uri = uri;
        this.token = token;
        this.http = http;
    }

    /** The object, or empty where there is none. */
    Optional<JsonNode> get(String path) {
        HttpResponse<String> answer = send("GET", path, "application/json", "");
        return answer.statusCode() == 404 ? Optional.empty() : Optional.of(json(ok(answer)));
    }

    JsonNode create(String path, String object) {
        return json(ok(send("POST", path, "application/json", object)));
    }

    JsonNode merge(String path, String patch) {
        return json(ok(send("PATCH", path, "application/merge-patch+json", patch)));
    }

    JsonNode patch(String path, String operations) {
        return json(ok(send("PATCH", path, "application/json-patch+json", operations)));
    }

    void delete(String path) {
        ok(send("DELETE", path, "application/json", "{\"gracePeriodSeconds\":0}"));
    }

    HttpResponse<String> send(String method, String path, String type, String body) {
        HttpRequest request = HttpRequest.newBuilder(uri.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String ok(HttpResponse<String> answer) {
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(
                    answer.request().method() + " " + answer.uri() + ": " + answer.statusCode() + " " + answer.body());
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

    @Override
    public void close() {
        http.close();
    }
}
