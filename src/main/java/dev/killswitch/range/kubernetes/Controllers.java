package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the controllers of a cluster would do a moment later, done at once: ReplicaSets and StatefulSets adopt, let go,
 * replace and trim their pods; Jobs start theirs and delete them when suspended; a new pod runs; each namespace has its
 * default account; what lost its last owner is collected. No schedule of a CronJob comes, and no pod of a Job ends by itself.
 */
final class Controllers {
    /** The letters that generated names are made of. */
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private static final List<Resource> POD_OWNERS =
            List.of(Resource.REPLICA_SETS, Resource.STATEFUL_SETS, Resource.JOBS);

    /** Oldest first; addresses are given out in order, and never twice. */
    private static final Comparator<ObjectNode> AGE = Comparator.comparingLong(
            pod -> PodRunner.number(pod.at("/status/podIP").asText()));

    private final Objects objects;
    private final PodRunner runner;

    Controllers(Objects objects, Clock clock) {
        this.objects = objects;
        this.runner = new PodRunner(objects, clock);
    }

    void reconcile() {
        GitOps.reconcile(objects);
        collectOrphans();
        Quotas.reconcile(objects);
        makeDefaultAccounts();
        LegacyTokens.reconcile(objects);
        Policies.reconcile(objects);
        objects.all(Resource.DEPLOYMENTS).forEach(this::passOnReplicas);
        for (Resource kind : POD_OWNERS) {
            objects.all(kind).forEach(owner -> reconcile(kind, owner));
        }
        objects.all(Resource.DEPLOYMENTS).forEach(this::countReplicas);
        Evictions.reconcile(objects);
    }

    private void makeDefaultAccounts() {
        for (ObjectNode namespace : objects.all(Resource.NAMESPACES)) {
            if (objects.get(Resource.SERVICE_ACCOUNTS, name(namespace), "default")
                    .isEmpty()) {
                ObjectNode account = Objects.JSON.createObjectNode();
                account.withObject("/metadata").put("name", "default");
                objects.add(Resource.SERVICE_ACCOUNTS, name(namespace), account);
            }
        }
    }

    private void collectOrphans() {
        Set<String> alive = new HashSet<>();
        Resource.known().forEach(kind -> objects.all(kind).forEach(one -> alive.add(uid(one))));
        for (Resource kind : Resource.known().toList()) {
            for (ObjectNode one : objects.all(kind)) {
                JsonNode owners = one.at("/metadata/ownerReferences");
                if (!owners.isEmpty()
                        && owners.valueStream()
                                .noneMatch(owner ->
                                        alive.contains(owner.path("uid").asText()))) {
                    objects.remove(kind, one);
                }
            }
        }
    }

    private void passOnReplicas(ObjectNode deployment) {
        for (ObjectNode set : objects.in(Resource.REPLICA_SETS, namespace(deployment))) {
            if (isOwnedBy(set, deployment)) {
                ObjectNode scaled = set.deepCopy();
                scaled.withObject("/spec").set("replicas", deployment.at("/spec/replicas"));
                objects.put(Resource.REPLICA_SETS, scaled);
            }
        }
    }

    private void countReplicas(ObjectNode deployment) {
        int there = objects.in(Resource.REPLICA_SETS, namespace(deployment)).stream()
                .filter(set -> isOwnedBy(set, deployment))
                .mapToInt(set -> set.at("/status/replicas").asInt())
                .sum();
        count(Resource.DEPLOYMENTS, deployment, there);
    }

    private void count(Resource kind, ObjectNode owner, int there) {
        ObjectNode seen = owner.deepCopy();
        seen.withObject("/status").put("replicas", there).put("readyReplicas", there);
        objects.put(kind, seen);
    }

