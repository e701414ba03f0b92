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
import java.util.Optional;

/**
 * Takes one very object away, by its uid; a release makes it again from what it was, with a new uid, which is what keeps
 * old credentials dead. What differs from action to action is a {@link Kind}.
 */
final class DeleteAction implements Action {
    private final ObjectLook look;
    private final Deletion deletion;
    private final Again again;
    private final Kind kind;

    DeleteAction(KubernetesCalls calls, Kind kind) {
        this.deletion = new Deletion(calls);
        this.look = new ObjectLook(calls);
        this.again = new Again(calls);
        this.kind = kind;
    }

    /** One kind of object. Immutable. */
    interface Kind {
        ActionSpec spec();

        default Optional<String> refusal(Call call, JsonNode object) {
            return Optional.empty();
        }

        Facts facts(Call call, JsonNode object);

        /** What makes it again: no server-managed fields, no secret. */
        ObjectNode kept(JsonNode object);

        /** Once it is gone; {@code kept} is missing where it was too large for the record. */
        Proof proof(Call call, JsonNode kept);

        /** What a release made, in a few words. */
        String replacement();
    }

    @Override
    public ActionSpec spec() {
        return kind.spec();
    }

    @Override
    public Inspected inspect(Call call) {
        return switch (look.target(call)) {
            case Seen.Not not -> not.inspected();
            case Seen.There there -> found(call, there.object());
        };
    }

    private Inspected found(Call call, JsonNode object) {
        Optional<String> refusal = kind.refusal(call, object);
        if (refusal.isPresent()) {
            return new Inspected.Refused(refusal.get());
        }
        ObjectNode before = Again.before(call, kind.kept(object));
        return new Inspected.Found(
                new Before(Again.FORMAT, before.toString()),
                kind.facts(call, object),
                Again.isWhole(before) ? spec().undo() : Undo.BY_HAND,
                ObjectLook.isOnItsWay(object));
    }

    /** One of its name that is there again, as whoever deploys it makes it, undoes what it was taken away for. */
    @Override
    public Inspected standing(Call call) {
        Where where = Where.of(call.target());
        return switch (look.object(where.path(), where.kind(), call)) {
            case Seen.Not not when not.why() == Why.GONE -> Successor.found("", spec().undo(), true);
            case Seen.Not not -> not.inspected();
            case Seen.There there ->
                Successor.found(ObjectLook.uid(there.object()), spec().undo(), ObjectLook.isOnItsWay(there.object()));
        };
    }

    @Override
    public Outcome apply(Call call, Before before) {
        return deletion.unlessGoing(before.format() == Successor.FORMAT ? Successor.of(call, before) : call);
    }

    @Override
    public Proof prove(Call call, Before recorded) {
        return switch (look.target(call)) {
            case Seen.Not not
            when not.why() == Why.GONE -> kind.proof(call, Again.object(Befores.read(recorded, Again.FORMAT)));
            case Seen.Not not -> not.proof();
            case Seen.There there
            when ObjectLook.isOnItsWay(there.object()) -> new Proof.Pending(Duration.ofSeconds(1));
            case Seen.There _ -> new Proof.Unproven("it is still there");
        };
    }

    @Override
    public Released release(Call call, Before recorded) {
        JsonNode before = Befores.read(recorded, Again.FORMAT);
        Where where = Where.of(call.target());
        if (!Again.isWhole(before)) {
            return new Released.ByHand(
                    List.of("# " + where.name() + " was too large for the record: make it again from its source"));
        }
        return switch (look.object(where.path(), where.kind(), call)) {
            case Seen.Not not when not.why() == Why.GONE -> create(call, before);
            case Seen.Not not -> not.released();
            case Seen.There there
            when ObjectLook.uid(there.object()).equals(call.target().uid()) ->
                new Released.Retry("it is still there, on its way out");
            case Seen.There there
            when Again.isMade(there.object(), before) -> new Released.Replaced(kind.replacement());
            case Seen.There _ -> new Released.Drifted("none of that name", "somebody else made another of that name");
        };
    }

    private Released create(Call call, JsonNode before) {
        return switch (again.make(call, before)) {
            case Wrote.Done _ -> new Released.Replaced(kind.replacement());
            case Wrote.Missing _ -> new Released.Gone();
            case Wrote.Conflict _ -> new Released.Retry("one of that name was made at that moment");
            case Wrote.Invalid _ -> new Released.Retry("the API server calls what it was invalid now (422)");
            case Wrote.Failed failed -> new Released.Retry(failed.why());
        };
    }
}
