package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Call;
import dev.killswitch.provider.kubernetes.Lists.Listed;
import java.util.List;
import java.util.Optional;

/**
 * A ClusterNetworkPolicy of Antrea, first in its tier {@code emergency}. That tier is the first of those that come with
 * Antrea; somebody may have made one before it.
 */
final class AntreaDeny implements DenyObject {
    private static final String TIER = "emergency";
    private static final int TIER_PRIORITY = 50;

    /** The least that Antrea takes. */
    private static final int FIRST = 1;

    private static final ResourceKind TIERS = ResourceKind.ANTREA_TIER;

    private final Lists lists;

    AntreaDeny(KubernetesCalls calls) {
        this.lists = new Lists(calls);
    }

    @Override
    public DenyApi api() {
        return DenyApi.ANTREA;
    }

    @Override
    public ResourceKind resource() {
        return ResourceKind.ANTREA_CLUSTER_POLICY;
    }

    @Override
    public Optional<NetworkPlugin> plugin() {
        return Optional.of(NetworkPlugin.ANTREA);
    }

    @Override
    public List<String> permissions() {
        return List.of(
                resource().permission("get"),
                resource().permission("list"),
                resource().permission("watch"),
                resource().permission("create"),
                resource().permission("patch"),
                resource().permission("delete"),
                ResourceKind.ANTREA_POLICY.permission("list"),
                TIERS.permission("list"));
    }

    @Override
    public ObjectNode spec(Which which) {
        ObjectNode spec =
                KubernetesCalls.JSON.createObjectNode().put("tier", TIER).put("priority", FIRST);
        ObjectNode to = spec.putArray("appliedTo").addObject();
        switch (which) {
            case Which.Labelled labelled -> to.set("podSelector", labelled.podSelector());
            case Which.All all -> to.set("namespaceSelector", AdminTier.namespaces(all));
            case Which.Selected selected -> {
                to.set("podSelector", selected.podSelector());
                to.set("namespaceSelector", AdminTier.namespaces(selected));
            }
        }
        // With no other end named, a rule is about all of them.
        spec.putArray("ingress").addObject().put("name", "killswitch").put("action", "Drop");
        spec.putArray("egress").addObject().put("name", "killswitch").put("action", "Drop");
        return spec;
    }

    @Override
    public Force force(Call call, Which which, JsonNode own, Discovered discovered) {
        return Force.unless(DenyObject.unseen(NetworkPlugin.ANTREA, discovered)
                .or(() -> earlierTier(call))
                .or(() -> AdminTier.rival(lists, resource(), call, AntreaDeny::isFirst))
                .or(() -> AdminTier.rival(lists, ResourceKind.ANTREA_POLICY, call, AntreaDeny::isFirst)));
    }

    private Optional<String> earlierTier(Call call) {
        return switch (lists.list(TIERS, Optional.empty(), call.deadline())) {
            case Listed.No no ->
                Optional.of("Antrea's tiers cannot be seen: " + no.not().text());
            case Listed.Items tiers ->
                tiers.items().stream()
                        .filter(tier -> !tier.at("/metadata/name").asText().equals(TIER))
                        .filter(tier -> tier.at("/spec/priority").asInt() <= TIER_PRIORITY)
                        .map(tier -> "the tier " + tier.at("/metadata/name").asText() + " comes before ours, and may"
                                + " allow first")
                        .findFirst();
        };
    }

    private static boolean isFirst(JsonNode policy) {
        return policy.at("/spec/tier").asText().equals(TIER)
                && policy.at("/spec/priority").asDouble() <= FIRST;
    }
}
