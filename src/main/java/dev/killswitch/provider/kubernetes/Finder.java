package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import java.time.Instant;
import java.util.Optional;

/** From what alerts and people say to live objects. Thread-safe. */
final class Finder {
    private static final String ACCOUNT = "system:serviceaccount:";

    private final KubernetesCalls calls;
    private final PodLook look;
    private final PodFinder pods;
    private final TokenFinder tokens;

    Finder(KubernetesCalls calls, PodLook look, PodFinder pods, TokenFinder tokens) {
        this.calls = calls;
        this.tokens = tokens;
        this.look = look;
        this.pods = pods;
    }

    Resolved resolve(Reference reference, Instant deadline) {
        Optional<Where> where = Where.of(reference.kind(), name(reference));
        if (where.isPresent()) {
            return one(reference, where.get(), deadline);
        }
        if (reference.kind().equals(TokenFinder.KIND)) {
            return tokens.find(reference, deadline);
        }
        if (reference.kind().equals(Subject.KIND)) {
            return Subject.of(reference.id())
                    .map(subject -> subject(reference, subject, deadline))
                    .orElseGet(() -> new Resolved.Nothing(Subject.FORMS));
        }
        if (reference.kind().equals(Image.KIND)) {
            return Image.of(reference.id())
                    .<Resolved>map(image -> new Resolved.Found(
                            new Target(reference.connection(), reference.kind(), reference.id(), image.uid()),
                            Resolved.By.NAME))
                    .orElseGet(() -> new Resolved.Nothing(Image.FORMS));
        }
        return trait(reference)
                .map(trait -> pods.find(reference, trait, deadline))
                .orElseGet(Resolved.Nothing::new);
    }

    /** An account as the API server calls its users is one by its name. */
    private static String name(Reference reference) {
        return reference.kind().equals(Where.SERVICE_ACCOUNT) && reference.id().startsWith(ACCOUNT)
                ? reference.id().substring(ACCOUNT.length()).replaceFirst(":", "/")
                : reference.id();
    }

    private static Optional<PodTrait> trait(Reference reference) {
        if (!reference.kind().equals(Pod.KIND)) {
            return Optional.empty();
        }
        return PodTrait.read(reference.id())
                .or(() -> Optional.ofNullable(reference.scope().get("ip")).flatMap(PodTrait::address));
    }

    private Resolved one(Reference reference, Where where, Instant deadline) {
        return switch (read(where, deadline)) {
            case Got.Found found -> pinned(reference, name(reference), found.object());
            case Got.Missing _ -> missing(reference, where, deadline);
            case Got.Denied denied ->
                served(where.kind(), deadline) == Known.NO
                        ? notServed(where.kind())
                        : new Resolved.Refused("no permission " + denied.permission());
            case Got.Away away -> new Resolved.Unreachable(away.why());
        };
    }

    private Resolved missing(Reference reference, Where where, Instant deadline) {
        ResourceKind kind = where.kind();
        return switch (served(kind, deadline)) {
            case YES -> staticPod(reference, where, deadline);
            case NO -> notServed(kind);
            case UNKNOWN ->
                new Resolved.Nothing("no such " + kind.word() + ", or no " + kind.plural() + "." + kind.group() + " "
                        + kind.version() + " in this cluster at all");
        };
    }

    private static Resolved notServed(ResourceKind kind) {
        return new Resolved.Nothing("the cluster serves no " + kind.plural() + " of " + kind.apiVersion() + ": "
                + (kind == ResourceKind.ARGO_APPLICATION ? "Argo CD" : "Flux")
                + " is not installed there, or in a version that has others");
    }

    /**
     * Of what Argo CD or Flux brings along, the kind itself may be missing: then it is no matter of names, nor of rights, which
     * a server refuses of kinds that it does not know, too.
     */
    private Known served(ResourceKind kind, Instant deadline) {
        if (ResourceKind.gitOps(kind.kind()).isEmpty()) {
            return Known.YES;
        }
        return switch (calls.get(new ObjectPath(kind.base()), "get " + kind.base(), deadline)) {
            case Got.Found all ->
                Known.of(all.object()
                        .path("resources")
                        .valueStream()
                        .anyMatch(one -> one.path("name").asText().equals(kind.plural())));
            case Got.Missing _ -> Known.NO;
            case Got.Denied _, Got.Away _ -> Known.UNKNOWN;
        };
    }

    /** Who is meant by name is the same whoever has the name: the uid follows from it. */
    private Resolved subject(Reference reference, Subject subject, Instant deadline) {
        Target target = new Target(reference.connection(), reference.kind(), reference.id(), subject.uid());
        return subject.account().isEmpty()
                ? new Resolved.Found(target)
                : switch (one(reference, subject.account().get(), deadline)) {
                    case Resolved.Found _ -> new Resolved.Found(target);
                    case Resolved not -> not;
                };
    }

    private Got read(Where where, Instant deadline) {
        Got got = calls.get(where.path(), where.kind().permission("get"), deadline);
        if (where.kind() == ResourceKind.POD && got instanceof Got.Found found) {
            look.found(Pod.read(found.object()));
        }
        return got;
    }

    /** A node's own pod stands in the API with the node's name behind its own, which the alert may not know. */
    private Resolved staticPod(Reference reference, Where where, Instant deadline) {
        String node = reference.scope().getOrDefault("node", "");
        Optional<Where> qualified = node.isEmpty() ? Optional.empty() : Where.of(Pod.KIND, reference.id() + "-" + node);
        return where.kind() == ResourceKind.POD
                        && qualified.isPresent()
                        && read(qualified.get(), deadline) instanceof Got.Found found
                        && !IndexedPod.hash(found.object()).isEmpty()
                ? pinned(reference, reference.id() + "-" + node, found.object())
                : new Resolved.Nothing();
    }

    /**
     * Where the alert says which uid it means, a successor of the same name is not it. What its node calls a static pod is
     * no uid of the API's, and means it all the same. Where it does not, what else it says must fit.
     */
    private static Resolved pinned(Reference reference, String id, JsonNode object) {
        String uid = ObjectLook.uid(object);
        boolean isPod = reference.kind().equals(Pod.KIND);
        String wanted = reference.scope().get("uid");
        Resolved found = new Resolved.Found(new Target(reference.connection(), reference.kind(), id, uid));
        if (wanted != null) {
            return wanted.equals(uid) || (isPod && wanted.equals(IndexedPod.hash(object)))
                    ? found
                    : new Resolved.Nothing("another one has its name now");
        }
        return isPod
                ? Meant.doubt(reference, object)
                        .<Resolved>map(Resolved.Refused::new)
                        .orElse(found)
                : found;
    }
}
