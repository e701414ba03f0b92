package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Param;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes one binding of roles away: deleting it needs no more than that right, where taking one subject out of it would need
 * the right to bind its role. Where it is somebody's binding that others share, they keep it if we hold that right, and are
 * told of if not.
 */
final class StripRbacSubject implements Action {
    static final String SUBJECT = "subject";

    static final ActionSpec SPEC = new ActionSpec(
            "kubernetes.strip-rbac-subject",
            new Meaning(
                    "takes one binding of roles away, and with it what its subjects hold by it; where it is one subject's,"
                            + " those that share it keep it if we may bind its role, and are counted if not",
                    "rights by other bindings and by groups, which are counted; members of system:masters, whom no binding"
                            + " makes; open watches, up to an hour, and exec sessions; a kubelet's belief in a right, up"
                            + " to 5 minutes; whoever makes the binding again, GitOps among them",
                    "within a second for new requests, at each API server"),
            Where.ROLE_BINDING,
            "strip-rbac",
            Stage.DENY,
            true,
            // Where we may not bind, which is the rule, it is for a person.
            Undo.EQUIVALENT,
            "binding-taken-away",
            Duration.ofSeconds(20),
            List.of(new Param(
                    SUBJECT,
                    Param.Type.TEXT,
                    "",
                    "whose binding it is, as User:name, Group:name or ServiceAccount:namespace/name: others that it names"
                            + " keep it where they can; empty: it is taken from all")),
            Stream.concat(
                            Bindings.KINDS.stream()
                                    .flatMap(kind ->
                                            Stream.of("get", "list", "delete").map(kind::permission)),
                            Stream.of(
                                    ResourceKind.ROLE.permission("get"),
                                    ResourceKind.CLUSTER_ROLE.permission("get"),
                                    RoleRights.ASK,
                                    WhoAmI.ASK))
                    .toList(),
            new ByHand(
                    List.of(
                            "binding={id}; case $binding in */*) set -- -n \"${binding%%/*}\" rolebinding"
                                    + " \"${binding#*/}\";; *) set -- clusterrolebinding \"$binding\";; esac",
                            "kubectl get \"$@\" -o json | jq 'del(.metadata.uid, .metadata.resourceVersion,"
                                    + " .metadata.creationTimestamp)' | tee binding-before.json",
                            "kubectl delete \"$@\""),
                    List.of("kubectl create -f binding-before.json")),
            List.of("D3-UAP"));

    /** Until each API server has heard of the delete, and what else follows from the same order has been done. */
    private static final Duration LAG = Duration.ofSeconds(10);

    /** Of a binding that is taken from all: whom we ask about. */
    private static final int ASKED_MAX = 3;

    private static final String SURVIVES =
            "open watches go on for up to an hour, and exec sessions until they end; a kubelet"
                    + " may believe a right for up to 5 minutes; groups that an identity provider adds are not known here";

    private final ObjectLook look;
    private final Again again;
    private final Deletion deletion;
    private final CoSubjects coSubjects;
    private final BindingFacts facts;
    private final RoleRights rights;
    private final WhoAmI who;
    private final Clock clock;

    StripRbacSubject(KubernetesCalls calls, Clock clock) {
        this.look = new ObjectLook(calls);
        this.again = new Again(calls);
        this.deletion = new Deletion(calls);
        this.coSubjects = new CoSubjects(calls);
        this.facts = new BindingFacts(calls);
        this.rights = new RoleRights(calls);
        this.who = new WhoAmI(calls);
        this.clock = clock;
    }

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    /** Empty where it is taken from all. */
    private static Optional<RbacSubject> subject(Call call) {
        return RbacSubject.of(call.parameters().text(SUBJECT));
    }

    @Override
    public Inspected inspect(Call call) {
        return switch (look.target(call)) {
            case Seen.Not not -> not.inspected();
            case Seen.There there ->
                refusal(call, there.object())
                        .<Inspected>map(Inspected.Refused::new)
                        .orElseGet(() -> unlessOurs(call, there.object()));
        };
    }

    private static Optional<String> refusal(Call call, JsonNode binding) {
        String said = call.parameters().text(SUBJECT);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        return RbacSubject.of(said)
                .map(subject -> subject.refusal()
                        .or(() -> Bindings.isOf(binding, Set.of(subject))
                                ? Optional.empty()
                                : Optional.of(
                                        "it does not name that subject: what the subject has by it, a group of its"
                                                + " gives")))
                .orElse(Optional.of(
                        SUBJECT + " must be User:name, Group:name or ServiceAccount:namespace/name: it is nobody"));
    }

    private Inspected unlessOurs(Call call, JsonNode binding) {
        return switch (who.ask(call.deadline())) {
            case Got.Found me
            when Bindings.isOf(binding, names(me.object())) ->
                new Inspected.Refused("it names whom we act as, or a group of ours");
            // Where nobody can say who we are, that is no reason to spare a binding.
            case Got.Found _, Got.Missing _, Got.Denied _ -> found(call, binding);
            case Got.Away away -> new Inspected.Unreachable(away.why());
        };
    }

