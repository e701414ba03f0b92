package dev.killswitch.engine;

import dev.killswitch.action.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The connections that are configured, by name. Immutable; what it holds is thread-safe. */
public final class Connections {
    private final Map<String, Connection> byName;

    public Connections(Map<String, Connection> byName) {
        this.byName = Map.copyOf(byName);
    }

    public Optional<Connection> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public List<Connection> all() {
        return List.copyOf(byName.values());
    }
}
