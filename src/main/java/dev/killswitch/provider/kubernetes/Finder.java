package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** From what alerts and people say to live objects. Thread-safe. */
final class Finder {
    private final KubernetesCalls calls;
    private final PodLook look;

    Finder(KubernetesCalls calls, PodLook look) {
        this.calls = calls;
        this.look = look;
    }

    Resolved resolve(Reference reference, Instant deadline) {
        Optional<String> address = Optional.ofNullable(reference.scope().get("ip"));
        Optional<Where> where = Where.of(reference.kind(), reference.id());
        if (where.isPresent()) {
            return one(reference, where.get(), deadline);
        }
        if (reference.kind().equals(Subject.KIND)) {
            return Subject.of(reference.id())
                    .map(subject -> subject(reference, subject, deadline))
                    .orElseGet(Resolved.Nothing::new);
        }
        if (reference.kind().equals(Image.KIND)) {
            return Image.of(reference.id())
                    .<Resolved>map(image -> new Resolved.Found(
                            new Target(reference.connection(), reference.kind(), reference.id(), image.uid())))
                    .orElseGet(Resolved.Nothing::new);
        }
        return reference.kind().equals(Pod.KIND) && address.isPresent()
                ? byAddress(reference, address.get(), deadline)
                : new Resolved.Nothing();
    }

    private Resolved one(Reference reference, Where where, Instant deadline) {
        return switch (calls.get(where.path(), where.kind().permission("get"), deadline)) {
            case Got.Found found -> {
                if (where.kind() == ResourceKind.POD) {
                    look.found(Pod.read(found.object()));
                }
                yield pinned(reference, found.object().at("/metadata/uid").asText());
            }
            case Got.Missing _ -> new Resolved.Nothing();
            case Got.Denied denied -> new Resolved.Refused("no permission " + denied.permission());
            case Got.Away away -> new Resolved.Unreachable(away.why());
        };
    }

    /** Who is meant by name is the same whoever has the name: the uid follows from it. */
    private Resolved subject(Reference reference, Subject subject, Instant deadline) {
        Target target =
                new Target(reference.connection(), reference.kind(), reference.id(), Names.digest(subject.username()));
        return subject.account().isEmpty()
                ? new Resolved.Found(target)
                : switch (one(reference, subject.account().get(), deadline)) {
                    case Resolved.Found _ -> new Resolved.Found(target);
                    case Resolved not -> not;
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
