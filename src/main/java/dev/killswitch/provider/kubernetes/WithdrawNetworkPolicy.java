package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Param;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;
import dev.killswitch.provider.kubernetes.Surroundings.Around;
import dev.killswitch.provider.kubernetes.Withdrawal.Asked;
import dev.killswitch.provider.kubernetes.Withdrawal.Direction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Takes the rules that let somebody in, or out, from a NetworkPolicy: one guarded patch of one direction's list. The
 * policy itself is never deleted: were it the last that selects a pod, that pod would be open. With no rule left it denies.
 */
final class WithdrawNetworkPolicy implements Action {
    static final String NOTE = "killswitch.dev/withdraw-network-policy";

    static final ActionSpec SPEC = new ActionSpec(
            "kubernetes.withdraw-network-policy",
            new Meaning(
                    "takes the rules that let somebody in or out from a NetworkPolicy, which stays and denies",
                    "what another rule or policy may let through as well, which is listed; connections that are open, by the"
                            + " network plugin",
                    "new connections once the network plugin has followed, seconds; open ones at once or never, by the plugin"),
            Where.NETWORK_POLICY,
            "withdraw",
            Stage.ISOLATE,
            false,
            Undo.EXACT,
            "rule-withdrawn",
            Duration.ofSeconds(15),
            List.of(
                    Param.choice(
                            Withdrawal.DIRECTION,
                            List.of(Direction.INGRESS.field(), Direction.EGRESS.field(), Withdrawal.BOTH),
                            Withdrawal.BOTH,
                            "which way the rule lets traffic through: ingress or egress; " + Withdrawal.BOTH
                                    + " for every rule of the policy"),
                    new Param(
                            Withdrawal.RULE,
                            Param.Type.TEXT,
                            Withdrawal.ALL,
                            "the whole rule in JSON, as the policy has it; " + Withdrawal.ALL
                                    + ": every rule of that direction")),
            List.of(
                    ResourceKind.NETWORK_POLICY.permission("get"),
                    ResourceKind.NETWORK_POLICY.permission("list"),
                    ResourceKind.NETWORK_POLICY.permission("patch"),
                    ResourceKind.POD.permission("list")),
            new ByHand(
                    List.of(
                            "kubectl -n {namespace} get networkpolicy {name} -o jsonpath='{.spec}' | tee policy-spec-before.json",
                            "kubectl -n {namespace} patch networkpolicy {name} --type=json -p "
                                    + "'[{\"op\":\"replace\",\"path\":\"/spec/ingress\",\"value\":[]}]'"
                                    + "  # all that lets in; egress alike; never delete it"),
                    List.of(
                            "kubectl -n {namespace} patch networkpolicy {name} --type=json -p "
                                    + "'[{\"op\":\"replace\",\"path\":\"/spec\",\"value\":'\"$(cat policy-spec-before.json)\"'}]'")),
            List.of("D3-ITF", "D3-OTF"));

    private static final String PATCH = ResourceKind.NETWORK_POLICY.permission("patch");
    private static final String TYPES = "/spec/policyTypes";

    private final KubernetesCalls calls;
    private final ObjectLook look;
    private final Surroundings surroundings;
    private final Verdict verdict;

    WithdrawNetworkPolicy(KubernetesCalls calls, Ourselves ourselves, Verdict verdict) {
        this.calls = calls;
        this.look = new ObjectLook(calls);
        this.surroundings = new Surroundings(calls, ourselves);
        this.verdict = verdict;
    }

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    /** Other rules are another effect: each withdrawal has its own before-state to go back to. */
    @Override
    public String effect(Call call) {
        return SPEC.effect() + "-" + asked(call).id();
    }

    /** Once it has been inspected, what is asked for is right. */
    private static Withdrawal asked(Call call) {
        return switch (Withdrawal.read(call.parameters())) {
            case Asked.Right right -> right.withdrawal();
            case Asked.Wrong wrong -> throw new IllegalArgumentException(wrong.why());
        };
    }

    /** One for each withdrawal: so it is told apart from a rule that was never there. */
    private static String note(Withdrawal withdrawal) {
        return NOTE + "-" + withdrawal.id();
    }

    private static boolean isTaken(JsonNode policy, Withdrawal withdrawal) {
        return policy.at("/metadata/annotations").has(note(withdrawal));
    }

    private static String pointer(Direction direction) {
        return "/spec/" + direction.field();
    }

    private static JsonNode rules(JsonNode policy, Withdrawal withdrawal) {
        return withdrawal.rules(policy);
    }

    private static boolean isIsolating(JsonNode policy, Withdrawal withdrawal) {
        return !withdrawal.isolating(policy).isEmpty();
    }

