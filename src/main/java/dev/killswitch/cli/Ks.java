package dev.killswitch.cli;

import dev.killswitch.config.Ulids;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The program {@code ks}: hands the real clock, environment and network to a command. */
public final class Ks {
    /** More than any token has. */
    private static final int INPUT_MAX = 64 * 1024;

    private Ks() {}

    public static void main(String[] args) {
        Map<String, String> environment = System.getenv();
        Clock clock = Clock.systemUTC();
        var machine = new Machine(
                environment,
                directories(environment, Optional.ofNullable(System.getProperty("ks.home"))),
                ink(environment),
                clock,
                Ks::pause,
                new Ulids(clock, new SecureRandom()),
                HttpServer::new,
                Ks::input,
                Optional.ofNullable(Ks.class.getPackage().getImplementationVersion())
                        .orElse("development"));
        // In the terminal's own encoding, whatever it is.
        var out = new PrintWriter(System.out, true, System.out.charset());
        var err = new PrintWriter(System.err, true, System.err.charset());
        int code = run(machine, args, out, err);
        System.exit(code);
    }

    /** Runs one command; returns its exit code. */
    static int run(Machine machine, String[] args, PrintWriter out, PrintWriter err) {
        return Commands.of(machine, List.of(args)).setOut(out).setErr(err).execute(args);
    }

    /** Where a server that was started here keeps its tokens: as it was told, else here, else where the product lies. */
    static List<Path> directories(Map<String, String> environment, Optional<String> home) {
        var directories = new ArrayList<Path>();
        Optional.ofNullable(environment.get("KILLSWITCH_DATA_DIRECTORY"))
                .map(Path::of)
                .ifPresent(directories::add);
        directories.add(Path.of("data"));
        home.map(Path::of).map(path -> path.resolve("data")).ifPresent(directories::add);
        return directories;
    }

    /** Colours where a person looks on and does not object: https://no-color.org. */
    private static Machine.Ink ink(Map<String, String> environment) {
        // None where there is no terminal, or one that says so, by the Java's own choice.
        boolean looksOn = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
        return wanted && looksOn ? Machine.Ink.COLOURS : Machine.Ink.PLAIN;
    }

    private static String input() throws Stop {
        try {
            return new String(System.in.readNBytes(INPUT_MAX), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new Stop(Exit.USAGE, "cannot read standard input: " + unreadable.getMessage());
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
