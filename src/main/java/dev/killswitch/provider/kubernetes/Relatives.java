package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Connection.Related;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Target;
import dev.killswitch.provider.kubernetes.Lists.Listed;
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;
import dev.killswitch.provider.kubernetes.ObjectLook.Why;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pods, and of a CronJob the Jobs, that belong to something: by their owners' uids, never by a selector that somebody
 * else's pods fit too. They are listed anew each time and not taken from the index of pods: that is a moment behind, and
 * a pod that it has not heard of yet would stay open for good, since nothing that is looked at again tells of what is missing.
 */
final class Relatives {
    private final Lists lists;
    private final Bindings bindings;
    private final Ourselves ourselves;

    Relatives(KubernetesCalls calls, Ourselves ourselves) {
        this.lists = new Lists(calls);
        this.bindings = new Bindings(calls);
        this.ourselves = ourselves;
    }

    /** What the pods of a workload are owned by. */
    sealed interface Owners {
        record Known(Set<String> uids) implements Owners {
            public Known {
                uids = Set.copyOf(uids);
            }
        }

        record No(Seen.Not not) implements Owners {}
    }

    Related related(Target target, String kind, Instant deadline) {
        String[] parts = target.id().split("/", -1);
        if (kind.equals(Where.WORKLOAD)
                && target.kind().equals(Where.WORKLOAD)
                && parts[1].equals(ResourceKind.CRON_JOB.kind())) {
            return jobs(target, parts[0], deadline);
        }
        if (kind.equals(Where.ROLE_BINDING) && target.kind().equals(Subject.KIND)) {
            return bindings(target, deadline);
        }
        if (kind.equals(Where.NETWORK_POLICY) && target.kind().equals(Where.NAMESPACE)) {
            return openings(target, deadline);
        }
        if (!kind.equals(Pod.KIND)) {
            return new Related.Found(List.of());
        }
        return switch (target.kind()) {
            case Where.WORKLOAD -> ofWorkload(target, parts, deadline);
            case Where.NAMESPACE -> pods(target, Optional.of(target.id()), _ -> true, deadline);
            case Where.SERVICE_ACCOUNT ->
                pods(target, Optional.of(parts[0]), at("/spec/serviceAccountName", parts[1]), deadline);
            case Where.NODE -> bystanders(target, deadline);
            default -> new Related.Found(List.of());
        };
    }

    /** The policies of a namespace that let something through though all of its pods were denied both ways. */
    private Related openings(Target namespace, Instant deadline) {
        return switch (whole(ResourceKind.NETWORK_POLICY, Optional.of(namespace.id()), deadline)) {
            case Listed.No no -> unreachable(no.not());
            case Listed.Items policies -> {
                List<Policy> theirs = policies.items().stream()
                        .filter(one -> !Marks.isOurs(one))
                        .map(Policy::read)
                        .toList();
                Set<String> open =
                        Policy.residuals(theirs).stream().map(Opening::policy).collect(Collectors.toSet());
                yield new Related.Found(theirs.stream()
                        .filter(policy -> open.contains(policy.name()))
                        .map(policy -> new Reference(
                                namespace.connection(),
                                Where.NETWORK_POLICY,
                                namespace.id() + "/" + policy.name(),
                                Map.of("uid", policy.uid())))
                        .toList());
            }
        };
    }

    private static Predicate<JsonNode> at(String pointer, String value) {
        return pod -> pod.at(pointer).asText().equals(value);
    }

    private Related ofWorkload(Target target, String[] parts, Instant deadline) {
        return switch (owners(target, deadline)) {
            case Owners.Known owners ->
                pods(target, Optional.of(parts[0]), pod -> isOwned(pod, owners.uids()), deadline);
            case Owners.No no -> unreachable(no.not());
        };
    }

    /** The workload itself, and for one that makes others, such as a Deployment, those. */
    Owners owners(Target workload, Instant deadline) {
        String[] parts = workload.id().split("/", -1);
        ResourceKind between = switch (parts[1]) {
            case "Deployment" -> ResourceKind.REPLICA_SET;
            case "CronJob" -> ResourceKind.JOB;
            default -> null;
        };
        if (between == null) {
            return new Owners.Known(Set.of(workload.uid()));
        }
        return switch (whole(between, Optional.of(parts[0]), deadline)) {
            case Listed.Items found -> {
                var owners = new HashSet<>(Set.of(workload.uid()));
                found.items().stream()
                        .filter(one -> isOwned(one, Set.of(workload.uid())))
                        .forEach(one -> owners.add(ObjectLook.uid(one)));
                yield new Owners.Known(owners);
            }
            case Listed.No no -> new Owners.No(no.not());
        };
    }

