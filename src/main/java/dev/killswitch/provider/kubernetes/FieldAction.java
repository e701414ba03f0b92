package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;
import java.time.Duration;
import java.util.Optional;

/**
 * Brings one field of an object to one value, and back: one guarded patch each way, which leaves and takes away a note to
 * people. What differs from action to action is a {@link Field}.
 */
final class FieldAction implements Action {
    private final KubernetesCalls calls;
    private final ObjectLook look;
    private final Field field;

    FieldAction(KubernetesCalls calls, Field field) {
        this.calls = calls;
        this.look = new ObjectLook(calls);
        this.field = field;
    }

    /** One field, and what it means. Immutable. */
    interface Field {
        ActionSpec spec();

        /** The name that our note has among the object's annotations; empty where it cannot carry one. */
        Optional<String> note();

        ResourceKind kind(Call call);

        /** A part of the object that is patched in its stead, such as its scale, which takes nothing but the field. */
        default Optional<String> part() {
            return Optional.empty();
        }

        /** A JSON pointer whose parent is there wherever {@link #isSo} says no. */
        String pointer();

        JsonNode wanted();

        /** Whether what is patched leaves the field out where it has that value. */
        default boolean isLeftOut(JsonNode value) {
            return false;
        }

        /** Whether {@code object} is in the wanted state, be it for want of what the field is part of. */
        default boolean isSo(JsonNode object) {
            return FieldBefore.same(object.at(pointer()), wanted());
        }

        /** Why this is never done to {@code object}, whoever asks. */
        default Optional<String> refusal(Call call, JsonNode object) {
            return Optional.empty();
        }

        Facts facts(Call call, JsonNode object);

        ActionSpec.Undo undo(JsonNode object);

        /** How it works out, on an object whose field is as wanted. */
        Proof proof(Call call, JsonNode object);

        /** What comes back where undo is not exact. */
        default String replacement() {
            return "";
        }
    }

    @Override
    public ActionSpec spec() {
        return field.spec();
    }

    private Seen look(Call call) {
        return look.pinned(Where.of(call.target()).path(), field.kind(call), call);
    }

    private Wrote patch(Call call, ArrayNode operations) {
        ObjectPath whole = Where.of(call.target()).path();
        ResourceKind kind = field.kind(call);
        return calls.patch(
                field.part().map(whole::part).orElse(whole),
                operations,
                field.part().map(part -> kind.permission("patch", part)).orElseGet(() -> kind.permission("patch")),
                call.deadline());
    }

    private void test(JsonPatch patch, JsonNode value) {
        if (value.isMissingNode() || field.isLeftOut(value)) {
            patch.testAbsent(field.pointer());
        } else {
            patch.test(field.pointer(), value);
        }
    }

    private JsonNode now(JsonNode object) {
        return object.at(field.pointer());
    }

    private boolean isOurs(JsonNode object) {
        return FieldBefore.same(now(object), field.wanted());
    }

    @Override
    public Inspected inspect(Call call) {
        ResourceKind kind = Where.of(call.target()).kind();
        if (kind != field.kind(call)) {
            return new Inspected.Refused(
                    "it is a " + kind.word() + ", not a " + field.kind(call).word());
        }
        return switch (look(call)) {
            case Seen.Not not -> not.inspected();
            case Seen.There there -> found(call, there.object());
        };
    }

    private Inspected found(Call call, JsonNode object) {
        Optional<String> refusal = field.refusal(call, object);
        if (refusal.isPresent()) {
            return new Inspected.Refused(refusal.get());
        }
        ActionSpec.Undo undo = field.undo(object);
        var before = new FieldBefore(
                Optional.of(now(object)).filter(value -> !value.isMissingNode()),
                Note.isAnnotated(object),
                Marks.value(call),
                undo);
        return new Inspected.Found(before.write(), field.facts(call, object), undo, field.isSo(object));
    }

    @Override
    public Outcome apply(Call call, Before recorded) {
        FieldBefore before = FieldBefore.read(recorded);
        return switch (patch(call, containing(call, before))) {
            case Wrote.Outright outright -> outright.outcome();
            case Wrote.Missing _ ->
                new Outcome.Gone("no such " + field.kind(call).word());
            case Wrote.Conflict _, Wrote.Invalid _ -> lookAgain(call, before);
        };
    }

    private ArrayNode containing(Call call, FieldBefore before) {
        var patch = new JsonPatch().testText("/metadata/uid", call.target().uid());
        test(patch, before.orMissing());
        patch.add(field.pointer(), field.wanted());
        field.note().ifPresent(name -> Note.leave(patch, name, call, before.annotated()));
        return patch.operations();
    }

    /** A test of the patch failed: it is done already, or somebody else was at it. */
    private Outcome lookAgain(Call call, FieldBefore before) {
        return switch (look(call)) {
            case Seen.Not not -> not.outcome();
            case Seen.There there when field.isSo(there.object()) -> new Outcome.AlreadyDone();
            case Seen.There there
            when FieldBefore.same(now(there.object()), before.orMissing()) ->
                new Outcome.Busy("somebody else wrote it at that moment", Duration.ZERO);
            case Seen.There there -> new Outcome.Changed(field.pointer() + " is now " + now(there.object()));
        };
    }

    @Override
    public Proof prove(Call call, Before before) {
        return switch (look(call)) {
            case Seen.Not not -> not.proof();
            case Seen.There there when field.isSo(there.object()) -> field.proof(call, there.object());
            case Seen.There there ->
                new Proof.Unproven(field.pointer() + " is " + now(there.object()) + ", not " + field.wanted());
        };
    }

    @Override
    public Released release(Call call, Before recorded) {
        FieldBefore before = FieldBefore.read(recorded);
        return switch (look(call)) {
            case Seen.Not not -> not.released();
            case Seen.There there -> release(call, before, there.object());
        };
    }

    private Released release(Call call, FieldBefore before, JsonNode object) {
        boolean isNoted = field.note()
                .filter(name -> Note.isOf(object, name, before.mark()))
                .isPresent();
        boolean isAsBefore = FieldBefore.same(now(object), before.orMissing());
        if (!isOurs(object) && !isAsBefore) {
            return new Released.Drifted(field.pointer() + " " + field.wanted(), field.pointer() + " " + now(object));
        }
        if (isAsBefore && !isNoted) {
            return released(before);
        }
        return switch (patch(call, releasing(call, before, object, isNoted))) {
            case Wrote.Done _ -> released(before);
            case Wrote.Missing _ -> new Released.Gone();
            case Wrote.Conflict _, Wrote.Invalid _ -> new Released.Retry("it changed meanwhile");
            case Wrote.Failed failed -> new Released.Retry(failed.why());
        };
    }

    private ArrayNode releasing(Call call, FieldBefore before, JsonNode object, boolean isNoted) {
        var patch = new JsonPatch().testText("/metadata/uid", call.target().uid());
        if (isOurs(object)) {
            test(patch, field.wanted());
            before.value()
                    .ifPresentOrElse(value -> patch.add(field.pointer(), value), () -> patch.remove(field.pointer()));
        }
        if (isNoted) {
            field.note().ifPresent(name -> Note.takeAway(patch, object, name));
        }
        return patch.operations();
    }

    private Released released(FieldBefore before) {
        return switch (before.undo()) {
            case EXACT -> new Released.Restored();
            case EQUIVALENT -> new Released.Replaced(field.replacement());
            case BY_HAND, NONE -> new Released.Impossible(field.replacement());
        };
    }
}
