package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Call;
import dev.killswitch.provider.kubernetes.DenyObject.Force;
import dev.killswitch.provider.kubernetes.Lists.Listed;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What both versions of the cluster-wide policies of the network policy API share. */
final class AdminTier {
    /** Plugins that have carried one of them out; whether this version does, only its word on our object tells. */
    private static final Set<NetworkPlugin> IMPLEMENTERS =
            Set.of(NetworkPlugin.CALICO, NetworkPlugin.ANTREA, NetworkPlugin.OVN_KUBERNETES, NetworkPlugin.KINDNET);

    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

    private AdminTier() {}

    static List<String> permissions(ResourceKind resource) {
        return List.of(
                resource.permission("get"),
                resource.permission("list"),
                resource.permission("watch"),
                resource.permission("create"),
                resource.permission("patch"),
                resource.permission("delete"));
    }

    /**
     * A deny that goes before all others of its tier. On the way in only pods can be named: what comes from outside the
     * cluster, or from nodes, is for the NetworkPolicy beside it.
     */
    static void fill(ObjectNode spec, Which which) {
        spec.put("priority", 0);
        ObjectNode pods = spec.putObject("subject").putObject("pods");
        pods.set("namespaceSelector", namespaces(which));
        pods.set("podSelector", which.podSelector());
        peers(spec.putArray("ingress"), "from");
        ArrayNode to = peers(spec.putArray("egress"), "to");
        to.addObject().putArray("networks").add("0.0.0.0/0").add("::/0");
    }

    /** By the label that the control plane itself sets on each namespace, and nobody changes. */
    static ObjectNode namespaces(Which which) {
        ObjectNode selector = KubernetesCalls.JSON.createObjectNode();
        if (!(which instanceof Which.Labelled)) {
            selector.putObject("matchLabels").put(NAMESPACE_NAME, which.namespace());
        }
        return selector;
    }

    private static ArrayNode peers(ArrayNode rules, String field) {
        ArrayNode peers = rules.addObject()
                .put("name", "killswitch")
                .put("action", "Deny")
                .putArray(field);
        peers.addObject().putObject("namespaces");
        return peers;
    }

    /** That the API is served does not mean that anybody carries it out. */
    static Optional<Force> unconfirmed(JsonNode own, Discovered discovered) {
        JsonNode conditions = own.at("/status/conditions");
        if (!conditions.isEmpty()) {
            return conditions
                            .valueStream()
                            .allMatch(one -> one.path("status").asText().equals("True"))
                    ? Optional.empty()
                    : Optional.of(new Force.Doubtful("whoever carries it out says that it is not ready"));
        }
        return discovered
                        .plugin()
                        .filter(one -> IMPLEMENTERS.contains(one.kind()))
                        .isPresent()
                ? Optional.of(new Force.NotYet("nobody has said yet that it is carried out"))
                : Optional.of(new Force.Doubtful("nobody has said that it is carried out"));
    }

    /** Of two with one priority nobody knows which goes first. */
    static Optional<String> rival(Lists lists, ResourceKind resource, Call call, Predicate<JsonNode> sameTier) {
        return switch (lists.list(resource, Optional.empty(), call.deadline())) {
            case Listed.No no ->
                Optional.of("others of its kind cannot be seen: " + no.not().text());
            case Listed.Items all ->
                all.items().stream()
                        .filter(one -> !Marks.isOurs(one))
                        .filter(sameTier)
                        .map(one -> one.at("/metadata/name").asText())
                        .findFirst()
                        .map(name -> resource.kind() + " " + name + " goes before it, or has the same priority");
        };
    }

    /** What a deny of these leaves open: what comes in from elsewhere than a pod. */
    static Optional<Opening> left(Opening opening) {
        return opening.direction() == Withdrawal.Direction.EGRESS || !opening.isToOutside()
                ? Optional.empty()
                : opening.without(peer -> !peer.has("ipBlock"));
    }
}
