package dev.killswitch.engine;

import dev.killswitch.action.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The connections that are configured now, by name. Whoever has found one may use it to the end of what he does: one that
 * is no longer configured is closed when nobody can be at work with it any more. Thread-safe.
 */
public final class Connections implements AutoCloseable {
    /** Longer than a step with its retries, and than its proof after it. */
    static final Duration USED_AT_MOST = Duration.ofMinutes(15);

    private volatile Map<String, Connection> byName;
    private final List<Retired> retired = new ArrayList<>();

    public Connections(Map<String, Connection> byName) {
        this.byName = Map.copyOf(byName);
    }

    private record Retired(Connection connection, Instant since) {}

    public Optional<Connection> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public List<Connection> all() {
        return List.copyOf(byName.values());
    }

    /** From here on these are the ones; what is found from now on is of them. */
    public synchronized void replace(Map<String, Connection> fresh, Instant now) {
        Map<String, Connection> before = byName;
        byName = Map.copyOf(fresh);
        before.forEach((name, connection) -> {
            if (!connection.equals(byName.get(name))) {
                retired.add(new Retired(connection, now));
            }
        });
    }

    /** Closes those that nobody uses any more. */
    synchronized void closeRetired(Instant now) {
        close(old -> !old.since().plus(USED_AT_MOST).isAfter(now));
    }

    private void close(Predicate<Retired> which) {
        retired.stream().filter(which).forEach(old -> old.connection().close());
        retired.removeIf(which);
    }

    @Override
    public synchronized void close() {
        close(_ -> true);
        byName.values().forEach(Connection::close);
    }
}
