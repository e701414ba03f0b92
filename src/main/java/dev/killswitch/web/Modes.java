package dev.killswitch.web;

import dev.killswitch.plan.ConnectionSettings;
import dev.killswitch.plan.Mode;
import java.util.Map;
import java.util.TreeMap;

/**
 * What automation may do.
 *
 * @param connections each connection's own, before the lesser is taken
 */
record Modes(Mode everything, Map<String, Mode> connections) {
    private static final String EVERYTHING = "*";

    static Modes of(Product product) {
        Map<String, Mode> said = product.automation().modes();
        var connections = new TreeMap<String, Mode>();
        product.places().forEach((name, place) -> connections.put(name, said.getOrDefault(name, unsaid(place))));
        return new Modes(said.getOrDefault(EVERYTHING, Mode.ARMED), connections);
    }

    private static Mode unsaid(ConnectionSettings place) {
        return place.unsaid();
    }

    /** The lesser of both. */
    Mode effective(String connection) {
        return everything.lesser(connections.getOrDefault(connection, Mode.PAUSED));
    }
}
