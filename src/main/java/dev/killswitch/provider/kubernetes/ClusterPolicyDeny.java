package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Call;
import java.util.List;
import java.util.Optional;

/** A ClusterNetworkPolicy, in the tier that comes before all NetworkPolicies. */
final class ClusterPolicyDeny implements DenyObject {
    private static final String TIER = "Admin";

    private final Lists lists;

    ClusterPolicyDeny(KubernetesCalls calls) {
        this.lists = new Lists(calls);
    }

    @Override
    public DenyApi api() {
        return DenyApi.CLUSTER_NETWORK_POLICY;
    }

    @Override
    public ResourceKind resource() {
        return ResourceKind.CLUSTER_POLICY;
    }

    @Override
    public List<String> permissions() {
        return AdminTier.permissions(resource());
    }

    @Override
    public ObjectNode spec(Which which) {
        ObjectNode spec = KubernetesCalls.JSON.createObjectNode().put("tier", TIER);
        AdminTier.fill(spec, which);
        return spec;
    }

    @Override
    public Force force(Call call, Which which, JsonNode own, Discovered discovered) {
        return AdminTier.unconfirmed(own, discovered)
                .orElseGet(() -> Force.unless(AdminTier.rival(lists, resource(), call, ClusterPolicyDeny::isFirst)));
    }

    private static boolean isFirst(JsonNode policy) {
        return policy.at("/spec/tier").asText().equals(TIER)
                && policy.at("/spec/priority").asInt() <= 0;
    }

    @Override
    public Optional<Opening> left(Opening opening) {
        return AdminTier.left(opening);
    }
}
