package dev.killswitch.provider.aws;

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
import java.time.Duration;
import java.util.List;

/** Denies everything to a user, whatever credential it uses: its keys, its password, and sessions minted with them. */
final class DenyUser implements Action {
    static final ActionSpec SPEC = new ActionSpec(
                    "aws.deny-user",
                    new Meaning(
                            "denies a user everything, by attaching AWS's own AWSDenyAll",
                            "sessions of roles that the user has assumed before, up to 12 hours, and of services that act"
                                    + " for it",
                            "4 seconds where it was measured; AWS promises no time"),
                    Kinds.USER,
                    "tier1",
                    Stage.DENY,
                    false,
                    Undo.EXACT,
                    "denied-everything",
                    Duration.ofSeconds(30),
                    List.of(),
                    List.of(
                            "iam:GetUser",
                            "iam:ListAccessKeys",
                            "iam:ListAttachedUserPolicies",
                            "iam:AttachUserPolicy",
                            "iam:DetachUserPolicy"),
                    new ByHand(
                            List.of(
                                    "aws iam attach-user-policy --user-name {name} --policy-arn arn:aws:iam::aws:policy/AWSDenyAll"),
                            List.of(
                                    "aws iam detach-user-policy --user-name {name} --policy-arn arn:aws:iam::aws:policy/AWSDenyAll")),
                    List.of("D3-UAP"))
            .climbingTo("aws.deny-user-by-boundary", "aws.deny-user-inside");

    /** The longest that a role session can be. */
    static final Survivors SURVIVORS = new Survivors(
            "sessions of roles that the user has assumed before, and of services that act for it",
            Duration.ofHours(12));

    private final DenyAll denyAll;

    DenyUser(DenyAll denyAll) {
        this.denyAll = denyAll;
    }

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Inspected inspect(Call call) {
        return denyAll.inspect(call);
    }

    @Override
    public Outcome apply(Call call, Before before) {
        return denyAll.apply(call, before);
    }

    @Override
    public Proof prove(Call call, Before before) {
        return denyAll.prove(call, before, SURVIVORS);
    }

    @Override
    public Released release(Call call, Before before) {
        return denyAll.release(call, before);
    }
}
