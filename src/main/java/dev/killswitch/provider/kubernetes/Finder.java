package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** From what alerts and people say to live objects. Thread-safe. */
final class Finder {
    static final String WORKLOAD = "kubernetes.workload";

    private final KubernetesCalls calls;
    private final PodLook look;

    Finder(KubernetesCalls calls, PodLook look) {
        this.calls = calls;
        this.look = look;
    }

    Resolved resolve(Reference reference, Instant deadline) {
        String[] parts = reference.id().split("/", -1);
        Optional<String> address = Optional.ofNullable(reference.scope().get("ip"));
        return switch (reference.kind()) {
            case Pod.KIND ->
                address.isPresent() && parts.length != 2
                        ? byAddress(reference, address.get(), deadline)
                        : namespaced(reference, ResourceKind.POD, parts, deadline);
            case "kubernetes.serviceaccount" -> namespaced(reference, ResourceKind.SERVICE_ACCOUNT, parts, deadline);
            case "kubernetes.networkpolicy" -> namespaced(reference, ResourceKind.NETWORK_POLICY, parts, deadline);
            case WORKLOAD -> workload(reference, parts, deadline);
            case "kubernetes.namespace" -> ofCluster(reference, ResourceKind.NAMESPACE, deadline);
            case "kubernetes.node" -> ofCluster(reference, ResourceKind.NODE, deadline);
            default -> new Resolved.Nothing();
        };
    }

    private Resolved namespaced(Reference reference, ResourceKind kind, String[] parts, Instant deadline) {
        return parts.length == 2 && Names.isNamespace(parts[0]) && Names.isName(parts[1])
                ? one(reference, ObjectPath.in(kind, parts[0], parts[1]), kind, deadline)
                : new Resolved.Nothing();
    }

    private Resolved workload(Reference reference, String[] parts, Instant deadline) {
        if (parts.length != 3 || !Names.isNamespace(parts[0]) || !Names.isName(parts[2])) {
            return new Resolved.Nothing();
        }
        return ResourceKind.workload(parts[1])
                .map(kind -> one(reference, ObjectPath.in(kind, parts[0], parts[2]), kind, deadline))
                .orElseGet(Resolved.Nothing::new);
    }

    private Resolved ofCluster(Reference reference, ResourceKind kind, Instant deadline) {
        return Names.isName(reference.id())
                ? one(reference, ObjectPath.ofCluster(kind, reference.id()), kind, deadline)
                : new Resolved.Nothing();
    }

    private Resolved one(Reference reference, ObjectPath path, ResourceKind kind, Instant deadline) {
        return switch (calls.get(path, kind.permission("get"), deadline)) {
            case Got.Found found -> {
                if (kind == ResourceKind.POD) {
                    look.found(Pod.read(found.object()));
                }
                yield pinned(reference, found.object().at("/metadata/uid").asText());
            }
            case Got.Missing _ -> new Resolved.Nothing();
            case Got.Denied denied -> new Resolved.Refused("no permission " + denied.permission());
            case Got.Away away -> new Resolved.Unreachable(away.why());
        };
    }

    /** Where the alert says which uid it means, a successor of the same name is not it. */
    private static Resolved pinned(Reference reference, String uid) {
        String wanted = reference.scope().getOrDefault("uid", uid);
        return wanted.equals(uid)
                ? new Resolved.Found(new Target(reference.connection(), reference.kind(), reference.id(), uid))
                : new Resolved.Nothing();
    }

    /** A pod on its node's network shares the address with the node and others, so that an address never means it. */
    private Resolved byAddress(Reference reference, String address, Instant deadline) {
        if (!Names.isAddress(address)) {
            return new Resolved.Nothing();
        }
        ObjectPath all =
                ObjectPath.all(ResourceKind.POD, Optional.empty()).with("fieldSelector", "status.podIP=" + address);
        return switch (calls.get(all, ResourceKind.POD.permission("list"), deadline)) {
            case Got.Found list -> {
                List<Target> fit = list.object()
                        .path("items")
                        .valueStream()
                        .map(Pod::read)
                        .filter(pod -> !pod.hostNetwork() && !pod.isOver())
                        .peek(look::found)
                        .map(pod -> pod.target(reference.connection()))
                        .filter(one -> one.uid().equals(reference.scope().getOrDefault("uid", one.uid())))
                        .toList();
                yield switch (fit.size()) {
                    case 0 -> new Resolved.Nothing();
                    case 1 -> new Resolved.Found(fit.getFirst());
                    default -> new Resolved.Ambiguous(fit);
                };
            }
            case Got.Missing _ -> new Resolved.Nothing();
            case Got.Denied denied -> new Resolved.Refused("no permission " + denied.permission());
            case Got.Away away -> new Resolved.Unreachable(away.why());
        };
    }
}
