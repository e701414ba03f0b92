package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;
import dev.killswitch.provider.kubernetes.ObjectLook.Why;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Contains a target by one object of our own beside it, under a name that follows from the target, so that a second call
 * meets the first one's; a release deletes it. What differs from action to action is a {@link Kind}.
 */
final class OwnObject implements Action, Disturbances.Leaning {
    private static final int FORMAT = 1;

    /** Of one that is there, and that somebody edited. */
    private static final int EDITED = 2;

    private final KubernetesCalls calls;
    private final ObjectLook look;
    private final Kind kind;

    OwnObject(KubernetesCalls calls, Kind kind) {
        this.calls = calls;
        this.look = new ObjectLook(calls);
        this.kind = kind;
    }

    /** One kind of object, and what it does. Immutable. */
    interface Kind {
        ActionSpec spec();

        ResourceKind resource();

        /** The namespace of the object; empty for one of the cluster. */
        Optional<String> namespace(Call call);

        /** Without metadata. The same for the same call and target. */
        ObjectNode body(Call call, JsonNode target);

        /** The target, as {@link #refusal} and {@link #facts} judge it. */
        default Seen target(ObjectLook look, Call call) {
            return look.target(call);
        }

        /** Whether it is still there, before the write. */
        default Seen again(ObjectLook look, Call call) {
            return target(look, call);
        }

        default Optional<String> refusal(Call call, JsonNode target) {
            return Optional.empty();
        }

        Facts facts(Call call, JsonNode target);

        /** With what only a look around the target tells; where that look says otherwise, its answer. */
        default Inspected completed(Call call, JsonNode target, Inspected.Found found) {
            return found;
        }

        /** On an object that is there and as we made it. */
        Proof proof(Call call, JsonNode own);
    }

    @Override
    public ActionSpec spec() {
        return kind.spec();
    }

    /** Follows from the target's uid, which fits a name. */
    static String name(ActionSpec spec, Call call) {
        String action = spec.name().substring(spec.name().indexOf('.') + 1);
        return "killswitch-" + action + "-" + call.target().uid();
    }

    private String name(Call call) {
        return name(spec(), call);
    }

    private ObjectPath all(Call call) {
        return ObjectPath.all(kind.resource(), kind.namespace(call));
    }

    private ObjectPath path(Call call) {
        return kind.namespace(call)
                .map(namespace -> ObjectPath.in(kind.resource(), namespace, name(call)))
                .orElseGet(() -> ObjectPath.ofCluster(kind.resource(), name(call)));
    }

    @Override
    public List<Where> leansOn(Call call) {
        return List.of(new Where(kind.resource(), kind.namespace(call), name(call)));
    }

    private Seen own(Call call) {
        return look.object(path(call), kind.resource(), call);
    }

    @Override
    public Inspected inspect(Call call) {
        return switch (kind.target(look, call)) {
            case Seen.Not not -> not.inspected();
            case Seen.There there -> found(call, there.object());
        };
    }

    private Inspected found(Call call, JsonNode target) {
        Optional<String> refusal = kind.refusal(call, target);
        if (refusal.isPresent()) {
            return new Inspected.Refused(refusal.get());
        }
        return switch (own(call)) {
            case Seen.Not not when not.why() != Why.GONE -> not.inspected();
            case Seen.Not _ -> found(call, target, before(kind.body(call, target)), false);
            case Seen.There there
            when !Marks.isOurs(there.object()) ->
                new Inspected.Refused("an object that is not ours has the name " + name(call));
            case Seen.There there -> {
                ObjectNode body = kind.body(call, target);
                yield isAs(there.object(), body)
                        ? found(call, target, before(body), true)
                        : found(call, target, edited(there.object(), body), false);
            }
        };
    }

    private Inspected found(Call call, JsonNode target, Before before, boolean isSo) {
        return kind.completed(call, target, new Inspected.Found(before, kind.facts(call, target), Undo.EXACT, isSo));
    }

    static Before before(ObjectNode body) {
        return new Before(FORMAT, body.toString());
    }

