package dev.killswitch.provider.aws;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.killswitch.action.Rung;
import dev.killswitch.provider.aws.TrustCalls.Trusting;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets nobody assume a role any more: a statement of ours is added to its trust policy. The policy is one value, which AWS
 * takes whole and with no precondition: it is read right before the write, and put back while it is as we left it.
 */
final class EditRoleTrust implements Action {
    static final ActionSpec SPEC = new ActionSpec(
                    "aws.edit-role-trust",
                    new Meaning(
                            "lets nobody assume a role any more, by a statement in its trust policy; instances, functions and"
                                    + " whoever else uses it fail once their sessions end",
                            "sessions that were given out before, up to 12 hours: revoke them, or deny the role",
                            "4 seconds where it was measured; AWS promises no time"),
                    Kinds.ROLE,
                    "tier2",
                    Stage.CREDENTIAL,
                    false,
                    Undo.EXACT,
                    "trust-closed",
                    Duration.ofSeconds(30),
                    List.of(),
                    List.of("iam:GetRole", "iam:UpdateAssumeRolePolicy"),
                    new ByHand(
                            List.of(
                                    "aws iam get-role --role-name {name} --query Role.AssumeRolePolicyDocument > trust-before.json",
                                    "jq '.Statement = ([.Statement] | flatten) + [{\"Sid\":\"KillswitchByHand\",\"Effect\":\"Deny\","
                                            + "\"Principal\":\"*\",\"Action\":[\"sts:AssumeRole\",\"sts:AssumeRoleWithSAML\","
                                            + "\"sts:AssumeRoleWithWebIdentity\"]}]' trust-before.json > trust-closed.json",
                                    "aws iam update-assume-role-policy --role-name {name} --policy-document file://trust-closed.json"),
                            List.of(
                                    "aws iam update-assume-role-policy --role-name {name} --policy-document file://trust-before.json")),
                    List.of("D3-UAP"))
            .climbingTo("aws.deny-role");

    /** The longest that a session of a role can be. */
    private static final Survivors SURVIVORS = new Survivors(
            "sessions of the role that were given out before; revoke them, or deny the role", Duration.ofHours(12));

    private final Accounts accounts;
    private final Settling settling;

    EditRoleTrust(Accounts accounts, Settling settling) {
        this.accounts = accounts;
        this.settling = settling;
    }

    /** A live role with its trust policy, and where it is. */
    private record Now(AwsAccount account, RoleName role, JsonNode document) {}

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Inspected inspect(Call call) {
        return accounts.meant(Kinds.ROLE, call.target().id(), Optional.empty())
                .then(meant -> trusting(meant.account(), (RoleName) meant.principal(), call)
                        .map(trusting -> inspect(call, meant.account(), trusting)))
                .inspected(inspected -> inspected);
    }

    private static Inspected inspect(Call call, AwsAccount account, Trusting trusting) {
        AwsCalls.Holder role = trusting.role();
        Self self = Self.of(account, role.principal(), call.deadline());
        Optional<String> refused = self.refused().or(() -> Refusals.reserved(role));
        if (refused.isPresent()) {
            return new Inspected.Refused(refused.get());
        }
        // One of ours that stands there already is what a release takes away, whoever's containment it was first.
        Optional<String> standing = TrustDocument.standing(trusting.document());
        String sid = standing.orElseGet(() -> TrustDocument.sid(call.mark().containment()));
        var before = new Befores.OfTrust(account.id(), (RoleName) role.principal(), sid, trusting.document());
        var facts = new Facts(blast(account, trusting, call), self.sensitive(), Set.of(role.arn()));
        return new Inspected.Found(before.written(), facts, Undo.EXACT, standing.isPresent());
    }

    private static Map<String, Integer> blast(AwsAccount account, Trusting trusting, Call call) {
        var blast = new HashMap<String, Integer>();
        blast.put("trust-statements", TrustDocument.size(trusting.document()));
        account.calls()
                .instanceProfiles((RoleName) trusting.role().principal(), call.deadline())
                .optional()
                .ifPresent(profiles -> blast.put("instance-profiles", profiles.size()));
        return blast;
    }

    @Override
    public Outcome apply(Call call, Before before) {
        Befores.OfTrust was = Befores.OfTrust.read(before);
        return now(was, call).outcome(now -> {
            if (TrustDocument.isClosed(now.document(), was)) {
                return new Outcome.AlreadyDone();
            }
            if (!now.document().equals(was.document())) {
                return new Outcome.Changed(TrustDocument.shown(now.document(), was.document()));
            }
            if (now.account().isKnownToBeUs(now.role())) {
                return new Outcome.Refused(Refusals.OURSELVES);
            }
            Outcome outcome = now.account()
                    .calls()
                    .trust()
                    .set(now.role(), TrustDocument.closed(was.document(), was.sid()), call.deadline());
            if (outcome instanceof Outcome.Done) {
                settling.begun(key(call));
            }
            return outcome instanceof Outcome.Refused no && AwsErrors.isQuota(no.why())
                    ? new Outcome.Refused(no.why() + ": its trust policy has no room; next: " + DenyRole.SPEC.name())
                            .next(Rung.same(DenyRole.SPEC))
                    : outcome;
        });
    }

    private static String key(Call call) {
        return call.target().uid() + " trust";
    }

    @Override
    public Proof prove(Call call, Before before) {
        Befores.OfTrust was = Befores.OfTrust.read(before);
        return now(was, call).proof(settling.needed(), now -> {
            if (!TrustDocument.isClosed(now.document(), was)) {
                settling.ended(key(call));
                return new Proof.Unproven("it reads back as " + TrustDocument.shown(now.document(), was.document()));
            }
            return settling.proof(
                    key(call), "the trust policy reads back with our statement " + was.sid() + " in it", SURVIVORS);
        });
    }

    @Override
    public Released release(Call call, Before before) {
        Befores.OfTrust was = Befores.OfTrust.read(before);
        return now(was, call).released(now -> {
            JsonNode opened = TrustDocument.opened(was.document(), was.sid());
            if (now.document().equals(opened)) {
                settling.ended(key(call));
                return new Released.Restored();
            }
            if (!TrustDocument.isClosed(now.document(), was)) {
                return new Released.Drifted(
                        "the trust policy that was there, and our statement " + was.sid(),
                        TrustDocument.shown(now.document(), was.document()));
            }
            settling.ended(key(call));
            return Answer.released(now.account().calls().trust().set(now.role(), opened, call.deadline()));
        });
    }

    private Answer<Now> now(Befores.OfTrust was, Call call) {
        return accounts.recorded(was.account())
                .then(account -> trusting(account, was.role(), call)
                        .map(trusting -> new Now(account, was.role(), trusting.document())));
    }

    /** The very one of that name: one that was made anew since is another. */
    private static Answer<Trusting> trusting(AwsAccount account, RoleName name, Call call) {
        return account.calls()
                .trust()
                .of(name, call.deadline())
                .then(found -> found.role().uid().equals(call.target().uid())
                        ? new Answer.Got<>(found)
                        : new Answer.None<>("the one of that name is another since: "
                                + found.role().uid()));
    }
}
