package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Call;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Reads a pod and what stands around it. Thread-safe. */
final class PodLook {
    private static final String GET = ResourceKind.POD.permission("get");
    private static final String LIST = ResourceKind.NETWORK_POLICY.permission("list");

    private final KubernetesCalls calls;
    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();

    PodLook(KubernetesCalls calls) {
        this.calls = calls;
    }

    /** A look at the pod of the target's uid; one of the same name and another uid is not it. */
    sealed interface Seen {
        /** {@code policies} is empty where they were not asked for. */
        record There(Pod pod, List<Policy> policies) implements Seen {
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
         */
        record Known(boolean keepsLabels, boolean replaces, Map<String, Integer> blast) implements Owned {
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

    Seen pod(Call call) {
        return seen(call, calls.get(path(call), GET, call.deadline()), List.of());
    }

    Seen podAndPolicies(Call call) {
        ObjectPath all = ObjectPath.all(
                ResourceKind.NETWORK_POLICY, Optional.of(Place.of(call).namespace()));
        CompletableFuture<Got> policies =
                CompletableFuture.supplyAsync(() -> calls.get(all, LIST, call.deadline()), threads);
        Got pod = calls.get(path(call), GET, call.deadline());
        return switch (policies.join()) {
            case Got.Found list -> seen(call, pod, Policy.readAll(list.object()));
            case Got.Missing _ -> new Seen.Away("the API server has no network policies");
            case Got.Denied denied -> new Seen.Denied(denied.permission());
            case Got.Away away -> new Seen.Away(away.why());
        };
    }

    private static Seen seen(Call call, Got got, List<Policy> policies) {
        return switch (got) {
            case Got.Found found -> {
                Pod pod = Pod.read(found.object());
                yield pod.uid().equals(call.target().uid())
                        ? new Seen.There(pod, policies)
                        : new Seen.Gone("another pod has its name now");
            }
            case Got.Missing _ -> new Seen.Gone("no such pod");
            case Got.Denied denied -> new Seen.Denied(denied.permission());
            case Got.Away away -> new Seen.Away(away.why());
        };
    }

    /** An owner that is not there, or of another uid, is a claim of whoever wrote the pod: the pod counts as bare. */
    Owned owner(Pod pod, Instant deadline) {
        var bare = new Owned.Known(false, false, Map.of("pods", 1));
        if (pod.owner().isEmpty()) {
            return bare;
        }
        Pod.Owner owner = pod.owner().get();
        Optional<ResourceKind> kind = ResourceKind.workload(owner.kind())
                .filter(one -> one.apiVersion().equals(owner.apiVersion()))
                .filter(one -> one == ResourceKind.REPLICA_SET
                        || one == ResourceKind.STATEFUL_SET
                        || one == ResourceKind.DAEMON_SET);
        if (kind.isEmpty() || !Names.isName(owner.name())) {
            return new Owned.Known(false, true, Map.of("pods", 1));
        }
        ObjectPath path = ObjectPath.in(kind.get(), pod.namespace(), owner.name());
        return switch (calls.get(path, kind.get().permission("get"), deadline)) {
            case Got.Found found
            when found.object().at("/metadata/uid").asText().equals(owner.uid()) -> known(kind.get(), found.object());
            case Got.Found _, Got.Missing _ -> bare;
            case Got.Denied denied -> new Owned.Denied(denied.permission());
            case Got.Away away -> new Owned.Away(away.why());
        };
    }

    private static Owned known(ResourceKind kind, JsonNode owner) {
        boolean daemons = kind == ResourceKind.DAEMON_SET;
        int ready = owner.at(daemons ? "/status/numberReady" : "/status/readyReplicas")
                .asInt();
        boolean replaces = kind == ResourceKind.REPLICA_SET;
        return new Owned.Known(!replaces, replaces, Map.of("pods", 1, "replicas-left", Math.max(0, ready - 1)));
    }
}
