package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Call;
import dev.killswitch.action.Released;
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;
import dev.killswitch.provider.kubernetes.ObjectLook.Why;
import java.util.Optional;

/**
 * Lets those who share a binding keep what it gives, by a binding of our own beside it with the same role. It takes the
 * right to bind that role, which we may well not have. Thread-safe.
 */
final class CoSubjects {
    private static final String PREFIX = "ks-keep-";

    private final KubernetesCalls calls;
    private final ObjectLook look;

    CoSubjects(KubernetesCalls calls) {
        this.calls = calls;
        this.look = new ObjectLook(calls);
    }

    /** Those of {@code binding} besides {@code subject}, as they are written there. */
    static ArrayNode of(JsonNode binding, RbacSubject subject) {
        ArrayNode others = KubernetesCalls.JSON.createArrayNode();
        binding.path("subjects")
                .valueStream()
                .filter(one -> RbacSubject.of(one).filter(subject::equals).isEmpty())
                .forEach(others::add);
        return others;
    }

    /** Follows from the uid of the binding that goes. */
    static String name(Call call) {
        return PREFIX + call.target().uid();
    }

    private static ObjectPath all(Call call) {
        Where where = Where.of(call.target());
        return ObjectPath.all(where.kind(), where.namespace());
    }

    private static ObjectPath path(Call call) {
        Where where = Where.of(call.target());
        return new Where(where.kind(), where.namespace(), name(call)).path();
    }

    /** Writes nothing: says what making it would answer. */
    Wrote rehearse(Call call, JsonNode kept, RbacSubject subject) {
        return create(call, all(call).with("dryRun", "All"), kept, subject);
    }

    Wrote make(Call call, JsonNode kept, RbacSubject subject) {
        return create(call, all(call), kept, subject);
    }

    private Wrote create(Call call, ObjectPath path, JsonNode kept, RbacSubject subject) {
        ResourceKind kind = Where.of(call.target()).kind();
        ObjectNode binding = KubernetesCalls.JSON
                .createObjectNode()
                .put("apiVersion", kind.apiVersion())
                .put("kind", kind.kind());
        ObjectNode metadata = binding.putObject("metadata").put("name", name(call));
        metadata.putObject("labels").put(Marks.MANAGED_BY, Marks.US).put(Marks.CONTAINMENT, Marks.value(call));
        metadata.putObject("annotations").put(Marks.NOTE, Note.text(call));
        binding.set("roleRef", kept.path("roleRef"));
        binding.set("subjects", of(kept, subject));
        return calls.create(path, binding, kind.permission("create"), call.deadline());
    }

    /** Empty where it is gone, or never was, or is nobody of ours; else why it is still there. */
    Optional<Released> unmake(Call call) {
        ResourceKind kind = Where.of(call.target()).kind();
        return switch (look.object(path(call), kind, call)) {
            case Seen.Not not when not.why() == Why.GONE -> Optional.empty();
            case Seen.Not not -> Optional.of(not.released());
            case Seen.There there when !Marks.isOurs(there.object()) -> Optional.empty();
            case Seen.There there ->
                switch (calls.delete(
                        path(call),
                        Deletion.options(ObjectLook.uid(there.object())),
                        kind.permission("delete"),
                        call.deadline())) {
                    case Wrote.Done _, Wrote.Missing _ -> Optional.empty();
                    case Wrote.Conflict _, Wrote.Invalid _ -> Optional.of(new Released.Retry("it changed meanwhile"));
                    case Wrote.Failed failed -> Optional.of(new Released.Retry(failed.why()));
                };
        };
    }
}
