package dev.killswitch.servers;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Which servers this machine has, each looked for once, and which of them the tests asked for. */
final class Servers {
    private static final Map<Server, Located> LOCATED = new ConcurrentHashMap<>();

    private Servers() {}

    /** Where {@code server} is. Ends the test where it is nowhere: skipped, or failed where servers are required. */
    static Located.Found need(Server server) {
        Uses.record(server);
        return switch (LOCATED.computeIfAbsent(server, Server::locate)) {
            case Located.Found found -> found;
            case Located.Missing(String why) -> {
                if (System.getProperty("servers", "found").equals("required")) {
                    Assertions.fail("the server %s is required, and missing: %s", server.called(), why);
                }
                Assumptions.abort("the server " + server.called() + " is missing: " + why);
                throw new AssertionError("unreachable");
            }
        };
    }

    /** Null where no test asked for it. */
    static Map<Server, Located> located() {
        return Map.copyOf(LOCATED);
    }

    /** One server for a whole run: started when first asked for. A start that failed is not tried again. */
    static final class Shared<T> {
        private final Supplier<T> start;
        private Supplier<T> started;

        Shared(Supplier<T> start) {
            this.start = start;
            this.started = this::first;
        }

        synchronized T instance() {
            return started.get();
        }

        private T first() {
            try {
                T instance = start.get();
                started = () -> instance;
                return instance;
            } catch (IllegalStateException e) {
                started = () -> {
                    throw new IllegalStateException("did not start before: " + e.getMessage(), e);
                };
                throw e;
            }
        }
    }
}
