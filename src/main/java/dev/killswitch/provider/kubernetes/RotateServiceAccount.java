package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
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
 * Kills all tokens of a ServiceAccount and lets new ones be made: the delete of the very account is the act, and it is made
 * again from the before-state at once. No second step could do that: it would find nothing to look at, and nothing of how
 * it was. Whatever cuts it off between the two, the next call of apply, or a release, makes the account again.
 */
final class RotateServiceAccount implements Action {
    static final ActionSpec SPEC = new ActionSpec(
            "kubernetes.rotate-serviceaccount",
            new Meaning(
                    "kills all tokens of a ServiceAccount by deleting it, and makes it again at once, so that new tokens"
                            + " work",
                    "whoever is inside a pod of it, who gets the new token; open watches and exec sessions until they"
                            + " end; a kubelet's belief in a token, up to 5 minutes; a cloud's that trusts the"
                            + " cluster's issuer, until the token expires",
                    "within 10 seconds, for each API server; pods that run may hold dead tokens until they are started"
                            + " again"),
            Where.SERVICE_ACCOUNT,
            "revoke-sa",
            Stage.CREDENTIAL,
            true,
            Undo.NONE,
            "tokens-rotated",
            Duration.ofSeconds(15),
            List.of(),
            List.of(
                    ResourceKind.SERVICE_ACCOUNT.permission("get"),
                    ResourceKind.SERVICE_ACCOUNT.permission("create"),
                    ResourceKind.SERVICE_ACCOUNT.permission("patch"),
                    ResourceKind.SERVICE_ACCOUNT.permission("delete"),
                    Accounts.LIST_PODS),
            new ByHand(
                    List.of(
                            "kubectl -n {namespace} get serviceaccount {name} -o json | jq 'del(.metadata.uid,"
                                    + " .metadata.resourceVersion, .metadata.creationTimestamp, .secrets)'"
                                    + " | tee serviceaccount-before.json",
                            "kubectl -n {namespace} delete serviceaccount {name}",
                            "kubectl -n {namespace} apply --server-side --force-conflicts -f serviceaccount-before.json"),
                    List.of()),
            List.of("D3-CR", "D3-CRO"));

    private static final String CREATE = ResourceKind.SERVICE_ACCOUNT.permission("create");
    private static final String UNMAKABLE = "it could not be made again: ";

    private final KubernetesCalls calls;
    private final ObjectLook look;
    private final Again again;
    private final Accounts accounts;
    private final Deletion deletion;

    RotateServiceAccount(KubernetesCalls calls, Accounts accounts) {
        this.calls = calls;
        this.look = new ObjectLook(calls);
        this.again = new Again(calls);
        this.accounts = accounts;
        this.deletion = new Deletion(calls);
    }

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Inspected inspect(Call call) {
        return switch (look.target(call)) {
            case Seen.Not not -> not.inspected();
            case Seen.There there -> found(call, there.object());
        };
    }

    private Inspected found(Call call, JsonNode account) {
        Optional<String> own = accounts.own(call);
        if (own.isPresent()) {
            return new Inspected.Refused(own.get());
        }
        JsonNode before = Again.before(call, Accounts.kept(account));
        if (!Again.isWhole(before)) {
            return new Inspected.Refused("it is too large for the record, so that it could not be made again");
        }
        return again.rehearse(call, before)
                .map(RotateServiceAccount::unmakable)
                .orElseGet(() -> new Inspected.Found(
                        new Before(Again.FORMAT, before.toString()), accounts.facts(call, account), Undo.NONE, false));
    }

    /** Rather nothing than the half of it. */
    private static Inspected unmakable(Wrote rehearsed) {
        String why = UNMAKABLE;
        return switch (rehearsed) {
            case Wrote.Refused refused
            when refused.why().equals("no permission " + CREATE) -> new Inspected.Forbidden(CREATE);
            case Wrote.Refused refused -> new Inspected.Refused(why + refused.why());
            case Wrote.Invalid _ -> new Inspected.Refused(why + "the API server calls what it is invalid (422)");
            case Wrote.Failed failed -> new Inspected.Unreachable(failed.why());
            case Wrote.Missing _ -> new Inspected.Gone("no such namespace");
            case Wrote.Done _, Wrote.Conflict _ -> throw new IllegalStateException("it could be made: " + rehearsed);
        };
    }

    @Override
    public Outcome apply(Call call, Before recorded) {
        JsonNode before = Befores.read(recorded, Again.FORMAT);
        Where where = Where.of(call.target());
        return switch (look.object(where.path(), where.kind(), call)) {
            case Seen.Not not when not.why() == Why.GONE -> make(call, before);
            case Seen.Not not -> not.outcome();
            case Seen.There there when isOld(call, there.object()) -> rotate(call, before);
            case Seen.There there when isAsItWas(there.object(), before) -> new Outcome.AlreadyDone();
            case Seen.There there -> complete(call, before, there.object());
        };
    }

    private static boolean isOld(Call call, JsonNode account) {
        return ObjectLook.uid(account).equals(call.target().uid());
    }

    /** A right that was lost since the look ends it before the first half. */
    private Outcome rotate(Call call, JsonNode before) {
        Optional<Wrote> trouble = again.rehearse(call, before);
        return trouble.isPresent() && trouble.get() instanceof Wrote.Refused refused
                ? new Outcome.Refused(UNMAKABLE + refused.why())
                : delete(call, before);
    }

    private Outcome delete(Call call, JsonNode before) {
        return switch (deletion.of(call)) {
            case Wrote.Done _, Wrote.Missing _, Wrote.Conflict _ -> make(call, before);
            case Wrote not -> Deletion.outcome(not);
        };
    }

