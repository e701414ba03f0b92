package dev.killswitch.web;

import dev.killswitch.plan.Mode;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What automation may do.
 *
 * @param connections each connection's own, before the lesser is taken
 */
record Modes(Mode everything, Map<String, Mode> connections) {
    static Modes of(Product product) {
        var connections = new TreeMap<String, Mode>(product.automation().modes());
        Mode everything = Objects.requireNonNull(connections.get(Mode.EVERYTHING), "said of everything");
        connections.keySet().retainAll(product.places().keySet());
        return new Modes(everything, connections);
    }

    /** The lesser of both. */
    Mode effective(String connection) {
        return everything.lesser(connections.getOrDefault(connection, Mode.UNSAID));
    }
}