    private static Set<RbacSubject> names(JsonNode me) {
        JsonNode user = me.at("/status/userInfo");
        return Stream.concat(
                        Stream.of(RbacSubject.user(user.path("username").asText())),
                        user.path("groups")
                                .valueStream()
                                .flatMap(one -> RbacSubject.of("Group:" + one.asText()).stream()))
                .collect(Collectors.toSet());
    }

    private Inspected found(Call call, JsonNode binding) {
        ObjectNode before =
                Again.before(call, kept(binding, Where.of(call.target()).kind()));
        before.put("at", clock.instant().toEpochMilli());
        if (!Again.isWhole(before)) {
            return found(call, binding, before, Undo.BY_HAND);
        }
        Optional<RbacSubject> keeper =
                subject(call).filter(one -> !CoSubjects.of(binding, one).isEmpty());
        if (keeper.isPresent()) {
            switch (coSubjects.rehearse(call, Again.object(before), keeper.get())) {
                case Wrote.Done _, Wrote.Conflict _ -> before.put("keep", true);
                case Wrote.Busy busy -> {
                    return new Inspected.Unreachable(busy.why());
                }
                case Wrote.Unknown unknown -> {
                    return new Inspected.Unreachable(unknown.why());
                }
                case Wrote.Refused _, Wrote.Invalid _, Wrote.Missing _ -> {
                    // They lose it: facts say so.
                }
            }
        }
        return switch (again.rehearse(call, before).orElse(null)) {
            case null -> found(call, binding, before, Undo.EQUIVALENT);
            case Wrote.Busy busy -> new Inspected.Unreachable(busy.why());
            case Wrote.Unknown unknown -> new Inspected.Unreachable(unknown.why());
            case Wrote _ -> found(call, binding, before, Undo.BY_HAND);
        };
    }

    private Inspected found(Call call, JsonNode binding, JsonNode before, Undo undo) {
        return new Inspected.Found(
                new Before(Again.FORMAT, before.toString()),
                facts.of(call, binding, subject(call).orElse(null), isKeeping(before)),
                undo,
                ObjectLook.isOnItsWay(binding));
    }

    private static ObjectNode kept(JsonNode binding, ResourceKind kind) {
        ObjectNode kept = Kept.metadata(binding, kind);
        for (String field : List.of("roleRef", "subjects")) {
            if (binding.has(field)) {
                kept.set(field, binding.path(field));
            }
        }
        return kept;
    }

    private static boolean isKeeping(JsonNode before) {
        return before.path("keep").asBoolean();
    }

    /** One of its name that is there again, and gives whom it was taken from the same, undoes it. */
    @Override
    public Inspected standing(Call call) {
        Where where = Where.of(call.target());
        return switch (look.object(where.path(), where.kind(), call)) {
            case Seen.Not not when not.why() == Why.GONE -> Successor.found("", Undo.EQUIVALENT, true);
            case Seen.Not not -> not.inspected();
            case Seen.There there -> {
                boolean undoes = !ObjectLook.isOnItsWay(there.object())
                        && subject(call)
                                .map(one -> Bindings.isOf(there.object(), Set.of(one)))
                                .orElse(true);
                yield Successor.found(ObjectLook.uid(there.object()), Undo.EQUIVALENT, !undoes);
            }
        };
    }

    @Override
    public Outcome apply(Call call, Before recorded) {
        if (recorded.format() == Successor.FORMAT) {
            return Deletion.outcome(deletion.of(Successor.of(call, recorded)));
        }
        JsonNode before = Befores.read(recorded, Again.FORMAT);
        return switch (look.target(call)) {
            case Seen.Not not when not.why() == Why.GONE -> new Outcome.AlreadyDone();
            case Seen.Not not -> not.outcome();
            case Seen.There there when ObjectLook.isOnItsWay(there.object()) -> new Outcome.AlreadyDone();
            case Seen.There there
            when !isAs(there.object(), before) -> new Outcome.Changed("whom it names changed since the look");
            case Seen.There _ -> isKeeping(before) ? keepAndDelete(call, before) : Deletion.outcome(deletion.of(call));
        };
    }

    /** Whoever came since would lose it unseen. */
    private static boolean isAs(JsonNode binding, JsonNode before) {
        return !Again.isWhole(before)
                || binding.path("subjects").equals(Again.object(before).path("subjects"));
    }

