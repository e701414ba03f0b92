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

/** Denies everything to a role: all of its sessions, those that stand and those to come. */
final class DenyRole implements Action {
    static final ActionSpec SPEC = new ActionSpec(
                    "aws.deny-role",
                    new Meaning(
                            "denies a role everything, by attaching AWS's own AWSDenyAll",
                            "sessions of other roles that it has assumed before, up to an hour",
                            "4 seconds where it was measured; AWS promises no time"),
                    Kinds.ROLE,
                    "tier1",
                    Stage.DENY,
                    false,
                    Undo.EXACT,
                    "denied-everything",
                    Duration.ofSeconds(30),
                    List.of(),
                    List.of(
                            "iam:GetRole",
                            "iam:ListAttachedRolePolicies",
                            "iam:AttachRolePolicy",
                            "iam:DetachRolePolicy"),
                    new ByHand(
                            List.of(
                                    "aws iam attach-role-policy --role-name {name} --policy-arn arn:aws:iam::aws:policy/AWSDenyAll"),
                            List.of(
                                    "aws iam detach-role-policy --role-name {name} --policy-arn arn:aws:iam::aws:policy/AWSDenyAll")),
                    List.of("D3-UAP"))
            .climbingTo("aws.deny-role-by-boundary", "aws.deny-role-inside");

    /** The longest that a role session made by a role session can be. */
    static final Survivors SURVIVORS =
            new Survivors("sessions of other roles that it has assumed before", Duration.ofHours(1));

    private final DenyAll denyAll;

    DenyRole(DenyAll denyAll) {
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
