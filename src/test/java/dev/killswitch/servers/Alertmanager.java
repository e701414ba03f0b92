package dev.killswitch.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A real sender: takes alerts as Prometheus gives them, and posts them to one webhook, at once. */
public final class Alertmanager implements AutoCloseable {
    private final ServerProcess process;
    private final URI endpoint;

    private Alertmanager(ServerProcess process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** Starts one that posts to {@code receiver}, with {@code token} as bearer. Ended by {@link #close()}. */
    public static Alertmanager sendingTo(URI receiver, String token) {
        Path program = Servers.need(Server.ALERTMANAGER).at();
        Path directory = ServerProcess.directory("alertmanager");
        URI endpoint = URI.create("http://127.0.0.1:" + ServerProcess.freePort());
        try {
            Files.writeString(directory.resolve("alertmanager.yml"), """
                    route: {receiver: it, group_by: ['...'], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
                    receivers:
                      - name: it
                        webhook_configs:
                          - url: "%s"
                            http_config: {authorization: {type: Bearer, credentials: "%s"}}
                    """.formatted(receiver, token));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerProcess process = ServerProcess.start(
                "alertmanager",
                directory,
                List.of(
                        program.toString(),
                        "--config.file=alertmanager.yml",
                        "--storage.path=data",
                        "--web.listen-address=" + endpoint.getAuthority(),
                        "--cluster.listen-address="),
                Map.of());
        process.await(Duration.ofMinutes(1), () -> Http.answersOk(endpoint.resolve("/-/ready")));
        return new Alertmanager(process, endpoint);
    }

    /** Takes {@code alerts}, the JSON array that Prometheus posts to {@code /api/v2/alerts}. */
    public void take(String alerts) {
        HttpRequest request = HttpRequest.newBuilder(endpoint.resolve("/api/v2/alerts"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(alerts))
                .timeout(Duration.ofSeconds(10))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("alertmanager answered " + response.statusCode() + response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("alertmanager did not answer\n" + process.logEnd(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while alertmanager took alerts", e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
