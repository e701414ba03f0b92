package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Call;
import java.util.List;
import java.util.Optional;

/** An AdminNetworkPolicy, the older form of the cluster-wide deny. */
final class AdminPolicyDeny implements DenyObject {
    private final Lists lists;

    AdminPolicyDeny(KubernetesCalls calls) {
        this.lists = new Lists(calls);
    }

    @Override
    public DenyApi api() {
        return DenyApi.ADMIN_NETWORK_POLICY;
    }

    @Override
    public ResourceKind resource() {
        return ResourceKind.ADMIN_POLICY;
    }

    @Override
    public List<String> permissions() {
        return AdminTier.permissions(resource());
    }

    @Override
    public ObjectNode spec(Which which) {
        ObjectNode spec = KubernetesCalls.JSON.createObjectNode();
        AdminTier.fill(spec, which);
        return spec;
    }

    @Override
    public Force force(Call call, Which which, JsonNode own, Discovered discovered) {
        return AdminTier.unconfirmed(own, discovered)
                .orElseGet(() -> Force.unless(AdminTier.rival(lists, resource(), call, AdminPolicyDeny::isFirst)));
    }

    private static boolean isFirst(JsonNode policy) {
        return policy.at("/spec/priority").asInt() <= 0;
    }

    @Override
    public Optional<Opening> left(Opening opening) {
        return AdminTier.left(opening);
    }
}
