package dev.killswitch.provider.aws;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.provider.aws.AwsCalls.Holder;
import dev.killswitch.provider.aws.SlotCalls.Slot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Denies everything to a user or role by the organization: its ARN is added to a service control policy that was prepared and
 * attached ahead of time. Who may write IAM in his account takes every denial in there off again, but not this one. The policy
 * is ours whole, so that an ARN in it is ours, whoever's containment it was first.
 */
final class DenyPrincipal implements Action {
    static final ActionSpec OF_USER = spec(
            "aws.deny-principal-user",
            Kinds.USER,
            "denies a user everything, by the organization's prepared service control policy, which nobody in the account can"
                    + " take off",
            "sessions of roles that the user has assumed, and of GetFederationToken: deny the user as well",
            "iam:GetUser");

    static final ActionSpec OF_ROLE = spec(
            "aws.deny-principal-role",
            Kinds.ROLE,
            "denies a role everything, by the organization's prepared service control policy, which nobody in the account can"
                    + " take off",
            DenyRole.SPEC.meaning().survives(),
            "iam:GetRole");

    private static final Survivors OF_USERS = new Survivors(
            "sessions of roles that the user has assumed, and of GetFederationToken: deny the user as well");

    private static final String SOURCE =
            "nobody has published a measurement, AWS says that policies of an organization work at once";

    private final ActionSpec spec;
    private final Survivors survivors;
    private final Accounts accounts;
    private final Optional<SlotCalls> slot;
    private final Settling settling;
    private final Clock clock;

    private DenyPrincipal(ActionSpec spec, Survivors survivors, Slotted slotted) {
        this.spec = spec;
        this.survivors = survivors;
        this.accounts = slotted.accounts();
        this.slot = slotted.slot();
        this.settling = slotted.settling();
        this.clock = slotted.clock();
    }

    /** What both need; {@code slot} is empty where no policy is configured. */
    record Slotted(Accounts accounts, Optional<SlotCalls> slot, Settling settling, Clock clock) {}

    static DenyPrincipal ofUser(Slotted slotted) {
        return new DenyPrincipal(OF_USER, OF_USERS, slotted);
    }

    static DenyPrincipal ofRole(Slotted slotted) {
        return new DenyPrincipal(OF_ROLE, DenyRole.SURVIVORS, slotted);
    }

    private static ActionSpec spec(String name, String kind, String does, String survives, String find) {
        return new ActionSpec(
                name,
                new Meaning(
                        does,
                        survives,
                        "AWS says at once, and nobody has published a measurement; the account that manages the organization is"
                                + " not bound"),
                kind,
                "organization",
                Stage.DENY,
                false,
                Undo.EXACT,
                "denied-by-organization",
                Duration.ofSeconds(30),
                List.of(),
                List.of(
                        find,
                        "organizations:DescribePolicy",
                        "organizations:ListParents",
                        "organizations:ListTargetsForPolicy",
                        "organizations:UpdatePolicy"),
                new ByHand(
                        List.of(
                                "aws organizations describe-policy --policy-id \"${slot:?}\" --query Policy.Content --output text"
                                        + " > slot.json",
                                "jq --arg arn \"${arn:?the ARN of {name}}\""
                                        + " '.Statement[0].Condition.ArnEquals[\"aws:PrincipalArn\"] += [$arn]' slot.json >"
                                        + " slot-closed.json",
                                "aws organizations update-policy --policy-id \"${slot:?}\" --content file://slot-closed.json"),
                        List.of(
                                "aws organizations describe-policy --policy-id \"${slot:?}\" --query Policy.Content --output text"
                                        + " > slot.json",
                                "jq --arg arn \"${arn:?the ARN of {name}}\""
                                        + " '.Statement[0].Condition.ArnEquals[\"aws:PrincipalArn\"] -= [$arn]' slot.json >"
                                        + " slot-open.json",
                                "aws organizations update-policy --policy-id \"${slot:?}\" --content file://slot-open.json")),
                List.of("D3-UAP"));
    }

    @Override
    public ActionSpec spec() {
        return spec;
    }

    /** The prepared policy, with whom it denies. */
    private record Now(SlotCalls calls, Slot said, List<String> principals) {
        boolean denies(String arn) {
            return principals.contains(arn);
        }
    }

    @Override
    public Inspected inspect(Call call) {
        return accounts.meant(call.target().kind(), call.target().id(), Optional.empty())
                .then(meant -> meant.held(call.target().uid(), call.deadline())
                        .then(holder -> now(call).map(now -> inspect(call, meant.account(), holder, now))))
                .inspected(inspected -> inspected);
    }

