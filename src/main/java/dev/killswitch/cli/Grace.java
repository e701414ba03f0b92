package dev.killswitch.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What only the end of a pod can be told. */
final class Grace {
    @Option(
            names = "--grace",
            paramLabel = "<seconds>",
            description = "How long its processes get to end themselves (default 1; with 0 nobody confirms their end).")
    @Nullable
    Integer seconds;

    void addTo(ObjectNode order) {
        if (seconds != null) {
            order.putObject("parameters").put("grace", seconds);
        }
    }
}