    private Outcome make(Call call, JsonNode before) {
        return switch (again.make(call, before)) {
            case Wrote.Done done -> new Outcome.Done(done.receipt());
            case Wrote.Conflict _ -> meet(call, before);
            case Wrote.Missing _ -> new Outcome.Gone("its namespace is gone");
            case Wrote.Invalid _ -> half("the API server calls what it was invalid now (422)");
            case Wrote.Failed failed -> half(failed.why());
        };
    }

    /** Not known for the engine, so that it is tried again, and stands where that does not help. */
    private static Outcome half(String why) {
        return new Outcome.Unknown("the old account is gone, and none of its name was made: " + why);
    }

    /** One of its name is there: the control plane was faster, as with a default account, or the old one lingers. */
    private Outcome meet(Call call, JsonNode before) {
        Where where = Where.of(call.target());
        return switch (look.object(where.path(), where.kind(), call)) {
            case Seen.Not not -> half(not.text());
            case Seen.There there
            when isOld(call, there.object()) -> half("the old one is on its way out, held by a finalizer");
            case Seen.There there -> complete(call, before, there.object());
        };
    }

    private Outcome complete(Call call, JsonNode before, JsonNode successor) {
        // What already carries something of somebody else's is theirs; the old tokens are dead all the same.
        if (!isBare(successor)) {
            return new Outcome.AlreadyDone();
        }
        return switch (calls.patch(
                Where.of(call.target()).path(),
                completing(call, before, successor),
                ResourceKind.SERVICE_ACCOUNT.permission("patch"),
                call.deadline())) {
            case Wrote.Done done -> new Outcome.Done(done.receipt());
            case Wrote.Missing _, Wrote.Conflict _, Wrote.Invalid _ ->
                new Outcome.Unknown("the new account changed at that moment");
            case Wrote.Refused refused -> new Outcome.Unknown("the new account is bare: " + refused.why());
            case Wrote.Failed failed -> new Outcome.Unknown(failed.why());
        };
    }

    private static JsonNode completing(Call call, JsonNode before, JsonNode successor) {
        var kept = Again.object(before).deepCopy();
        var annotations = kept.withObject("/metadata").withObjectProperty("annotations");
        annotations.put(Marks.NOTE, Again.note(call, before));
        var patch = new JsonPatch()
                .testText("/metadata/uid", ObjectLook.uid(successor))
                .testAbsent("/metadata/annotations")
                .add("/metadata/annotations", annotations);
        if (kept.at("/metadata").has("labels")) {
            patch.testAbsent("/metadata/labels").add("/metadata/labels", kept.at("/metadata/labels"));
        }
        Accounts.FIELDS.stream().filter(kept::has).forEach(field -> patch.add("/" + field, kept.path(field)));
        return patch.operations();
    }

    private static boolean isBare(JsonNode account) {
        return account.at("/metadata/labels").isEmpty()
                && account.at("/metadata/annotations").isEmpty()
                && Accounts.FIELDS.stream().noneMatch(account::has);
    }

    private static boolean isAsItWas(JsonNode successor, JsonNode before) {
        return Again.isMade(successor, before);
    }

    @Override
    public Proof prove(Call call, Before recorded) {
        JsonNode before = Befores.read(recorded, Again.FORMAT);
        Where where = Where.of(call.target());
        return switch (look.object(where.path(), where.kind(), call)) {
            case Seen.Not not
            when not.why() == Why.GONE ->
                new Proof.Unproven("the old account is gone, and none of its name is there: a release makes it again");
            case Seen.Not not -> not.proof();
            case Seen.There there when isOld(call, there.object()) -> old(there.object());
            case Seen.There there -> rotated(call, there.object(), before);
        };
    }

    private static Proof old(JsonNode account) {
        return ObjectLook.isOnItsWay(account)
                ? new Proof.Pending(Duration.ofSeconds(1))
                : new Proof.Unproven("the account still has the uid that it had");
    }

    private static Proof rotated(Call call, JsonNode successor, JsonNode before) {
        return new Proof.ProvenForNew(
                "the account has uid " + ObjectLook.uid(successor) + ", not "
                        + call.target().uid() + ": old tokens are dead for each API server within 10 s",
                Accounts.survives(Again.object(before))
                        + "; pods that run may hold dead tokens until they are started again"
                        + (isAsItWas(successor, before) ? "" : "; somebody else made it again, maybe not as it was"),
                null);
    }

    @Override
    public Released release(Call call, Before recorded) {
        JsonNode before = Befores.read(recorded, Again.FORMAT);
        Where where = Where.of(call.target());
        return switch (look.object(where.path(), where.kind(), call)) {
            case Seen.Not not when not.why() == Why.GONE -> finish(call, before);
            case Seen.Not not -> not.released();
            case Seen.There there when isOld(call, there.object()) -> new Released.Restored();
            case Seen.There _ ->
                new Released.Impossible(
                        "old tokens stay dead, which is what it was for; new ones work, nothing to undo");
        };
    }

    private Released finish(Call call, JsonNode before) {
        return switch (make(call, before)) {
            case Outcome.Done _, Outcome.AlreadyDone _ ->
                new Released.Replaced("the account is there again, under a new uid");
            case Outcome.Gone _ -> new Released.Gone();
            case Outcome.Unknown unknown -> new Released.Retry(unknown.why());
            case Outcome.Changed _, Outcome.Busy _, Outcome.Refused _ -> new Released.Retry("it was not made again");
        };
    }
}
