package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Profile.Measurement;
import dev.killswitch.action.Profile.Saw;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a canary saw of a cluster's network.
 *
 * @param at when it was isolated
 * @param of what it was measured of
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
        Makeup of,
        List<String> closed,
        List<String> open,
        List<String> untried,
        Duration slowest,
        Known severs,
        Known isolatesOne,
        Known filtersOwnNode,
        Known restores) {
    private static final String CLUSTER = "cluster";
    private static final String PLUGIN = "network-plugin";
    private static final String APIS = "policy-apis";
    private static final String CLOSED = "closed";
    private static final String OPEN = "stays-open";
    private static final String UNTRIED = "not-tried";
    private static final String SLOWEST = "refuses-new-within-ms";
    private static final String SEVERS = "severs-open-connections";
    private static final String ISOLATES_ONE = "isolates-one-replica";
    private static final String FILTERS_OWN_NODE = "filters-own-node";
    private static final String RESTORES = "restores";

    /** To the millisecond, as the record has it, so that it is the same one again. */
    Measured {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        closed = List.copyOf(closed);
        open = List.copyOf(open);
        untried = List.copyOf(untried);
    }

    /** Whether anything was carried out at all. */
    boolean enforces() {
        return !closed.isEmpty();
    }

    /** For the record. */
    Measurement told() {
        return new Measurement(
                at,
                Map.of(CLUSTER, of.cluster(), PLUGIN, of.plugin(), APIS, of.apis()),
                List.of(
                        new Saw(CLOSED, closed),
                        new Saw(OPEN, open),
                        new Saw(UNTRIED, untried),
                        new Saw(SLOWEST, List.of(Long.toString(slowest.toMillis()))),
                        new Saw(SEVERS, List.of(severs.word())),
                        new Saw(ISOLATES_ONE, List.of(isolatesOne.word())),
                        new Saw(FILTERS_OWN_NODE, List.of(filtersOwnNode.word())),
                        new Saw(RESTORES, List.of(restores.word()))));
    }

    /** Empty where it is not whole, or does not say of which cluster it is. */
    static Optional<Measured> recalled(Measurement told) {
        var saw = new HashMap<String, List<String>>();
        told.saw().forEach(one -> saw.put(one.what(), one.is()));
        String cluster = told.of().getOrDefault(CLUSTER, "");
        String plugin = told.of().get(PLUGIN);
        String apis = told.of().get(APIS);
        List<String> closed = saw.get(CLOSED);
        List<String> open = saw.get(OPEN);
        List<String> untried = saw.get(UNTRIED);
        String slowest = only(saw, SLOWEST);
        if (cluster.isEmpty() || plugin == null || apis == null || !slowest.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        if (closed == null || open == null || untried == null) {
            return Optional.empty();
        }
        return Optional.of(new Measured(
                told.at(),
                new Makeup(cluster, plugin, apis),
                closed,
                open,
                untried,
                Duration.ofMillis(Long.parseLong(slowest)),
                known(saw, SEVERS),
                known(saw, ISOLATES_ONE),
                known(saw, FILTERS_OWN_NODE),
                known(saw, RESTORES)));
    }

    private static String only(Map<String, List<String>> saw, String what) {
        List<String> is = saw.getOrDefault(what, List.of());
        return is.size() == 1 ? is.getFirst() : "";
    }

    private static Known known(Map<String, List<String>> saw, String what) {
        return switch (only(saw, what)) {
            case "yes" -> Known.YES;
            case "no" -> Known.NO;
            default -> Known.UNKNOWN;
        };
    }
}
