package dev.killswitch.provider.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a canary saw of a cluster's network.
 *
 * @param at when it was isolated
 * @param build of the network plugin then; blank where its DaemonSet could not be seen
 * @param closed the ways that new connections were refused on while it was isolated, in words
 * @param open those that stayed open
 * @param untried those that nothing can be said of, and why
 * @param slowest how long the last of the closed took
 * @param severs whether connections that were open before ended
 * @param isolatesOne whether a pod beside it, that was not isolated, went on as before
 * @param filtersOwnNode whether it reached its own node no more
 * @param restores whether all was open again once it was released
 */
record Measured(
        Instant at,
        String build,
        List<String> closed,
        List<String> open,
        List<String> untried,
        Duration slowest,
        Known severs,
        Known isolatesOne,
        Known filtersOwnNode,
        Known restores) {
    Measured {
        closed = List.copyOf(closed);
        open = List.copyOf(open);
        untried = List.copyOf(untried);
    }

    /** Whether anything was carried out at all. */
    boolean enforces() {
        return !closed.isEmpty();
    }
}
