package dev.killswitch.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The packaged product as a process of its own, on a free port and a data directory of the test's. */
public final class PackagedProduct implements AutoCloseable {
    private static final Duration READY_MAX = Duration.ofMinutes(2);
    private static final Duration LOOK_MAX = Duration.ofSeconds(60);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(40);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Path data;
    private final Path log;
    private final Process process;
    private final URI uri;

    private PackagedProduct(Path data, Path log, Process process, URI uri) {
        this.data = data;
        this.log = log;
        this.process = process;
        this.uri = uri;
    }

    /** What a request was answered. */
    public record Reply(int status, String body, Map<String, List<String>> headers) {
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException broken) {
                throw new UncheckedIOException("not JSON: " + body, broken);
            }
        }
    }

    /** Starts it and waits until it is ready. {@code options} are the JVM's, such as {@code -Dkillswitch.config=…}. */
    public static PackagedProduct start(Path data, String... options) {
        return start(data, data.resolve("product.log"), options);
    }

    /** With what it prints in {@code log}: for a data directory that cannot be written. */
    public static PackagedProduct start(Path data, Path log, String... options) {
        PackagedProduct product = launch(data, log, options);
        product.awaitReady();
        return product;
    }

    /** Starts it and does not wait: for a start that ends by itself. */
    public static PackagedProduct launch(Path data, String... options) {
        return launch(data, data.resolve("product.log"), options);
    }

    /** With what it prints in {@code log}. */
    public static PackagedProduct launch(Path data, Path log, String... options) {
        var all = new ArrayList<>(List.of("-Dkillswitch.data-directory=" + data));
        all.addAll(List.of(options));
        return launch(Path.of("."), data, log, all);
    }

    /**
     * Starts it as the chart does, and waits until it is ready: told of nothing but {@code configuration}, which says that
     * the data is in {@code data}, and with no other directory that it could write to.
     */
    public static PackagedProduct startAsInAPod(Path configuration, Path data) {
        PackagedProduct product = launch(
                Path.of("/proc"), data, data.resolve("product.log"), List.of("-Dkillswitch.config=" + configuration));
        product.awaitReady();
        return product;
    }

    private static PackagedProduct launch(Path working, Path data, Path log, List<String> options) {
        int port = freePort();
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.log.console.json.enabled=false"));
        command.addAll(options);
        command.add("-jar");
        command.add(Path.of(System.getProperty("basedir", "."), "target", "quarkus-app", "quarkus-run.jar")
                .toAbsolutePath()
                .toString());
        try {
            Files.createDirectories(data);
            Process process = new ProcessBuilder(command)
                    .directory(working.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new PackagedProduct(data, log, process, URI.create("http://127.0.0.1:" + port));
        } catch (IOException broken) {
            throw new UncheckedIOException("the packaged product could not be started", broken);
        }
    }

    public URI uri() {
        return uri;
    }

    public Path data() {
        return data;
    }

    /** What it printed so far. */
    public String printed() {
        try {
            return Files.readString(log);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Waits for it to end by itself. */
    public int exitCode() {
        await("its end", () -> !process.isAlive());
        return process.exitValue();
    }

    /** Waits until automation would act everywhere: while one connection is away it is not enough that others would. */
    public void awaitArmed() {
        await(
                "/q/health/armed",
                "viewer",
                reply -> reply.json().at("/status").asText().equals("UP"));
    }

    /** Waits until it is no more, whoever ended it. */
    public void awaitEnd() {
        await("its end", () -> !process.isAlive());
    }

    /** Runs {@code ks} against it as the responder, and returns what it printed. */
    public String ks(String... arguments) throws IOException {
        var command = new ProcessBuilder(
                Path.of(System.getProperty("basedir", "."), "ks").toString());
        command.command().addAll(List.of(arguments));
        command.environment().put("KS_SERVER", uri.toString());
        command.environment()
                .put("KS_TOKEN_FILE", data.resolve("tokens/reviewer").toString());
        Process ks = command.redirectErrorStream(true).start();
        return new String(ks.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** As the kernel kills: nothing is closed, nothing is said. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** The secret that the local issuer or the range wrote to that name. */
    public String token(String name) {
        try {
            return Files.readString(data.resolve("tokens").resolve(name)).strip();
        } catch (IOException broken) {
            throw new UncheckedIOException("no token " + name, broken);
        }
    }

    public Reply get(String path, String role) {
        return get(path, role, "application/json");
    }

    public Reply get(String path, String role, String accept) {
        return send(request(path, role).header("Accept", accept).GET());
    }

    public Reply post(String path, String role, String body) {
        return send(
                request(path, role).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    /** With a token of somebody else's. */
    public Reply postAs(String token, String path, String body) {
        return send(
                bearing(token, path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    /** With nothing that says who sends it but the body, as SNS does. */
    public Reply postText(String path, String body) {
        return send(HttpRequest.newBuilder(uri.resolve(path))
                .timeout(ANSWER_MAX)
                .header("Content-Type", "text/plain; charset=UTF-8")
                .POST(BodyPublishers.ofString(body)));
    }

    /** Asks again and again until the answer is as wanted; fails with the last one. */
    public Reply await(String path, String role, Predicate<Reply> wanted) {
        var last = new Reply[1];
        await("GET " + path, () -> {
            last[0] = get(path, role);
            return wanted.test(last[0]);
        });
        return last[0];
    }

    private HttpRequest.Builder request(String path, String role) {
        return bearing(token(role), path);
    }

    private HttpRequest.Builder bearing(String token, String path) {
        return HttpRequest.newBuilder(uri.resolve(path)).timeout(ANSWER_MAX).header("Authorization", "Bearer " + token);
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            return new Reply(
                    answer.statusCode(), answer.body(), answer.headers().map());
        } catch (IOException broken) {
            return new Reply(0, String.valueOf(broken), Map.of());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private void awaitReady() {
        var ready = HttpRequest.newBuilder(uri.resolve("/q/health/ready")).GET();
        long end = System.nanoTime() + READY_MAX.toNanos();
        while (send(ready).status() != 200) {
            if (System.nanoTime() > end || ends()) {
                throw new AssertionError("the product did not get ready; it printed:\n" + printed());
            }
        }
    }

    private interface Look {
        boolean isSo();
    }

    private void await(String what, Look look) {
        long end = System.nanoTime() + LOOK_MAX.toNanos();
        while (!look.isSo()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + what + "; the product printed:\n" + printed());
            }
            ends();
        }
    }

    /** Whether the process ends within a moment: this is also how the polling loops wait. */
    private boolean ends() {
        try {
            return process.waitFor(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