    private static Inspected inspect(Call call, AwsAccount account, Holder holder, Now now) {
        Self self = Self.of(account, holder.principal(), call.deadline());
        Optional<String> refused = self.refused()
                .or(() -> Refusals.serviceLinked(holder))
                .or(() -> SlotDocument.refusal(holder.arn()))
                .or(() -> account.id().equals(now.said().management())
                        ? Optional.of(Refusals.MANAGEMENT)
                        : Optional.empty());
        if (refused.isPresent()) {
            return new Inspected.Refused(refused.get());
        }
        var before =
                new Befores.OfSlot(account.id(), holder.principal(), now.calls().policy(), holder.arn());
        var facts = new Facts(
                Map.of("principals-in-the-slot", now.principals().size()), self.sensitive(), Set.of(holder.arn()));
        return new Inspected.Found(before.written(), facts, Undo.EXACT, now.denies(holder.arn()));
    }

    @Override
    public Outcome apply(Call call, Before before) {
        Befores.OfSlot was = Befores.OfSlot.read(before);
        return held(was, call).outcome(account -> {
            if (account.isKnownToBeUs(was.principal())) {
                return new Outcome.Refused(Refusals.OURSELVES);
            }
            return inTurn(
                            call,
                            () -> now(call)
                                    .outcome(now ->
                                            now.denies(was.arn()) ? new Outcome.AlreadyDone() : added(call, was, now)))
                    .orElseGet(() -> new Outcome.Busy("the slot is being written", Duration.ofSeconds(1)));
        });
    }

    private Outcome added(Call call, Befores.OfSlot was, Now now) {
        var all = new ArrayList<>(now.principals());
        all.add(was.arn());
        var document = SlotDocument.of(all);
        if (document.toString().length() > SlotDocument.CHARS_MAX) {
            return new Outcome.Refused("the slot " + now.calls().policy() + " has no room: it denies "
                    + now.principals().size() + " principals; release some of them");
        }
        Outcome outcome = now.calls().write(document, call.deadline());
        if (outcome instanceof Outcome.Done) {
            settling.begun(key(call));
        }
        return outcome;
    }

    private static String key(Call call) {
        return call.target().uid() + " slot";
    }

    @Override
    public Proof prove(Call call, Before before) {
        Befores.OfSlot was = Befores.OfSlot.read(before);
        return held(was, call).then(_ -> now(call)).proof(settling.needed(), now -> {
            if (!now.denies(was.arn())) {
                settling.ended(key(call));
                return new Proof.Unproven("the slot " + was.policy() + " reads back without it");
            }
            return now.calls()
                    .binds(was.account(), call.deadline())
                    .proof(
                            settling.needed(),
                            binds -> binds
                                    ? settling.proof(
                                            key(call),
                                            "the slot " + was.policy()
                                                    + " reads back with it, and is attached above account "
                                                    + was.account(),
                                            SOURCE,
                                            survivors)
                                    : new Proof.Unproven("the slot " + was.policy()
                                            + " reads back with it, and is attached to nothing above" + " account "
                                            + was.account() + ": attach it"));
        });
    }

    @Override
    public Released release(Call call, Before before) {
        Befores.OfSlot was = Befores.OfSlot.read(before);
        return inTurn(
                        call,
                        () -> now(call).released(now -> {
                            settling.ended(key(call));
                            return now.denies(was.arn()) ? taken(call, was, now) : notThere(call, was);
                        }))
                .orElseGet(() -> new Released.Retry("the slot is being written"));
    }

    /** Also where who it was is gone: one that is made anew has the same ARN. */
    private static Released taken(Call call, Befores.OfSlot was, Now now) {
        List<String> others =
                now.principals().stream().filter(arn -> !arn.equals(was.arn())).toList();
        return Answer.released(now.calls().write(SlotDocument.of(others), call.deadline()));
    }

    private Released notThere(Call call, Befores.OfSlot was) {
        return held(was, call) instanceof Answer.None<AwsAccount> ? new Released.Gone() : new Released.Restored();
    }

    /** One after the other: each writes the whole. Empty where the deadline comes first. */
    private <T> Optional<T> inTurn(Call call, Supplier<T> write) {
        if (slot.isEmpty()) {
            return Optional.of(write.get());
        }
        try {
            Duration left = Duration.between(clock.instant(), call.deadline());
            if (!slot.get().turn().tryLock(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(write.get());
        } finally {
            slot.get().turn().unlock();
        }
    }

    private Answer<Now> now(Call call) {
        Instant deadline = call.deadline();
        return slot.map(calls -> calls.read(deadline)
                        .then(said -> SlotDocument.principals(said.document())
                                .<Answer<Now>>map(principals -> new Answer.Got<>(new Now(calls, said, principals)))
                                .orElseGet(() -> new Answer.Away<>("the policy " + calls.policy()
                                        + " is not the prepared one, and never written: see helm/aws/slot.scp.json"))))
                .orElseGet(() -> new Answer.Away<>("the connection names no organization: see docs/aws.md"));
    }

    /** The very one of that name: one that was made anew since is another. */
    private Answer<AwsAccount> held(Befores.OfSlot was, Call call) {
        return accounts.recorded(was.account())
                .then(account -> new Accounts.Meant(account, was.principal())
                        .held(call.target().uid(), call.deadline())
                        .map(_ -> account));
    }
}
