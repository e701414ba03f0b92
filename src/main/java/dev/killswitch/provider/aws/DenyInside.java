package dev.killswitch.provider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Call;
import dev.killswitch.action.Target;
import dev.killswitch.provider.aws.Accounts.Meant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Denies everything to a user or role by a policy inside of it: the next rung where no managed policy can be attached any
 * more, since an attacker may fill that quota. An action of its own, since its rights are another tier's, and what it
 * leaves is another thing to take away.
 */
final class DenyInside implements InlineAction.Denial {
    private static final String DOCUMENT = "'{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\","
            + "\"Action\":\"*\",\"Resource\":\"*\"}]}'";

    static final ActionSpec OF_USER = spec(
                    "aws.deny-user-inside",
                    Kinds.USER,
                    "denies a user everything, by a policy inside of it: for where AWSDenyAll cannot be attached, since ten"
                            + " policies are",
                    DenyUser.SPEC.meaning().survives(),
                    List.of(
                            "iam:GetUser",
                            "iam:ListUserPolicies",
                            "iam:GetUserPolicy",
                            "iam:PutUserPolicy",
                            "iam:DeleteUserPolicy"),
                    new ByHand(
                            List.of("aws iam put-user-policy --user-name {name} --policy-name killswitch-by-hand"
                                    + " --policy-document " + DOCUMENT),
                            List.of("aws iam delete-user-policy --user-name {name} --policy-name killswitch-by-hand")))
            .climbingTo("aws.deny-principal-user");

    static final ActionSpec OF_ROLE = spec(
                    "aws.deny-role-inside",
                    Kinds.ROLE,
                    "denies a role everything, by a policy inside of it: for where AWSDenyAll cannot be attached, since ten"
                            + " policies are",
                    DenyRole.SPEC.meaning().survives(),
                    List.of(
                            "iam:GetRole",
                            "iam:ListRolePolicies",
                            "iam:GetRolePolicy",
                            "iam:PutRolePolicy",
                            "iam:DeleteRolePolicy"),
                    new ByHand(
                            List.of("aws iam put-role-policy --role-name {name} --policy-name killswitch-by-hand"
                                    + " --policy-document " + DOCUMENT),
                            List.of("aws iam delete-role-policy --role-name {name} --policy-name killswitch-by-hand")))
            .climbingTo("aws.deny-principal-role");

    private final ActionSpec spec;
    private final Survivors survivors;

    private DenyInside(ActionSpec spec, Survivors survivors) {
        this.spec = spec;
        this.survivors = survivors;
    }

    static DenyInside ofUser() {
        return new DenyInside(OF_USER, DenyUser.SURVIVORS);
    }

    static DenyInside ofRole() {
        return new DenyInside(OF_ROLE, DenyRole.SURVIVORS);
    }

    private static ActionSpec spec(
            String name, String kind, String does, String survives, List<String> permissions, ByHand byHand) {
        return new ActionSpec(
                name,
                new Meaning(does, survives, "4 seconds where it was measured; AWS promises no time"),
                kind,
                "tier2",
                Stage.DENY,
                false,
                Undo.EXACT,
                "denied-inside",
                Duration.ofSeconds(30),
                List.of(),
                permissions,
                byHand,
                List.of("D3-UAP"));
    }

    @Override
    public ActionSpec spec() {
        return spec;
    }

    @Override
    public Answer<Meant> meant(Target target, Accounts accounts) {
        return accounts.meant(target.kind(), target.id(), Optional.empty());
    }

    @Override
    public String uid(Target target) {
        return target.uid();
    }

    @Override
    public JsonNode document(Call call) {
        return DenyDocument.all();
    }

    @Override
    public boolean isForOne() {
        return false;
    }

    @Override
    public boolean isMet(JsonNode found, Call call) {
        return found.equals(DenyDocument.all());
    }

    @Override
    public Optional<ActionSpec> next() {
        return Optional.of(spec.targetKind().equals(Kinds.USER) ? DenyPrincipal.OF_USER : DenyPrincipal.OF_ROLE);
    }

    @Override
    public Survivors survivors() {
        return survivors;
    }
}