    @Override
    public Inspected inspect(Call call) {
        return switch (Withdrawal.read(call.parameters())) {
            case Asked.Wrong wrong -> new Inspected.Refused(wrong.why());
            case Asked.Right right ->
                switch (look.target(call)) {
                    case Seen.Not not -> not.inspected();
                    case Seen.There there -> found(call, right.withdrawal(), there.object());
                };
        };
    }

    private Inspected found(Call call, Withdrawal withdrawal, JsonNode policy) {
        if (!isIsolating(policy, withdrawal)) {
            return new Inspected.Refused("the policy does not isolate for " + withdrawal.fields()
                    + ", so that no rule of it lets anything through; isolate the pods");
        }
        JsonNode rules = rules(policy, withdrawal);
        if (rules.valueStream().noneMatch(withdrawal::isOf) && !rules.isEmpty() && !isTaken(policy, withdrawal)) {
            return new Inspected.Refused("no rule of the policy for " + withdrawal.fields() + " is that one; it has "
                    + Withdrawal.told(rules));
        }
        return switch (surroundings.of(Where.of(call.target()).namespace().orElseThrow(), call)) {
            case Around.Not not -> not.not().inspected();
            case Around.Known all -> {
                Around.Known selected = all.only(pod -> Policy.read(policy).selects(pod.labels()));
                yield surroundings.haveUs(selected.pods())
                        ? new Inspected.Refused("the pod that we run in is among those that it selects")
                        : found(call, withdrawal, policy, selected);
            }
        };
    }

    private static Inspected found(Call call, Withdrawal withdrawal, JsonNode policy, Around.Known selected) {
        JsonNode rules = rules(policy, withdrawal);
        List<JsonNode> going = rules.valueStream().filter(withdrawal::isOf).toList();
        var before = WithdrawBefore.of(rules, withdrawal, Note.isAnnotated(policy), Marks.value(call));
        var sensitive = new TreeSet<>(selected.sensitive());
        if (withdrawal.directions().contains(Direction.EGRESS)
                && withdrawal
                        .of(
                                Direction.EGRESS,
                                KubernetesCalls.JSON.createArrayNode().addAll(going))
                        .valueStream()
                        .anyMatch(Ports::mayBeDns)) {
            sensitive.add("by that rule its pods may be looking names up");
        }
        return new Inspected.Found(
                before.write(),
                new Facts(Map.of("pods", selected.pods().size(), "rules", going.size()), sensitive)
                        .noting(withdrawal.directions().stream()
                                .flatMap(way -> Fighters.notes(policy, way.field()).stream())
                                .distinct()
                                .toList()),
                before.taken().isPresent() ? Undo.EXACT : Undo.BY_HAND,
                going.isEmpty());
    }

    @Override
    public Outcome apply(Call call, Before recorded) {
        WithdrawBefore before = WithdrawBefore.read(recorded);
        return switch (look.target(call)) {
            case Seen.Not not -> not.outcome();
            case Seen.There there -> apply(call, before, there.object());
        };
    }

    private Outcome apply(Call call, WithdrawBefore before, JsonNode policy) {
        JsonNode rules = rules(policy, asked(call));
        if (before.isAsLeft(rules)) {
            return new Outcome.AlreadyDone();
        }
        if (!before.isAsSeen(rules) || !isIsolating(policy, asked(call))) {
            return changed(call);
        }
        return switch (calls.patch(path(call), withdrawing(call, before, policy), PATCH, call.deadline())) {
            case Wrote.Outright outright -> outright.outcome();
            case Wrote.Missing _ -> new Outcome.Gone("no such network policy");
            case Wrote.Conflict _, Wrote.Invalid _ -> lookAgain(call, before);
        };
    }

    private static Outcome changed(Call call) {
        return new Outcome.Changed("the policy's rules for " + asked(call).fields() + " are not those that were seen");
    }

    private static ObjectPath path(Call call) {
        return Where.of(call.target()).path();
    }

    private static ArrayNode withdrawing(Call call, WithdrawBefore before, JsonNode policy) {
        Withdrawal withdrawal = asked(call);
        var patch =
                new JsonPatch().testText("/metadata/uid", call.target().uid()).test(TYPES, policy.at(TYPES));
        ArrayNode left = WithdrawBefore.left(rules(policy, withdrawal), withdrawal);
        for (Direction direction : withdrawal.isolating(policy)) {
            JsonNode now = policy.at(pointer(direction));
            if (!now.isEmpty()) {
                patch.test(pointer(direction), now).replace(pointer(direction), withdrawal.of(direction, left));
            }
        }
        Note.leave(patch, note(withdrawal), call, before.annotated());
        return patch.operations();
    }

    private Outcome lookAgain(Call call, WithdrawBefore before) {
        return switch (look.target(call)) {
            case Seen.Not not -> not.outcome();
            case Seen.There there when before.isAsLeft(rules(there.object(), asked(call))) -> new Outcome.AlreadyDone();
            case Seen.There there
            when before.isAsSeen(rules(there.object(), asked(call))) ->
                new Outcome.Busy("somebody else wrote it at that moment", Duration.ZERO);
            case Seen.There _ -> changed(call);
        };
    }

