package dev.killswitch.cli;

import dev.killswitch.config.IdSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What surrounds a command: everything that a test gives otherwise.
 *
 * @param directories where a local server's data directory may lie, the likeliest first
 * @param ink whether a terminal shows what is printed
 * @param input what comes by standard input
 * @param version of this program
 */
record Machine(
        Map<String, String> environment,
        List<Path> directories,
        Ink ink,
        Clock clock,
        Pause pause,
        IdSource ids,
        Connector connector,
        Input input,
        String version) {
    Machine {
        environment = Map.copyOf(environment);
        directories = List.copyOf(directories);
    }

    /** A variable that is set to something. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** Opens the way to a server, sending {@code token} with each request. */
    interface Connector {
        Server open(URI base, Optional<String> token);
    }

    /** Is read to its end. */
    interface Input {
        String all() throws Stop;
    }

    /** Waits. */
    interface Pause {
        void of(Duration time);
    }

    /** What may be printed. */
    enum Ink {
        PLAIN,
        COLOURS
    }
}
