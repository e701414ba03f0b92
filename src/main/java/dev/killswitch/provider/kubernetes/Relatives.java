package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Connection.Related;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Target;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The pods that belong to something: by their owners' uids, never by a selector that somebody else's pods fit too. */
final class Relatives {
    /** More than any one step should be about; past it we say so, and list none. */
    private static final int LISTED_MAX = 5_000;

    private final KubernetesCalls calls;

    Relatives(KubernetesCalls calls) {
        this.calls = calls;
    }

    private sealed interface Listed {
        record Items(List<JsonNode> items) implements Listed {
            public Items {
                items = List.copyOf(items);
            }
        }

        record No(String why) implements Listed {}
    }

    Related related(Target target, String kind, Instant deadline) {
        if (!kind.equals(Pod.KIND)) {
            return new Related.Found(List.of());
        }
        String[] parts = target.id().split("/", -1);
        return switch (target.kind()) {
            case Where.WORKLOAD -> ofWorkload(target, parts, deadline);
            case Where.NAMESPACE -> pods(target, Optional.of(target.id()), _ -> true, deadline);
            case Where.SERVICE_ACCOUNT ->
                pods(target, Optional.of(parts[0]), at("/spec/serviceAccountName", parts[1]), deadline);
            case Where.NODE -> pods(target, Optional.empty(), at("/spec/nodeName", target.id()), deadline);
            default -> new Related.Found(List.of());
        };
    }

    private static Predicate<JsonNode> at(String pointer, String value) {
        return pod -> pod.at(pointer).asText().equals(value);
    }

    private Related ofWorkload(Target target, String[] parts, Instant deadline) {
        var owners = new HashSet<>(Set.of(target.uid()));
        ResourceKind between = switch (parts[1]) {
            case "Deployment" -> ResourceKind.REPLICA_SET;
            case "CronJob" -> ResourceKind.JOB;
            default -> null;
        };
        if (between != null) {
            switch (list(between, Optional.of(parts[0]), deadline)) {
                case Listed.Items found ->
                    found.items().stream()
                            .filter(one -> isOwned(one, Set.of(target.uid())))
                            .forEach(one -> owners.add(one.at("/metadata/uid").asText()));
                case Listed.No no -> {
                    return new Related.Unreachable(no.why());
                }
            }
        }
        return pods(target, Optional.of(parts[0]), pod -> isOwned(pod, owners), deadline);
    }

    private static boolean isOwned(JsonNode object, Set<String> owners) {
        return object.at("/metadata/ownerReferences")
                .valueStream()
                .anyMatch(one -> owners.contains(one.path("uid").asText()));
    }

    private Related pods(Target target, Optional<String> namespace, Predicate<JsonNode> wanted, Instant deadline) {
        return switch (list(ResourceKind.POD, namespace, deadline)) {
            case Listed.Items found ->
                new Related.Found(found.items().stream()
                        .filter(wanted)
                        .map(Pod::read)
                        .filter(pod -> !pod.isOver())
                        .map(pod -> new Reference(
                                target.connection(),
                                Pod.KIND,
                                pod.namespace() + "/" + pod.name(),
                                Map.of("uid", pod.uid())))
                        .toList());
            case Listed.No no -> new Related.Unreachable(no.why());
        };
    }

    private Listed list(ResourceKind kind, Optional<String> namespace, Instant deadline) {
        ObjectPath path = ObjectPath.all(kind, namespace).with("limit", Integer.toString(LISTED_MAX));
        return switch (calls.get(path, kind.permission("list"), deadline)) {
            case Got.Found list
            when list.object().at("/metadata/continue").asText().isEmpty() ->
                new Listed.Items(list.object().path("items").valueStream().toList());
            case Got.Found _ -> new Listed.No("there are more than " + LISTED_MAX + " " + kind.plural());
            case Got.Missing _ -> new Listed.No("the API server has no " + kind.plural());
            case Got.Denied denied -> new Listed.No("no permission " + denied.permission());
            case Got.Away away -> new Listed.No(away.why());
        };
    }
}
