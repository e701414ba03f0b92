package dev.killswitch.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The product as it is packaged, in a process of its own, on the practice range: one cluster and one account. */
final class PackagedJar {
    /** Small on purpose: the record is on disk, and what is in memory is on its way. */
    static final List<String> FLAGS = List.of(
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.lang=ALL-UNNAMED");

    private static final int STARTS = 3;
    private static final int DELIVERIES = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path product;
    private final Path directory;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    PackagedJar(Path product, Path directory) {
        this.product = product;
        this.directory = directory;
    }

    void measure(Figures figures) {
        List<String> jar = List.of("-jar", product.resolve("quarkus-run.jar").toString());
        List<String> main = List.of("-cp", classPath(), "io.quarkus.runner.GeneratedMain");
        Path cache = directory.resolve("killswitch.aot");
        double plain = start("plain", jar);
        train(with("-XX:AOTCacheOutput=" + cache, main));
        double cached = start("cached", with("-XX:AOTCache=" + cache, main));
        figures.add("start to intake ready, with an AOT cache, median", "<= 1.5 s", cached, "s", x -> x <= 1.5);
        figures.add("without one, from quarkus-run.jar, median", plain, "s");
        memory(figures, jar);
        ingest(figures, jar);
    }

    private double start(String name, List<String> what) {
        var took = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            try (Running running = new Running(name + i, what)) {
                took[i] = running.seconds();
            }
        }
        return Figures.median(took);
    }

    /** What runs once is in the cache: a start, an alert with its isolation, a stop. */
    private void train(List<String> what) {
        try (Running running = new Running("train", what)) {
            running.deliver("Terminal shell in container", "toolbox");
        }
    }

    private void memory(Figures figures, List<String> what) {
        try (Running running = new Running("memory", what)) {
            double idle = running.megabytes("VmRSS");
            running.deliver("Terminal shell in container", "toolbox");
            for (int i = 0; i < DELIVERIES; i++) {
                running.deliver("Read sensitive file untrusted", "web-" + i);
            }
            figures.add(
                    "RSS, a cluster and an account, after " + DELIVERIES + " deliveries",
                    "<= 300 MB",
                    running.megabytes("VmRSS"),
                    "MB",
                    x -> x <= 300);
            figures.add("once it is ready", idle, "MB");
            figures.add("the most it ever was", running.megabytes("VmHWM"), "MB");
        }
    }

    /** With sources and nothing else: no connection, no rule. */
    void ingest(Figures figures, List<String> what) {
        try {
            Path home = Files.createDirectories(directory.resolve("ingest"));
            String token = "a-secret-of-the-benchmark-a-secret-of-the-benchmark";
            Files.writeString(home.resolve("token"), token);
            Path file = Files.writeString(home.resolve("killswitch.yaml"), """
                    sources:
                      alertmanager: {kind: alertmanager, proof: {bearer-file: "%s"}, rate: 999999/s}
                    """.formatted(home.resolve("token")));
            List<String> flags = List.of(
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "-Dkillswitch.config=" + file);
            try (Running running = new Running("ingest", flags, what);
                    HttpIngest sender = new HttpIngest(running.port, token)) {
                sender.measure(figures);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> with(String flag, List<String> what) {
        return Stream.concat(Stream.of(flag), what.stream()).toList();
    }

    /** The jars of the package in the order in which it loads them itself; a cache needs them on a class path. */
    private String classPath() {
        var jars = new ArrayList<Path>();
        jars.add(product.resolve("quarkus/transformed-bytecode.jar"));
        jars.add(product.resolve("quarkus/generated-bytecode.jar"));
        for (String room : List.of("app", "lib/boot", "lib/main")) {
            try (Stream<Path> files = Files.list(product.resolve(room))) {
                files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
            } catch (IOException e) {
                throw new UncheckedIOException("expected the packaged product in " + product, e);
            }
        }
        return String.join(File.pathSeparator, jars.stream().map(Path::toString).toList());
    }

    /** One process; ready when the constructor returns. */
    private final class Running implements AutoCloseable {
        private final Path data;
        private final int port;
        private final Process process;
        private final double seconds;

        Running(String name, List<String> what) {
            this(name, with("-Dkillswitch.range.enabled=true", FLAGS), what);
        }

        Running(String name, List<String> flags, List<String> what) {
            try {
                data = Files.createDirectories(directory.resolve(name));
                port = freePort();
                var command = new ArrayList<String>();
                command.add(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
                command.addAll(flags);
                command.add("-Dkillswitch.data-directory=" + data);
                command.add("-Dquarkus.http.host=127.0.0.1");
                command.add("-Dquarkus.http.port=" + port);
                command.addAll(what);
                long start = System.nanoTime();
                process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(data.resolve("log").toFile())
                        .start();
                untilReady();
                seconds = (System.nanoTime() - start) / 1e9;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        double seconds() {
            return seconds;
        }

        private void untilReady() {
            long end = System.nanoTime() + PATIENCE.toNanos();
            HttpRequest request = request("/q/health/ready").build();
            while (!isReady(request)) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    process.destroyForcibly();
                    throw new IllegalStateException("it did not start: see " + data.resolve("log"));
                }
                LockSupport.parkNanos(2_000_000);
            }
        }

        private boolean isReady(HttpRequest request) {
            try {
                return status(request) == 200;
            } catch (IOException _) {
                return false;
            }
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        }

        private int status(HttpRequest request) throws IOException {
            try {
                return http.send(request, BodyHandlers.discarding()).statusCode();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        void deliver(String rule, String pod) {
            try {
                String token =
                        Files.readString(data.resolve("tokens/source-falco")).strip();
                String body = """
                        {"output":"o","priority":"Critical","rule":"%s","time":"%s","source":"syscall","hostname":"n",
                         "output_fields":{"k8s.ns.name":"shop","k8s.pod.name":"%s"}}""".formatted(rule, Instant.now(), pod);
                int status = status(request("/v1/alerts/falco")
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build());
                if (status != 202) {
                    throw new IllegalStateException("expected 202, found " + status);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** As the system counts it. */
        double megabytes(String line) {
            try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
                return lines.filter(one -> one.startsWith(line + ":"))
                        .mapToDouble(one -> Long.parseLong(one.replaceAll("[^0-9]", "")) / 1024.0)
                        .findFirst()
                        .orElse(Double.NaN);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            process.destroy();
            try {
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
