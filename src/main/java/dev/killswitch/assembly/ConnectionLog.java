package dev.killswitch.assembly;

import dev.killswitch.action.Connection;
import dev.killswitch.engine.Connections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Tells the log when a connection begins to fail and when it is well again: once each, not at every call. */
final class ConnectionLog {
    private static final Logger LOG = Logger.getLogger(ConnectionLog.class);

    private final Connections connections;
    private final Map<String, String> failing = new ConcurrentHashMap<>();

    ConnectionLog(Connections connections) {
        this.connections = connections;
    }

    void look() {
        for (Connection connection : connections.all()) {
            String name = connection.name();
            String trouble = connection
                    .notReady()
                    .map(_ -> "is not ready")
                    .or(() -> connection.unreachable().map(_ -> "does not answer"))
                    .orElse("");
            String before = trouble.isEmpty() ? failing.remove(name) : failing.put(name, trouble);
            if (!trouble.isEmpty() && !trouble.equals(before)) {
                LOG.warnf("connection=%s %s: /q/health/armed says why", name, trouble);
            } else if (trouble.isEmpty() && before != null) {
                LOG.infof("connection=%s is well again", name);
            }
        }
    }
}
