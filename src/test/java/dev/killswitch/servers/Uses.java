package dev.killswitch.servers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Counts the tests that ran against each server, and ends a run of integration tests with one table. A class that asked
 * for a server counts with all of its tests. Found by {@link java.util.ServiceLoader}.
 */
public final class Uses implements TestExecutionListener {
    private static final Map<Server, Set<String>> CLASSES = Collections.synchronizedMap(new EnumMap<>(Server.class));
    private static final Map<String, Integer> TESTS = new HashMap<>();
    private static volatile String running = "";

    /** Notes that the class which runs now asked for {@code server}. */
    static void record(Server server) {
        CLASSES.computeIfAbsent(server, _ -> Collections.synchronizedSet(new HashSet<>()))
                .add(running);
    }

    @Override
    public void executionStarted(TestIdentifier identifier) {
        identifier
                .getSource()
                .map(Uses::classOf)
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> running = name);
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        if (identifier.isTest() && result.getStatus() != TestExecutionResult.Status.ABORTED) {
            TESTS.merge(identifier.getSource().map(Uses::classOf).orElse(""), 1, Integer::sum);
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        // A run of fast tests asks for none.
        if (!Servers.located().isEmpty()) {
            System.out.println(table());
        }
    }

    private static String classOf(TestSource source) {
        return switch (source) {
            case ClassSource type -> type.getClassName();
            case MethodSource method -> method.getClassName();
            default -> "";
        };
    }

    static String table() {
        Map<Server, Located> located = Servers.located();
        List<String> lines = new ArrayList<>();
        lines.add("%-14s %-10s %s".formatted("SERVER", "VERSION", "TESTS"));
        for (Server server : Server.values()) {
            Located where = located.get(server);
            if (where instanceof Located.Found(var _, String version)) {
                lines.add("%-14s %-10s %d".formatted(server.called(), version, tests(server)));
            } else if (where instanceof Located.Missing(String why)) {
                lines.add("%-14s %-10s missing: %s".formatted(server.called(), "-", why));
            } else {
                lines.add("%-14s %-10s no test asked for it".formatted(server.called(), "-"));
            }
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static int tests(Server server) {
        return CLASSES.getOrDefault(server, Set.of()).stream()
                .mapToInt(name -> TESTS.getOrDefault(name, 0))
                .sum();
    }
}
