package dev.killswitch.cli;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** Ends a command before its time, with what to tell. Caught in one place, {@link Access}. */
final class Stop extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Exit exit;

    /** {@code lines} may hold text of others. */
    Stop(Exit exit, List<String> lines) {
        super(lines.stream().map(Printable::line).collect(Collectors.joining("\n")));
        this.exit = exit;
    }

    Stop(Exit exit, String line) {
        this(exit, List.of(line));
    }

    Exit exit() {
        return exit;
    }

    List<String> lines() {
        return String.valueOf(getMessage()).lines().toList();
    }
}
