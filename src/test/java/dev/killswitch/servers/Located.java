package dev.killswitch.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where a server is on this machine, or why it is not. */
sealed interface Located {
    /** {@code at} is a directory for what we make, a program for what the distribution brings. */
    record Found(Path at, String version) implements Located {}

    record Missing(String why) implements Located {}

    /** A cold build of kube-apiserver takes 5 minutes on 2 free cores; on busy ones a multiple of it. */
    int BUILD_MINUTES_MAX = 45;

    Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");

    /** Finds or makes {@code name} by {@code src/it/servers/build}, whose last line says where. */
    static Located build(String name) {
        Path script = Project.directory().resolve("src/it/servers/build");
        Ran ran = Ran.run(List.of("sh", script.toString(), name), BUILD_MINUTES_MAX, TimeUnit.MINUTES);
        if (ran.exit() != 0) {
            return new Missing(ran.lastLine().replaceFirst("^build: ", ""));
        }
        Path at = Path.of(ran.lastLine());
        return new Found(at, at.getFileName().toString().substring(name.length() + 1));
    }

    /** Finds {@code program} in PATH and asks it for its version. */
    static Located inPath(String program, List<String> versionArguments) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .<Located>map(at -> new Found(at, version(at, versionArguments)))
                .orElseGet(() -> new Missing(program + " is not in PATH"));
    }

    private static String version(Path program, List<String> arguments) {
        var command =
                Stream.concat(Stream.of(program.toString()), arguments.stream()).toList();
        Matcher version = VERSION.matcher(Ran.run(command, 1, TimeUnit.MINUTES).output());
        return version.find() ? version.group() : "unknown";
    }

    /** A program that ran to its end. */
    record Ran(int exit, String output) {
        static Ran run(List<String> command, int limit, TimeUnit unit) {
            return run(command, Path.of("/dev/null"), limit, unit);
        }

        static Ran run(List<String> command, Path input, int limit, TimeUnit unit) {
            try {
                Path output = Files.createTempFile(Project.scratch(), "run-", ".log");
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(input.toFile())
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(limit, unit)) {
                    process.destroyForcibly();
                    return new Ran(-1, "%s did not end within %d %s".formatted(command, limit, unit));
                }
                var ran = new Ran(process.exitValue(), Files.readString(output));
                Files.delete(output);
                return ran;
            } catch (IOException e) {
                throw new UncheckedIOException("could not run " + command, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + command, e);
            }
        }

        String lastLine() {
            return output.lines().reduce("", (_, line) -> line);
        }
    }
}