    private void reconcile(Resource kind, ObjectNode owner) {
        JsonNode selector = owner.at("/spec/selector");
        for (ObjectNode pod : objects.in(Resource.PODS, namespace(owner))) {
            boolean fits = Selectors.matches(selector, pod.at("/metadata/labels"));
            boolean owned = isOwnedBy(pod, owner);
            boolean free = pod.at("/metadata/ownerReferences").isEmpty()
                    && !pod.at("/metadata").has("deletionTimestamp");
            if (owned && !fits) {
                ObjectNode freed = pod.deepCopy();
                freed.withObject("/metadata").remove("ownerReferences");
                objects.put(Resource.PODS, freed);
            } else if (!owned && fits && free) {
                ObjectNode adopted = pod.deepCopy();
                own(adopted, owner);
                objects.put(Resource.PODS, adopted);
            }
        }
        int wanted = kind.equals(Resource.JOBS)
                ? Jobs.wanted(owner)
                : owner.at("/spec/replicas").asInt(1);
        if (kind.equals(Resource.STATEFUL_SETS)) {
            fillByName(owner, wanted);
        } else {
            fillByNumber(owner, wanted);
        }
        int there = (int) owned(owner).count();
        if (kind.equals(Resource.JOBS)) {
            objects.put(kind, Jobs.seen(owner, there));
        } else {
            count(kind, owner, there);
        }
    }

    private void fillByNumber(ObjectNode owner, int wanted) {
        List<ObjectNode> pods = owned(owner).sorted(AGE).toList();
        for (int surplus = wanted; surplus < pods.size(); surplus++) {
            objects.remove(Resource.PODS, pods.get(surplus));
        }
        for (int missing = pods.size(); missing < wanted; missing++) {
            make(owner, name(owner) + "-" + suffix(objects.next()));
        }
    }

    private void fillByName(ObjectNode owner, int wanted) {
        for (int ordinal = 0; ordinal < wanted; ordinal++) {
            String name = name(owner) + "-" + ordinal;
            if (objects.get(Resource.PODS, namespace(owner), name).isEmpty()) {
                make(owner, name);
            }
        }
        owned(owner)
                .filter(pod -> ordinal(name(pod)) >= wanted)
                .toList()
                .forEach(pod -> objects.remove(Resource.PODS, pod));
    }

    private static long ordinal(String pod) {
        String last = pod.substring(pod.lastIndexOf('-') + 1);
        return last.matches("[0-9]{1,9}") ? Long.parseLong(last) : -1;
    }

    private void make(ObjectNode owner, String name) {
        JsonNode template = owner.at("/spec/template");
        if (Quotas.isFull(objects, namespace(owner)) || Policies.refuse(objects, template)) {
            return;
        }
        ObjectNode pod = Objects.JSON.createObjectNode();
        pod.set("metadata", template.path("metadata").deepCopy());
        pod.set("spec", template.path("spec").deepCopy());
        pod.withObject("/metadata").put("name", name);
        own(pod, owner);
        runner.run(objects.add(Resource.PODS, namespace(owner), pod));
    }

    /** A new pod gets a node and an address, and runs. */
    ObjectNode run(ObjectNode pod) {
        return runner.run(pod);
    }

    private Stream<ObjectNode> owned(ObjectNode owner) {
        return objects.in(Resource.PODS, namespace(owner)).stream()
                .filter(pod -> isOwnedBy(pod, owner) && !pod.at("/metadata").has("deletionTimestamp"));
    }

    static void own(ObjectNode object, ObjectNode owner) {
        object.withObject("/metadata")
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", owner.path("apiVersion").asText())
                .put("kind", owner.path("kind").asText())
                .put("name", name(owner))
                .put("uid", uid(owner))
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }

    private static boolean isOwnedBy(ObjectNode object, ObjectNode owner) {
        Optional<JsonNode> reference = object.at("/metadata/ownerReferences")
                .valueStream()
                .filter(one -> one.path("uid").asText().equals(uid(owner)))
                .findFirst();
        return reference.isPresent();
    }

    private static String suffix(long number) {
        var text = new StringBuilder();
        // Spread, so that neighbours do not look alike.
        long left = Math.floorMod(number * 7_919_173L, 14_348_907L);
        for (int letter = 0; letter < 5; letter++) {
            text.append(LETTERS.charAt((int) (left % LETTERS.length())));
            left /= LETTERS.length();
        }
        return text.toString();
    }

    private static String name(ObjectNode object) {
        return object.at("/metadata/name").asText();
    }

    private static String namespace(ObjectNode object) {
        return object.at("/metadata/namespace").asText();
    }

    private static String uid(ObjectNode object) {
        return object.at("/metadata/uid").asText();
    }
}