    /** Those who share it have it twice for a moment, and never not at all. */
    private Outcome keepAndDelete(Call call, JsonNode before) {
        RbacSubject subject = subject(call).orElseThrow();
        return switch (coSubjects.make(call, Again.object(before), subject)) {
            case Wrote.Done _, Wrote.Conflict _ -> {
                Outcome outcome = Deletion.outcome(deletion.of(call));
                if (!outcome.mayHold()) {
                    coSubjects.unmake(call);
                }
                yield outcome;
            }
            case Wrote.Missing _ -> new Outcome.Gone("its namespace is gone");
            case Wrote.Invalid _ ->
                new Outcome.Refused("the API server calls our binding for its others invalid (422)");
            // The next call meets what this one made, if it did; the binding itself is as it was.
            case Wrote.Unknown unknown -> new Outcome.Busy(unknown.why(), Duration.ZERO);
            case Wrote.Failed failed -> failed.outcome();
        };
    }

    @Override
    public Proof prove(Call call, Before recorded) {
        JsonNode before = Befores.read(recorded, Again.FORMAT);
        return switch (look.target(call)) {
            case Seen.Not not when not.why() == Why.GONE -> heard(call, before);
            case Seen.Not not -> not.proof();
            case Seen.There there
            when ObjectLook.isOnItsWay(there.object()) -> new Proof.Pending(Duration.ofSeconds(1));
            case Seen.There _ -> new Proof.Unproven("it is still there");
        };
    }

    private Proof heard(Call call, JsonNode before) {
        if (!Again.isWhole(before)) {
            return new Proof.Unproven("it is gone, and was too large for the record: what it gave is not known here");
        }
        JsonNode kept = Again.object(before);
        List<RbacSubject> asked = subject(call)
                .map(List::of)
                .orElseGet(() -> RbacSubject.all(kept).stream().limit(ASKED_MAX).toList());
        return switch (rights.ask(call, kept, asked)) {
            case RoleRights.Heard.No no -> no.not().proof();
            case RoleRights.Heard.Rights heard
            when heard.asked() == 0 || asked.isEmpty() ->
                new Proof.Proven("the binding is gone, and gave nothing to anybody");
            case RoleRights.Heard.Rights heard
            when heard.had().isEmpty() ->
                new Proof.ProvenForNew(
                        "the binding is gone, and the API server denies what it gave: asked for " + heard.asked()
                                + " of " + heard.all() + " rights",
                        SURVIVES,
                        null);
            case RoleRights.Heard.Rights heard ->
                clock.instant()
                                .isBefore(Instant.ofEpochMilli(before.path("at").asLong())
                                        .plus(LAG))
                        ? new Proof.Pending(Duration.ofSeconds(1))
                        : new Proof.Partial(heard.had().stream()
                                .map(right -> right + ", by another binding or a group")
                                .toList());
        };
    }

    @Override
    public Released release(Call call, Before recorded) {
        JsonNode before = Befores.read(recorded, Again.FORMAT);
        Where where = Where.of(call.target());
        return switch (look.object(where.path(), where.kind(), call)) {
            case Seen.Not not when not.why() == Why.GONE -> make(call, before);
            case Seen.Not not -> not.released();
            case Seen.There there
            when ObjectLook.uid(there.object()).equals(call.target().uid()) -> new Released.Retry("it is still there");
            case Seen.There there when gives(there.object(), Again.object(before)) -> made(call);
            case Seen.There _ -> new Released.Drifted("none of that name", "somebody else made another of that name");
        };
    }

    /** Whoever made it, by our manifest or otherwise. */
    private static boolean gives(JsonNode successor, JsonNode kept) {
        return successor.path("roleRef").equals(kept.path("roleRef"))
                && successor.path("subjects").equals(kept.path("subjects"));
    }

    private Released make(Call call, JsonNode before) {
        if (!Again.isWhole(before)) {
            return new Released.ByHand(
                    List.of("# the binding was too large for the record: make it again from its source"));
        }
        return switch (again.make(call, before)) {
            case Wrote.Done _ -> made(call);
            case Wrote.Missing _ -> new Released.Gone();
            case Wrote.Conflict _ -> new Released.Retry("one of that name was made at that moment");
            case Wrote.Refused _, Wrote.Invalid _ -> byHand(call, before);
            case Wrote.Failed failed -> new Released.Retry(failed.why());
        };
    }

    private Released made(Call call) {
        return coSubjects
                .unmake(call)
                .orElseGet(() -> new Released.Replaced("the binding is there again, under a new uid"));
    }

    private static Released byHand(Call call, JsonNode before) {
        // No quote of the shell's may stand in it: an attacker may have chosen the names.
        String manifest = Again.object(before).toString().replace("'", "\\u0027");
        String create = "echo '" + manifest + "' | kubectl create -f -";
        if (!isKeeping(before)) {
            return new Released.ByHand(List.of(create));
        }
        Where where = Where.of(call.target());
        return new Released.ByHand(List.of(
                create,
                "kubectl delete "
                        + where.namespace()
                                .map(in -> "-n " + in + " rolebinding ")
                                .orElse("clusterrolebinding ")
                        + CoSubjects.name(call)));
    }
}
