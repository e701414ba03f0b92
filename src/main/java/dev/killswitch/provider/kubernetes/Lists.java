package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;
import dev.killswitch.provider.kubernetes.ObjectLook.Why;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lists the objects of a kind, up to a bound, and says where there are more. Thread-safe. */
final class Lists {
    /** More than any one step should be about. */
    static final int LISTED_MAX = 5_000;

    private final KubernetesCalls calls;

    Lists(KubernetesCalls calls) {
        this.calls = calls;
    }

    /** What was listed. */
    sealed interface Listed {
        /** {@code whole} unless there are more than {@link #LISTED_MAX}. */
        record Items(List<JsonNode> items, boolean whole) implements Listed {
            public Items {
                items = List.copyOf(items);
            }
        }

        record No(Seen.Not not) implements Listed {}
    }

    /** Of all namespaces, where {@code namespace} is empty. */
    Listed list(ResourceKind kind, Optional<String> namespace, Instant deadline) {
        return list(kind, ObjectPath.all(kind, namespace), deadline);
    }

    /** The pods that a node has; {@code node} is a name that was checked. */
    Listed onNode(String node, Instant deadline) {
        ObjectPath path =
                ObjectPath.all(ResourceKind.POD, Optional.empty()).with("fieldSelector", "spec.nodeName=" + node);
        return list(ResourceKind.POD, path, deadline);
    }

    private Listed list(ResourceKind kind, ObjectPath all, Instant deadline) {
        ObjectPath path = all.with("limit", Integer.toString(LISTED_MAX));
        return switch (calls.get(path, kind.permission("list"), deadline)) {
            case Got.Found list ->
                new Listed.Items(
                        list.object().path("items").valueStream().toList(),
                        list.object().at("/metadata/continue").asText().isEmpty());
            case Got.Missing _ -> new Listed.No(new Seen.Not(Why.AWAY, "the API server has no " + kind.plural()));
            case Got.Denied denied -> new Listed.No(new Seen.Not(Why.DENIED, denied.permission()));
            case Got.Away away -> new Listed.No(new Seen.Not(Why.AWAY, away.why()));
        };
    }
}
