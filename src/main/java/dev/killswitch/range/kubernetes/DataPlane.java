package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The network that the range has no packets for: it remembers which pods policies closed, and since when, and writes what
 * a pod that probes it would have written. Used by one thread at a time.
 */
final class DataPlane {
    private static final Duration STEP = Duration.ofMillis(250);

    /** How long the network takes to follow. */
    private static final Duration FOLLOWS = Duration.ofMillis(300);

    /** How long a probe waits for a connection that is dropped. */
    private static final Duration DROPPED = Duration.ofSeconds(1);

    /** Clocks of nodes are never the same. */
    private static final Duration AHEAD_OF_NODE_B = Duration.ofMillis(2_300);

    /** As long as any probe is watched. */
    private static final int STEPS_MAX = 4 * 60 * 20;

    private static final int CHANGES_MAX = 200;

    private final Objects objects;
    private final Clock clock;
    private final Deque<Change> changes = new ArrayDeque<>();
    private volatile Network network = Network.CUTS;

    DataPlane(Objects objects, Clock clock) {
        this.objects = objects;
        this.clock = clock;
    }

    /** The pods that were closed from then on, by namespace and name. */
    private record Change(Instant at, Set<String> closed) {}

    private record Probe(ObjectNode pod, Map<String, String> targets, boolean holds) {}

    void become(Network next) {
        network = next;
    }

    /** Takes note of what policies select now. */
    void look() {
        Set<String> closed = objects.all(Resource.PODS).stream()
                .filter(this::isClosed)
                .map(DataPlane::key)
                .collect(Collectors.toCollection(HashSet::new));
        if (changes.isEmpty() || !changes.getLast().closed().equals(closed)) {
            changes.addLast(new Change(clock.instant(), closed));
            if (changes.size() > CHANGES_MAX) {
                changes.removeFirst();
            }
        }
    }

    /** As far as the range goes: a policy with no rules closes what it selects. */
    private boolean isClosed(ObjectNode pod) {
        return objects
                .in(Resource.NETWORK_POLICIES, pod.at("/metadata/namespace").asText())
                .stream()
                .anyMatch(policy -> policy.at("/spec/ingress").isEmpty()
                        && policy.at("/spec/egress").isEmpty()
                        && policy.at("/spec/policyTypes").size() == 2
                        && Selectors.matches(policy.at("/spec/podSelector"), pod.at("/metadata/labels")));
    }

    private static String key(JsonNode pod) {
        return pod.at("/metadata/namespace").asText() + "/"
                + pod.at("/metadata/name").asText();
    }

    /** Empty for a pod that probes nothing. */
    Optional<String> log(ObjectNode pod) {
        return probe(pod).map(this::log);
    }

    private static Optional<Probe> probe(ObjectNode pod) {
        var targets = new TreeMap<String, String>();
        boolean holds = false;
        for (JsonNode variable : pod.at("/spec/containers/0/env")) {
            String value = variable.path("value").asText();
            switch (variable.path("name").asText()) {
                case "TARGETS" ->
                    List.of(value.split(" ", -1)).stream()
                            .filter(one -> one.contains("="))
                            .forEach(one -> targets.put(
                                    one.substring(0, one.indexOf('=')),
                                    one.substring(one.indexOf('=') + 1).replaceFirst(":[0-9]+$", "")));
                case "HELD" -> holds = !value.isEmpty();
                default -> {
                    // Not a probe's.
                }
            }
        }
        return targets.isEmpty() ? Optional.empty() : Optional.of(new Probe(pod, targets, holds));
    }

    private String log(Probe probe) {
        Instant now = clock.instant();
        Duration ahead = probe.pod().at("/spec/nodeName").asText().equals("node-b") ? AHEAD_OF_NODE_B : Duration.ZERO;
        var lines = new TreeMap<Instant, StringBuilder>();
        Instant at = Instant.parse(probe.pod().at("/status/startTime").asText());
        for (int step = 1; step <= STEPS_MAX && !at.isAfter(now); step++) {
            for (var target : probe.targets().entrySet()) {
                String words = target.getKey() + " " + step;
                boolean open = isOpen(probe.pod(), target.getValue(), at);
                Instant told = open ? at : at.plus(DROPPED);
                write(lines, at.plus(ahead), "try " + words);
                if (!told.isAfter(now)) {
                    write(lines, told.plus(ahead), (open ? "ok " : "no ") + words);
                }
            }
            if (probe.holds() && isHeld(probe.pod(), at)) {
                write(lines, at.plus(ahead), "beat");
            }
            at = at.plus(STEP);
        }
        return String.join("", lines.values());
    }

    private static void write(Map<Instant, StringBuilder> lines, Instant at, String words) {
        lines.computeIfAbsent(at, _ -> new StringBuilder())
                .append(at)
                .append(' ')
                .append(words)
                .append('\n');
    }

    private boolean isHeld(ObjectNode pod, Instant at) {
        return switch (network) {
            case KEEPS, IGNORES -> true;
            case CUTS, CUTS_BUT_FOR_THE_NODE, CUTS_BETWEEN_NODES, CUTS_REPLICAS_TOGETHER -> !isClosed(pod, at);
            case DEAD -> false;
        };
    }

    private boolean isOpen(ObjectNode pod, String address, Instant at) {
        Optional<ObjectNode> other = objects.all(Resource.PODS).stream()
                .filter(one -> one.at("/status/podIP").asText().equals(address))
                .findFirst();
        boolean closed =
                isClosed(pod, at) || other.filter(one -> isClosed(one, at)).isPresent();
        return switch (network) {
            case CUTS, KEEPS, CUTS_REPLICAS_TOGETHER -> !closed;
            case CUTS_BUT_FOR_THE_NODE -> !closed || other.isEmpty();
            case CUTS_BETWEEN_NODES ->
                !closed || other.filter(one -> isOnNodeOf(one, pod)).isPresent();
            case IGNORES -> true;
            case DEAD -> false;
        };
    }

    private static boolean isOnNodeOf(ObjectNode one, ObjectNode other) {
        return one.at("/spec/nodeName").equals(other.at("/spec/nodeName"));
    }

    private boolean isClosed(ObjectNode pod, Instant at) {
        Set<String> closed = Set.of();
        for (Iterator<Change> each = changes.iterator(); each.hasNext(); ) {
            Change change = each.next();
            if (change.at().plus(FOLLOWS).isAfter(at)) {
                break;
            }
            closed = change.closed();
        }
        String key = key(pod);
        return closed.contains(key)
                || (network == Network.CUTS_REPLICAS_TOGETHER
                        && closed.stream().anyMatch(one -> owner(one).equals(owner(key))));
    }

    private static String owner(String key) {
        int last = key.lastIndexOf('-');
        return last < 0 ? key : key.substring(0, last);
    }
}
