package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Call;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A CiliumNetworkPolicy that denies. Never {@code host}, {@code cluster} or {@code all} on the way in: the kubelet's probes
 * come from there, and a container whose probes fail is restarted, with what was in its memory. A label that Cilium's
 * identities leave out selects nothing.
 */
record CiliumDeny(KubernetesCalls calls) implements DenyObject {
    private static final ObjectPath CONFIG = ObjectPath.in(ResourceKind.CONFIG_MAP, "kube-system", "cilium-config");
    private static final String READ_CONFIG = ResourceKind.CONFIG_MAP.permission("get");
    private static final String READ_ENDPOINT = ResourceKind.CILIUM_ENDPOINT.permission("get");

    /** Every pod has it, whichever its namespace. */
    private static final String NAMESPACE_LABEL = "k8s:io.kubernetes.pod.namespace";

    private static final String OUR_IDENTITY = "k8s:" + Marks.QUARANTINE + "=";

    @Override
    public DenyApi api() {
        return DenyApi.CILIUM;
    }

    @Override
    public ResourceKind resource() {
        return ResourceKind.CILIUM_POLICY;
    }

    @Override
    public Optional<NetworkPlugin> plugin() {
        return Optional.of(NetworkPlugin.CILIUM);
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
                READ_ENDPOINT);
    }

    @Override
    public Optional<String> namespace(Which which) {
        return Optional.of(which.namespace());
    }

    @Override
    public ObjectNode spec(Which which) {
        ObjectNode spec = KubernetesCalls.JSON.createObjectNode();
        spec.set("endpointSelector", which.podSelector());
        var ingress = spec.putArray("ingressDeny");
        ingress.addObject()
                .putArray("fromEndpoints")
                .addObject()
                .putArray("matchExpressions")
                .addObject()
                .put("key", NAMESPACE_LABEL)
                .put("operator", "Exists");
        ingress.addObject().putArray("fromEntities").add("world").add("remote-node");
        spec.putArray("egressDeny").addObject().putArray("toEntities").add("all");
        return spec;
    }

    @Override
    public Optional<String> misfit(Call call, Which which) {
        String left =
                which.keys().filter(key -> !identities(call).have(key)).limit(5).collect(Collectors.joining(", "));
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of("Cilium's identities leave out labels that decide which pods are meant: " + left);
    }

    /** Those of a cluster that configured nothing, where it cannot be seen. */
    private CiliumIdentities identities(Call call) {
        return calls.get(CONFIG, READ_CONFIG, call.deadline()) instanceof Got.Found config
                ? CiliumIdentities.of(config.object().at("/data/labels").asText())
                : CiliumIdentities.DEFAULT;
    }

    @Override
    public Force force(Call call, Which which, JsonNode own, Discovered discovered) {
        Optional<String> doubt =
                DenyObject.unseen(NetworkPlugin.CILIUM, discovered).or(() -> misfit(call, which));
        if (doubt.isPresent()) {
            return new Force.Doubtful(doubt.get());
        }
        return switch (which) {
            case Which.All _ -> new Force.Certain();
            case Which.Selected _ -> Force.unless(unread(call));
            case Which.Labelled labelled -> ofPod(call, labelled);
        };
    }

    private Optional<String> unread(Call call) {
        return switch (calls.get(CONFIG, READ_CONFIG, call.deadline())) {
            case Got.Found _, Got.Missing _ -> Optional.empty();
            case Got.Denied denied ->
                Optional.of(
                        "which labels Cilium's identities have cannot be seen: no permission " + denied.permission());
            case Got.Away away -> Optional.of("which labels Cilium's identities have cannot be seen: " + away.why());
        };
    }

    /** Cilium's own word that it took our label up. */
    private Force ofPod(Call call, Which.Labelled which) {
        ObjectPath path = ObjectPath.in(ResourceKind.CILIUM_ENDPOINT, which.namespace(), which.pod());
        return switch (calls.get(path, READ_ENDPOINT, call.deadline())) {
            case Got.Found endpoint ->
                endpoint.object()
                                .at("/status/identity/labels")
                                .valueStream()
                                .anyMatch(label -> label.asText().startsWith(OUR_IDENTITY))
                        ? new Force.Certain()
                        : new Force.NotYet("the pod's identity in Cilium does not have our label");
            case Got.Missing _ -> new Force.Doubtful("the pod is no endpoint of Cilium");
            case Got.Denied denied -> new Force.Doubtful("no permission " + denied.permission());
            case Got.Away away -> new Force.Doubtful(away.why());
        };
    }
}
