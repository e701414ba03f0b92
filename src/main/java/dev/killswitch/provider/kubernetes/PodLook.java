package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Reads a pod and what stands around it. Thread-safe. */
final class PodLook {
    private static final String GET = ResourceKind.POD.permission("get");
    private static final String LIST = ResourceKind.NETWORK_POLICY.permission("list");

    private static final Set<ResourceKind> READABLE =
            Set.of(ResourceKind.REPLICA_SET, ResourceKind.STATEFUL_SET, ResourceKind.DAEMON_SET);

    /** As many as may be between being found and being looked at. */
    private static final int OWNERS_MAX = 2_000;

    private final KubernetesCalls calls;
    private final Ourselves ourselves;
    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Pod.Owner> owners = new ConcurrentHashMap<>();

    PodLook(KubernetesCalls calls, Ourselves ourselves) {
        this.calls = calls;
        this.ourselves = ourselves;
    }

    /** An answer on its way, and whose it will be. */
    private record Ahead(Optional<Pod.Owner> of, CompletableFuture<Got> got) {}

    /** Takes note of a pod that was found, so that its owner can be read at the same time as the pod. */
    void found(Pod pod) {
        if (owners.size() >= OWNERS_MAX) {
            owners.clear();
        }
        pod.owner().ifPresent(owner -> owners.put(pod.uid(), owner));
    }

    private Ahead ahead(Call call) {
        Optional<Pod.Owner> owner = Optional.ofNullable(owners.get(call.target().uid()));
        Optional<ResourceKind> kind = owner.flatMap(PodLook::readable);
        return new Ahead(
                kind.isEmpty() ? Optional.empty() : owner,
                kind.isEmpty()
                        ? CompletableFuture.completedFuture(new Got.Missing())
                        : CompletableFuture.supplyAsync(() -> ask(call, owner.get(), kind.get()), threads));
    }

    /** A look at the pod of the target's uid; one of the same name and another uid is not it. */
    sealed interface Seen {
        /** What was not asked for is empty. */
        record There(Pod pod, List<Policy> policies, Owned owned) implements Seen {
            public There {
                policies = List.copyOf(policies);
            }
        }

        record Gone(String why) implements Seen {}

        record Denied(String permission) implements Seen {}

        record Away(String why) implements Seen {}
    }

    /** A look at a pod's controller. */
    sealed interface Owned {
        /**
         * What it is to the pod.
         *
         * @param keepsLabels whether the pod has to keep its labels, since its controller could not replace it
         * @param replaces whether its controller makes another pod once it is let go
         * @param workload the controller as a target of ours is called; empty where it may not be its own
         */
        record Known(boolean keepsLabels, boolean replaces, Map<String, Integer> blast, Optional<String> workload)
                implements Owned {
            static final Known BARE = new Known(false, false, Map.of("pods", 1), Optional.empty());

            public Known {
                blast = Map.copyOf(blast);
            }
        }

        record Denied(String permission) implements Owned {}

        record Away(String why) implements Owned {}
    }

    /** Where a target of ours stands. Its id has been checked when it was found. */
    record Place(String namespace, String name) {
        static Place of(Call call) {
            String[] parts = call.target().id().split("/", -1);
            if (parts.length != 2) {
                throw new IllegalArgumentException("a pod's id must be namespace/name");
            }
            return new Place(parts[0], parts[1]);
        }
    }

    ObjectPath path(Call call) {
        Place place = Place.of(call);
        return ObjectPath.pod(place.namespace(), place.name());
    }

    boolean isOurselves(Pod pod) {
        return ourselves.is(pod);
    }

    Seen pod(Call call) {
        return seen(call, calls.get(path(call), GET, call.deadline()), List.of(), _ -> Owned.Known.BARE);
    }

    Seen podAndOwner(Call call) {
        Ahead ahead = ahead(call);
        Got pod = calls.get(path(call), GET, call.deadline());
        return seen(call, pod, List.of(), found -> owner(call, found, ahead));
    }

    Seen podAndPolicies(Call call) {
        return around(call, _ -> Owned.Known.BARE);
    }

