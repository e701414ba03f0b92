package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.provider.kubernetes.Lists.Listed;
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;
import dev.killswitch.provider.kubernetes.ObjectLook.Why;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The bindings of roles, of all namespaces and of the cluster. Thread-safe. */
final class Bindings {
    static final List<ResourceKind> KINDS = List.of(ResourceKind.ROLE_BINDING, ResourceKind.CLUSTER_ROLE_BINDING);

    private final Lists lists;

    Bindings(KubernetesCalls calls) {
        this.lists = new Lists(calls);
    }

    /** All of them; where they are more than we list, we say so. */
    Listed all(Instant deadline) {
        var all = new ArrayList<JsonNode>();
        for (ResourceKind kind : KINDS) {
            switch (lists.list(kind, Optional.empty(), deadline)) {
                case Listed.No no -> {
                    return no;
                }
                case Listed.Items items
                when !items.whole() -> {
                    return new Listed.No(
                            new Seen.Not(Why.AWAY, "there are more than " + Lists.LISTED_MAX + " " + kind.plural()));
                }
                case Listed.Items items -> all.addAll(items.items());
            }
        }
        return new Listed.Items(all, true);
    }

    static boolean isOf(JsonNode binding, Collection<RbacSubject> anyOf) {
        return RbacSubject.all(binding).stream().anyMatch(anyOf::contains);
    }

    /** As a target is called. */
    static String id(JsonNode binding) {
        JsonNode metadata = binding.path("metadata");
        String namespace = metadata.path("namespace").asText();
        return (namespace.isEmpty() ? "" : namespace + "/")
                + metadata.path("name").asText();
    }
}
