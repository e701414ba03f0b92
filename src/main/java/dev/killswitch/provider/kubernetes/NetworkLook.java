package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.provider.kubernetes.Discovered.Plugin;
import dev.killswitch.provider.kubernetes.Discovered.Plugins;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks a cluster's API what its network is made of. Reads only; thread-safe. */
final class NetworkLook {
    private static final String LIST = ResourceKind.DAEMON_SET.permission("list");
    private static final String DISCOVER = "get /apis";

    /** What we have a use for, of all groups that a cluster may serve. */
    private static final List<String> GROUPS = Stream.concat(
                    Stream.of(DenyApi.values()).map(DenyApi::groupVersion),
                    Stream.of(Discovered.POLICY_API, Discovered.AWS, Discovered.OVN))
            .toList();

    /** As old as the cluster, and never made anew. */
    private static final ObjectPath SYSTEM = ObjectPath.ofCluster(ResourceKind.NAMESPACE, "kube-system");

    /** Where plugins install their DaemonSets; one of the same name elsewhere is anybody's. */
    private static final List<String> NAMESPACES = List.of(
            "kube-system",
            "calico-system",
            "cilium",
            "kube-flannel",
            "kube-router",
            "ovn-kubernetes",
            "openshift-ovn-kubernetes");

    /** More DaemonSets in one namespace of a cluster's own are no plugin's doing. */
    private static final String LISTED_MAX = "200";

    private static final String AWS_AGENT = "aws-eks-nodeagent";
    private static final String AWS_ENFORCES = "--enable-network-policy=true";

    private final KubernetesCalls calls;
    private final Clock clock;

    NetworkLook(KubernetesCalls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /** What a look came to. */
    sealed interface Looked {
        record Whole(Discovered discovered) implements Looked {}

        record No(String why) implements Looked {}
    }

    private sealed interface Served {
        record Groups(Map<String, Set<String>> served) implements Served {}

        record No(String why) implements Served {}
    }

    Looked look(Instant deadline) {
        return switch (served(deadline)) {
            case Served.No no -> new Looked.No(no.why());
            case Served.Groups groups -> plugins(groups.served(), deadline);
        };
    }

    private Served served(Instant deadline) {
        Got groups = calls.get(new ObjectPath("/apis"), DISCOVER, deadline);
        if (!(groups instanceof Got.Found all)) {
            return new Served.No(why(groups));
        }
        Set<String> there = all.object()
                .path("groups")
                .valueStream()
                .flatMap(group -> group.path("versions").valueStream())
                .map(version -> version.path("groupVersion").asText())
                .collect(Collectors.toSet());
        var served = new HashMap<String, Set<String>>();
        for (String group : GROUPS) {
            if (!there.contains(group)) {
                continue;
            }
            Got resources = calls.get(new ObjectPath("/apis/" + group), DISCOVER, deadline);
            if (resources instanceof Got.Away away) {
                return new Served.No(away.why());
            }
            if (resources instanceof Got.Found found) {
                served.put(group, names(found.object()));
            }
        }
        return new Served.Groups(served);
    }

    private static Set<String> names(JsonNode resources) {
        return resources
                .path("resources")
                .valueStream()
                .map(one -> one.path("name").asText())
                .filter(name -> !name.contains("/"))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Looked plugins(Map<String, Set<String>> served, Instant deadline) {
        var found = new ArrayList<Plugin>();
        for (String namespace : NAMESPACES) {
            ObjectPath path = ObjectPath.all(ResourceKind.DAEMON_SET, Optional.of(namespace))
                    .with("limit", LISTED_MAX);
            switch (calls.get(path, LIST, deadline)) {
                case Got.Found list ->
                    list.object()
                            .path("items")
                            .valueStream()
                            .flatMap(one -> plugin(one).stream())
                            .forEach(found::add);
                case Got.Missing _ -> {
                    // The namespace is not there, and so is no plugin.
                }
                case Got.Denied denied -> {
                    return whole(served, new Plugins.Hidden(denied.permission()), deadline);
                }
                case Got.Away away -> {
                    return new Looked.No(away.why());
                }
            }
        }
        return whole(served, new Plugins.Seen(found.stream().min(Comparator.comparing(Plugin::kind))), deadline);
    }

    private Looked whole(Map<String, Set<String>> served, Plugins plugins, Instant deadline) {
        return switch (calls.get(SYSTEM, ResourceKind.NAMESPACE.permission("get"), deadline)) {
            case Got.Found found ->
                new Looked.Whole(new Discovered(served, plugins, ObjectLook.uid(found.object()), clock.instant()));
            case Got.Missing _, Got.Denied _ -> new Looked.Whole(new Discovered(served, plugins, "", clock.instant()));
            case Got.Away away -> new Looked.No(away.why());
        };
    }

    private static Optional<Plugin> plugin(JsonNode daemonSet) {
        JsonNode metadata = daemonSet.path("metadata");
        String name = metadata.path("name").asText();
        List<JsonNode> containers =
                daemonSet.at("/spec/template/spec/containers").valueStream().toList();
        String build = containers.stream()
                .map(one -> one.path("image").asText())
                .sorted()
                .collect(Collectors.joining(" "));
        return NetworkPlugin.of(name)
                .map(kind -> new Plugin(
                        kind,
                        kind == NetworkPlugin.AWS_VPC_CNI ? awsEnforces(containers) : kind.enforces(),
                        metadata.path("namespace").asText() + "/" + name,
                        build));
    }

    private static Known awsEnforces(List<JsonNode> containers) {
        return Known.of(containers.stream()
                .filter(one -> one.path("name").asText().equals(AWS_AGENT))
                .flatMap(one -> one.path("args").valueStream())
                .anyMatch(arg -> arg.asText().equals(AWS_ENFORCES)));
    }

    private static String why(Got got) {
        return switch (got) {
            case Got.Away away -> away.why();
            case Got.Denied denied -> "no permission " + denied.permission();
            case Got.Missing _ -> "the API server does not say what it serves";
            case Got.Found _ -> "the API server does not say what it serves";
        };
    }
}