    @Override
    public Proof prove(Call call, Before before) {
        Withdrawal withdrawal = asked(call);
        return switch (look.target(call)) {
            case Seen.Not not -> not.proof();
            case Seen.There there
            when !isIsolating(there.object(), withdrawal) ->
                new Proof.Unproven("the policy does not isolate for " + withdrawal.fields()
                        + " any more: its pods are open unless another does");
            case Seen.There there
            when rules(there.object(), withdrawal).valueStream().anyMatch(withdrawal::isOf) ->
                new Proof.Unproven("the policy has what was withdrawn");
            case Seen.There there -> proof(call, withdrawal, Policy.read(there.object()));
        };
    }

    /** Policies add up: the same may be let through by another, or by another rule of this one. */
    private Proof proof(Call call, Withdrawal withdrawal, Policy policy) {
        return switch (surroundings.of(Where.of(call.target()).namespace().orElseThrow(), call)) {
            case Around.Not not -> not.not().proof();
            case Around.Known all -> {
                Around.Known selected = all.only(pod -> policy.selects(pod.labels()));
                yield selected.withdrawn(call, stillLetThrough(withdrawal, selected), verdict);
            }
        };
    }

    private static List<String> stillLetThrough(Withdrawal withdrawal, Around.Known selected) {
        return Opening.told(withdrawal.directions().stream()
                .flatMap(direction -> stillLetThrough(withdrawal, direction, selected))
                .toList());
    }

    private static Stream<String> stillLetThrough(Withdrawal withdrawal, Direction direction, Around.Known selected) {
        var found = new TreeMap<String, Long>();
        selected.policies().stream()
                .filter(policy -> selected.pods().stream().anyMatch(pod -> policy.selects(pod.labels())))
                .forEach(policy -> found.put(
                        policy.name(),
                        policy.rules(direction)
                                .filter(withdrawal::mayBeLetThroughBy)
                                .count()));
        found.values().removeIf(count -> count == 0);
        return found.entrySet().stream()
                .map(one -> "NetworkPolicy " + one.getKey() + " may let the same traffic " + direction.way() + " ("
                        + one.getValue() + (one.getValue() == 1 ? " rule)" : " rules)"));
    }

    @Override
    public Released release(Call call, Before recorded) {
        WithdrawBefore before = WithdrawBefore.read(recorded);
        return switch (look.target(call)) {
            case Seen.Not not -> not.released();
            case Seen.There there -> release(call, before, there.object());
        };
    }

    private Released release(Call call, WithdrawBefore before, JsonNode policy) {
        if (before.taken().isEmpty()) {
            return new Released.ByHand(List.of("# what was withdrawn was too large for the record: apply "
                    + call.target().id() + " again from its source"));
        }
        JsonNode rules = rules(policy, asked(call));
        boolean isNoted = Note.isOf(policy, note(asked(call)), before.mark());
        if (before.taken().get().isEmpty() || (before.isAsSeen(rules) && !isNoted)) {
            return new Released.Restored();
        }
        if (!before.isAsSeen(rules) && !before.isAsLeft(rules)) {
            return new Released.Drifted(
                    "the rules for " + asked(call).fields() + " as we left them",
                    rules.size() + " rules that are not those");
        }
        return switch (calls.patch(path(call), releasing(call, before, policy), PATCH, call.deadline())) {
            case Wrote.Done _ -> new Released.Restored();
            case Wrote.Missing _ -> new Released.Gone();
            case Wrote.Conflict _, Wrote.Invalid _ -> new Released.Retry("it changed meanwhile");
            case Wrote.Failed failed -> new Released.Retry(failed.why());
        };
    }

    private static ArrayNode releasing(Call call, WithdrawBefore before, JsonNode policy) {
        Withdrawal withdrawal = asked(call);
        JsonNode rules = rules(policy, withdrawal);
        var patch = new JsonPatch().testText("/metadata/uid", call.target().uid());
        if (before.isAsLeft(rules)) {
            ArrayNode all = before.putBack(rules);
            for (Direction direction : withdrawal.isolating(policy)) {
                JsonNode now = policy.at(pointer(direction));
                if (now.isEmpty()) {
                    patch.testAbsent(pointer(direction));
                } else {
                    patch.test(pointer(direction), now);
                }
                ArrayNode then = withdrawal.of(direction, all);
                if (!then.isEmpty()) {
                    patch.add(pointer(direction), then);
                }
            }
        }
        if (Note.isOf(policy, note(withdrawal), before.mark())) {
            Note.takeAway(patch, policy, note(withdrawal));
        }
        return patch.operations();
    }
}