    private static boolean isOwned(JsonNode object, Set<String> owners) {
        return object.at("/metadata/ownerReferences")
                .valueStream()
                .anyMatch(one -> owners.contains(one.path("uid").asText()));
    }

    private Related pods(Target target, Optional<String> namespace, Predicate<JsonNode> wanted, Instant deadline) {
        return switch (whole(ResourceKind.POD, namespace, deadline)) {
            case Listed.Items found ->
                found(target, found.items().stream().filter(wanted).map(Pod::read));
            case Listed.No no -> unreachable(no.not());
        };
    }

    /**
     * Those of a node that could as well live elsewhere: none that is isolated, which stays for whoever looks at it, none
     * that the node or a DaemonSet would put there again, and not ourselves. Whoever may write a pod may have it left there;
     * that exempts it from nothing, since to be moved contains nobody.
     */
    private Related bystanders(Target node, Instant deadline) {
        return switch (lists.onNode(node.id(), deadline)) {
            case Listed.Items found when !found.whole() -> unreachable(tooMany(ResourceKind.POD));
            case Listed.Items found ->
                found(
                        node,
                        found.items().stream()
                                .map(Pod::read)
                                .filter(pod -> !pod.isIsolated() && !pod.belongsToItsNode() && !ourselves.is(pod)));
            case Listed.No no -> unreachable(no.not());
        };
    }

    private static Related found(Target target, Stream<Pod> pods) {
        return new Related.Found(pods.filter(pod -> !pod.isOver())
                .map(pod -> new Reference(target.connection(), Pod.KIND, pod.id(), Map.of("uid", pod.uid())))
                .toList());
    }

    /** Those of a CronJob that have not ended. */
    private Related jobs(Target cronJob, String namespace, Instant deadline) {
        return switch (whole(ResourceKind.JOB, Optional.of(namespace), deadline)) {
            case Listed.Items found ->
                new Related.Found(found.items().stream()
                        .filter(job -> isOwned(job, Set.of(cronJob.uid())) && !isOver(job))
                        .map(job -> new Reference(
                                cronJob.connection(),
                                Where.WORKLOAD,
                                namespace + "/" + ResourceKind.JOB.kind() + "/"
                                        + job.at("/metadata/name").asText(),
                                Map.of("uid", ObjectLook.uid(job))))
                        .toList());
            case Listed.No no -> unreachable(no.not());
        };
    }

    private static boolean isOver(JsonNode job) {
        return job.at("/status/conditions")
                .valueStream()
                .anyMatch(one ->
                        Set.of("Complete", "Failed").contains(one.path("type").asText())
                                && one.path("status").asText().equals("True"));
    }

    /** Where there are too many we say so, and list none. */
    private Listed whole(ResourceKind kind, Optional<String> namespace, Instant deadline) {
        Listed listed = lists.list(kind, namespace, deadline);
        return listed instanceof Listed.Items items && !items.whole() ? new Listed.No(tooMany(kind)) : listed;
    }

    private static Seen.Not tooMany(ResourceKind kind) {
        return new Seen.Not(Why.AWAY, "there are more than " + Lists.LISTED_MAX + " " + kind.plural());
    }

    /** Those that name the subject itself: what it has by a group, the others of that group have too. */
    private Related bindings(Target target, Instant deadline) {
        Set<RbacSubject> subject =
                Set.copyOf(RbacSubject.of(target.id()).stream().toList());
        return switch (bindings.all(deadline)) {
            case Listed.Items all ->
                new Related.Found(all.items().stream()
                        .filter(one -> Bindings.isOf(one, subject))
                        .map(one -> new Reference(
                                target.connection(),
                                Where.ROLE_BINDING,
                                Bindings.id(one),
                                Map.of("uid", ObjectLook.uid(one))))
                        .toList());
            case Listed.No no -> unreachable(no.not());
        };
    }

    private static Related unreachable(Seen.Not not) {
        return new Related.Unreachable(not.why() == Why.DENIED ? "no permission " + not.text() : not.text());
    }
}
