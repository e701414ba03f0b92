package dev.killswitch.assembly;

import dev.killswitch.action.Connection;
import dev.killswitch.web.Product;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Tells the log when a connection or a source begins to fail and when it is well again: once each, not at every call. */
final class TroubleLog {
    private static final Logger LOG = Logger.getLogger(TroubleLog.class);

    private final Product product;
    private final Map<String, String> failing = new ConcurrentHashMap<>();

    TroubleLog(Product product) {
        this.product = product;
    }

    void look() {
        for (Connection connection : product.connections().all()) {
            Optional<String> notReady = connection.notReady().map(_ -> "is not ready");
            note(
                    "connection=" + connection.name(),
                    notReady.or(() -> connection.unreachable().map(_ -> "does not answer")));
        }
        product.doors()
                .forEach((name, door) -> note(
                        "source=" + name,
                        door.proof().troubles().isEmpty()
                                ? Optional.empty()
                                : Optional.of("proves nobody: a secret cannot be read")));
    }

    private void note(String subject, Optional<String> trouble) {
        String before = trouble.isEmpty() ? failing.remove(subject) : failing.put(subject, trouble.get());
        if (trouble.isPresent() && !trouble.get().equals(before)) {
            LOG.warnf("%s %s: /q/health/armed says why", subject, trouble.get());
        } else if (trouble.isEmpty() && before != null) {
            LOG.infof("%s is well again", subject);
        }
    }
}
