package dev.killswitch.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * AWS as moto plays it: the real protocol, IAM with the policies that AWS manages, many accounts. It enforces neither
 * inactive keys nor conditions: read the documents back instead.
 */
public final class Moto {
    private static final Servers.Shared<Moto> SHARED = new Servers.Shared<>(Moto::start);

    private final URI endpoint;
    private final HttpClient http = HttpClient.newHttpClient();

    private Moto(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** The one of this run, as the tests before left it: {@link #reset()} first. */
    public static Moto shared() {
        Servers.need(Server.MOTO);
        return SHARED.instance();
    }

    /** Where every service of every region and account is. Any key works; the account is that of the key's id. */
    public URI endpoint() {
        return endpoint;
    }

    /** Forgets everything in every account. */
    public void reset() {
        post("/moto-api/reset", "");
    }

    /** From the {@code calls}-th call from now on, IAM policies are enforced. {@link #reset()} does not end that. */
    public void enforceAfter(int calls) {
        post("/moto-api/reset-auth", Integer.toString(calls));
    }

    /** IAM policies are no longer enforced. */
    public void enforceNever() {
        post("/moto-api/reset-auth", "Infinity");
    }

    private void post(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(endpoint.resolve(path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + " answered " + response.statusCode() + ": " + response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + path, e);
        }
    }

    private static Moto start() {
        Path program = Servers.need(Server.MOTO).at().resolve(Server.MOTO.program());
        int port = ServerProcess.freePort();
        ServerProcess process = ServerProcess.start(
                "moto",
                ServerProcess.directory("moto"),
                List.of(program.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port)),
                Map.of("MOTO_IAM_LOAD_MANAGED_POLICIES", "true"));
        URI endpoint = URI.create("http://127.0.0.1:" + port);
        process.await(Duration.ofMinutes(1), () -> Http.answersOk(endpoint.resolve("/moto-api/data.json")));
        return new Moto(endpoint);
    }
}