    Seen podPoliciesAndOwner(Call call) {
        Ahead ahead = ahead(call);
        return around(call, found -> owner(call, found, ahead));
    }

    private Seen around(Call call, Function<Pod, Owned> owner) {
        ObjectPath all = ObjectPath.all(
                ResourceKind.NETWORK_POLICY, Optional.of(Place.of(call).namespace()));
        CompletableFuture<Got> policies =
                CompletableFuture.supplyAsync(() -> calls.get(all, LIST, call.deadline()), threads);
        Got pod = calls.get(path(call), GET, call.deadline());
        return switch (policies.join()) {
            case Got.Found list -> seen(call, pod, Policy.readAll(list.object()), owner);
            case Got.Missing _ -> new Seen.Away("the API server has no network policies");
            case Got.Denied denied -> new Seen.Denied(denied.permission());
            case Got.Away away -> new Seen.Away(away.why());
        };
    }

    private static Seen seen(Call call, Got got, List<Policy> policies, Function<Pod, Owned> owner) {
        return switch (got) {
            case Got.Found found -> {
                Pod pod = Pod.read(found.object());
                yield pod.uid().equals(call.target().uid())
                        ? new Seen.There(pod, policies, owner.apply(pod))
                        : new Seen.Gone("another pod has its name now");
            }
            case Got.Missing _ -> new Seen.Gone("no such pod");
            case Got.Denied denied -> new Seen.Denied(denied.permission());
            case Got.Away away -> new Seen.Away(away.why());
        };
    }

    /** An owner that is not there, or of another uid, is a claim of whoever wrote the pod: the pod counts as bare. */
    private Owned owner(Call call, Pod pod, Ahead ahead) {
        if (pod.owner().isEmpty()) {
            return Owned.Known.BARE;
        }
        Pod.Owner owner = pod.owner().get();
        Optional<ResourceKind> kind = readable(owner);
        if (kind.isEmpty()) {
            return new Owned.Known(false, true, Map.of("pods", 1), Optional.empty());
        }
        Got got = ahead.of().equals(pod.owner()) ? ahead.got().join() : ask(call, owner, kind.get());
        return switch (got) {
            case Got.Found found
            when found.object().at("/metadata/uid").asText().equals(owner.uid()) ->
                known(pod, kind.get(), found.object());
            case Got.Found _, Got.Missing _ -> Owned.Known.BARE;
            case Got.Denied denied -> new Owned.Denied(denied.permission());
            case Got.Away away -> new Owned.Away(away.why());
        };
    }

    private Got ask(Call call, Pod.Owner owner, ResourceKind kind) {
        ObjectPath path = ObjectPath.in(kind, Place.of(call).namespace(), owner.name());
        return calls.get(path, kind.permission("get"), call.deadline());
    }

    private static Optional<ResourceKind> readable(Pod.Owner owner) {
        return ResourceKind.workload(owner.kind())
                .filter(one -> one.apiVersion().equals(owner.apiVersion()))
                .filter(READABLE::contains)
                .filter(_ -> Names.isName(owner.name()));
    }

    private static Owned known(Pod pod, ResourceKind kind, JsonNode owner) {
        int ready = owner.at(kind == ResourceKind.DAEMON_SET ? "/status/numberReady" : "/status/readyReplicas")
                .asInt();
        Map<String, Integer> blast = Map.of("pods", 1, "replicas-left", Math.max(0, ready - 1));
        boolean replaces = kind == ResourceKind.REPLICA_SET;
        // A reference can be written by whoever may write the pod; a name, once given, by nobody.
        boolean made = pod.name().startsWith(owner.at("/metadata/name").asText() + "-")
                && Selector.read(owner.at("/spec/selector")).fits(pod.labels());
        Optional<String> workload = made
                ? Optional.of(pod.namespace() + "/" + kind.kind() + "/"
                        + owner.at("/metadata/name").asText())
                : Optional.empty();
        return new Owned.Known(!replaces && made, replaces, blast, workload);
    }
}