    /** What somebody made of ours stands there by its digests: it is put right only where it is still that. */
    private static Before edited(JsonNode own, ObjectNode body) {
        ObjectNode before = KubernetesCalls.JSON.createObjectNode().put("uid", ObjectLook.uid(own));
        before.set("body", body);
        ObjectNode parts = before.putObject("edited");
        different(own, body).forEach(part -> parts.put(part, digest(own.path(part))));
        return new Before(EDITED, before.toString());
    }

    private static String digest(JsonNode part) {
        return part.isMissingNode() ? "" : Digest.of(part);
    }

    /** How we make it. */
    static JsonNode body(Before before) {
        return before.format() == EDITED ? Befores.read(before, EDITED).path("body") : Befores.read(before, FORMAT);
    }

    /** Whether each part of {@code body} stands in {@code own}, which the server has filled up with defaults. */
    private static boolean isAs(JsonNode own, JsonNode body) {
        return different(own, body).isEmpty();
    }

    private static List<String> different(JsonNode own, JsonNode body) {
        return body.propertyStream()
                .filter(part -> !part.getKey().equals("kind") && !part.getKey().equals("apiVersion"))
                .filter(part -> !own.path(part.getKey()).equals(part.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public Outcome apply(Call call, Before before) {
        return switch (kind.again(look, call)) {
            case Seen.Not not -> not.outcome();
            case Seen.There _ ->
                before.format() == EDITED
                        ? heal(call, Befores.read(before, EDITED))
                        : create(call, Befores.read(before, FORMAT));
        };
    }

    private Outcome heal(Call call, JsonNode before) {
        JsonNode body = before.path("body");
        return switch (own(call)) {
            case Seen.Not not when not.why() == Why.GONE -> create(call, body);
            case Seen.Not not -> not.outcome();
            case Seen.There there
            when Marks.isOurs(there.object()) && isAs(there.object(), body) -> new Outcome.AlreadyDone();
            case Seen.There there when isStill(there.object(), before) -> heal(call, there.object(), body);
            case Seen.There _ -> notAsMade(call);
        };
    }

    private static boolean isStill(JsonNode own, JsonNode before) {
        return Marks.isOurs(own)
                && before.path("uid").asText().equals(ObjectLook.uid(own))
                && different(own, before.path("body")).stream()
                        .allMatch(part ->
                                before.path("edited").path(part).asText().equals(digest(own.path(part))));
    }

    private Outcome heal(Call call, JsonNode own, JsonNode body) {
        var patch =
                new JsonPatch().testText("/metadata/uid", ObjectLook.uid(own)).testText(Marks.OURS, Marks.US);
        for (String part : different(own, body)) {
            String pointer = "/" + part;
            if (own.has(part)) {
                patch.test(pointer, own.path(part));
            } else {
                patch.testAbsent(pointer);
            }
            patch.add(pointer, body.path(part));
        }
        return switch (calls.patch(
                path(call), patch.operations(), kind.resource().permission("patch"), call.deadline())) {
            case Wrote.Outright outright -> outright.outcome();
            case Wrote.Missing _ -> new Outcome.Busy("somebody else deleted it at that moment", Duration.ZERO);
            case Wrote.Conflict _, Wrote.Invalid _ -> notAsMade(call);
        };
    }

    /** What stands in the way of writing it; empty where its name is free or ours. */
    Optional<Outcome> obstacle(Call call) {
        if (kind.again(look, call) instanceof Seen.Not not) {
            return Optional.of(not.outcome());
        }
        return switch (own(call)) {
            case Seen.Not not when not.why() == Why.GONE -> Optional.empty();
            case Seen.Not not -> Optional.of(not.outcome());
            case Seen.There there -> Marks.isOurs(there.object()) ? Optional.empty() : Optional.of(notAsMade(call));
        };
    }

    private Outcome notAsMade(Call call) {
        return new Outcome.Changed("an object of the name " + name(call) + " is not as we make it");
    }

    private Outcome create(Call call, JsonNode body) {
        ObjectNode object = (ObjectNode) body.deepCopy();
        ObjectNode metadata = object.putObject("metadata").put("name", name(call));
        metadata.putObject("labels").put(Marks.MANAGED_BY, Marks.US).put(Marks.CONTAINMENT, Marks.value(call));
        metadata.putObject("annotations").put(Marks.NOTE, Note.text(call));
        return switch (calls.create(all(call), object, kind.resource().permission("create"), call.deadline())) {
            case Wrote.Outright outright -> outright.outcome();
            case Wrote.Missing _ -> new Outcome.Gone("its namespace is gone");
            case Wrote.Conflict _ -> afterConflict(call, body);
            case Wrote.Invalid _ ->
                new Outcome.Refused(
                        "the API server calls our " + kind.resource().word() + " invalid (422)");
        };
    }

    /** The name is taken: by an earlier call of ours, or by what somebody made of it. */
    private Outcome afterConflict(Call call, JsonNode body) {
        return switch (own(call)) {
            case Seen.Not not
            when not.why() == Why.GONE -> new Outcome.Busy("somebody else deleted it at that moment", Duration.ZERO);
            case Seen.Not not -> not.outcome();
            case Seen.There there
            when Marks.isOurs(there.object()) && isAs(there.object(), body) -> new Outcome.AlreadyDone();
            case Seen.There _ -> notAsMade(call);
        };
    }

    @Override
    public Proof prove(Call call, Before before) {
        return switch (own(call)) {
            case Seen.Not not
            when not.why() == Why.GONE ->
                new Proof.Unproven("our " + kind.resource().word() + " is not there");
            case Seen.Not not -> not.proof();
            case Seen.There there
            when Marks.isOurs(there.object()) && isAs(there.object(), body(before)) -> kind.proof(call, there.object());
            case Seen.There _ -> new Proof.Unproven("our " + kind.resource().word() + " is not as we made it");
        };
    }

    /** By what is ours alone: it must not stay behind a target that is gone. */
    @Override
    public Released release(Call call, Before before) {
        return switch (own(call)) {
            case Seen.Not not when not.why() == Why.GONE -> nothingLeft(call);
            case Seen.Not not -> not.released();
            case Seen.There there
            when !Marks.isOurs(there.object()) || !isAs(there.object(), body(before)) -> drifted(call);
            case Seen.There there -> delete(call, path(call), options(there.object()));
        };
    }

    /** What a release would say without deleting anything; empty where it would. */
    Optional<Released> drifted(Call call, Before before) {
        return switch (own(call)) {
            case Seen.Not not when not.why() == Why.GONE -> Optional.empty();
            case Seen.Not not -> Optional.of(not.released());
            case Seen.There there ->
                Marks.isOurs(there.object()) && isAs(there.object(), body(before))
                        ? Optional.empty()
                        : Optional.of(drifted(call));
        };
    }

    private Released.Drifted drifted(Call call) {
        return new Released.Drifted("our own " + name(call), "an object of that name that is not as we made it");
    }

    private Released nothingLeft(Call call) {
        return switch (kind.again(look, call)) {
            case Seen.Not not -> not.released();
            case Seen.There _ -> new Released.Restored();
        };
    }

    /** Writes nothing: says why a release could not delete it; empty where nothing says so. */
    Optional<Released> kept(Call call) {
        return switch (own(call)) {
            case Seen.Not not when not.why() == Why.GONE -> Optional.empty();
            case Seen.Not not -> Optional.of(not.released());
            case Seen.There there -> {
                ObjectNode options = options(there.object());
                // In the address it is for who reads along: the server takes it from the body alone.
                options.putArray("dryRun").add("All");
                yield Optional.of(delete(call, path(call).with("dryRun", "All"), options))
                        .filter(Released.Retry.class::isInstance);
            }
        };
    }

    private static ObjectNode options(JsonNode own) {
        return Deletion.options(ObjectLook.uid(own));
    }

    private Released delete(Call call, ObjectPath path, ObjectNode options) {
        return switch (calls.delete(path, options, kind.resource().permission("delete"), call.deadline())) {
            case Wrote.Done _, Wrote.Missing _ -> new Released.Restored();
            case Wrote.Conflict _, Wrote.Invalid _ -> new Released.Retry("it changed meanwhile");
            case Wrote.Failed failed -> new Released.Retry(failed.why());
        };
    }
}
