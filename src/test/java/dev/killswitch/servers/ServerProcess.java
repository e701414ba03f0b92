package dev.killswitch.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server of ours while it runs. It ends with this JVM, however that ends. */
final class ServerProcess implements AutoCloseable {
    /**
     * The shell outlives a killed JVM just long enough to notice: the pipe that is its standard input ends. Job control
     * gives background jobs no standard input of their own, hence the copy of it.
     */
    private static final String UNTIL_PARENT_ENDS = """
            exec 3<&0
            "$@" 3<&- </dev/null &
            server=$!
            { cat <&3 >/dev/null; kill -KILL $server; } &
            watch=$!
            wait $server
            ended=$?
            # By its number, which may soon be another's.
            kill $watch
            exit $ended
            """;

    /** Below what Linux and macOS hand out for outgoing connections, so that nobody takes a port we just found free. */
    private static final int PORT_MIN = 20_000;

    private static final int PORT_MAX = 32_000;

    private static final Pattern DIRECTORY = Pattern.compile("[a-z]+-(\\d+)-.*");

    private static final int LOG_LINES_SHOWN_MAX = 40;

    private final String name;
    private final Path log;
    private final Process shell;

    private ServerProcess(String name, Path log, Process shell) {
        this.name = name;
        this.log = log;
        this.shell = shell;
    }

    /** Starts {@code command}; its output goes to {@code <name>.log} in {@code directory}. */
    static ServerProcess start(String name, Path directory, List<String> command, Map<String, String> environment) {
        var whole = new ArrayList<>(List.of("sh", "-c", UNTIL_PARENT_ENDS, name));
        whole.addAll(command);
        Path log = directory.resolve(name + ".log");
        var builder = new ProcessBuilder(whole)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            return new ServerProcess(name, log, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("could not start " + name, e);
        }
    }

    /** Asks until {@code ready}. Throws with the end of the log when the server ends before, or {@code limit} passes. */
    void await(Duration limit, BooleanSupplier ready) {
        long end = System.nanoTime() + limit.toNanos();
        while (!ready.getAsBoolean()) {
            if (waitFor(Duration.ofMillis(50))) {
                throw new IllegalStateException("%s ended with %d%n%s".formatted(name, shell.exitValue(), logEnd()));
            }
            if (System.nanoTime() > end) {
                close();
                throw new IllegalStateException("%s was not ready within %s%n%s".formatted(name, limit, logEnd()));
            }
        }
    }

    /** The last lines of what it printed. */
    String logEnd() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN_MAX), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not end " + name, e);
        }
        if (!waitFor(Duration.ofSeconds(10))) {
            shell.destroyForcibly();
        }
    }

    private boolean waitFor(Duration time) {
        try {
            return shell.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, e);
        }
    }

    static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException _) {
                // Taken: the next one.
            }
        }
        throw new IllegalStateException("no free port of 100 tried from " + PORT_MIN + " to " + PORT_MAX);
    }

    /** A new directory for one server of this JVM. Those of JVMs that are gone go too. */
    static Path directory(String name) {
        try (Stream<Path> old = Files.list(Project.scratch())) {
            old.filter(Files::isDirectory).filter(ServerProcess::isLeftBehind).forEach(ServerProcess::delete);
            return Files.createTempDirectory(
                    Project.scratch(), name + "-" + ProcessHandle.current().pid() + "-");
        } catch (IOException e) {
            throw new UncheckedIOException("could not make a directory for " + name, e);
        }
    }

    private static boolean isLeftBehind(Path directory) {
        Matcher name = DIRECTORY.matcher(directory.getFileName().toString());
        return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + directory, e);
        }
    }
}
