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

/** Denies everything to one session of a role: of an instance, its own one. The role's other sessions go on. */
final class DenySession implements InlineAction.Denial {
    static final ActionSpec SPEC = new ActionSpec(
            "aws.deny-session",
            new Meaning(
                    "denies one session of a role everything, by a policy inside of the role; of an instance's role"
                            + " that is the instance, and the thief of its credentials with it",
                    "sessions of other roles that it has assumed before, up to an hour; whoever may assume the role"
                            + " can do so again under another name",
                    "4 seconds where it was measured; AWS promises no time"),
            Kinds.SESSION,
            "tier2",
            Stage.DENY,
            false,
            Undo.EXACT,
            "session-denied",
            Duration.ofSeconds(30),
            List.of(),
            List.of(
                    "iam:GetRole",
                    "iam:ListRoles",
                    "iam:ListRolePolicies",
                    "iam:GetRolePolicy",
                    "iam:PutRolePolicy",
                    "iam:DeleteRolePolicy"),
            new ByHand(
                    List.of(
                            "id=$(aws iam get-role --role-name {role} --query Role.RoleId --output text)",
                            "aws iam put-role-policy --role-name {role} --policy-name killswitch-by-hand --policy-document"
                                    + " '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\","
                                    + "\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:userid\":\"'\"${id:?}\"':{session}\"}}}]}'"),
                    List.of("aws iam delete-role-policy --role-name {role} --policy-name killswitch-by-hand")),
            List.of("D3-UAP"));

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Answer<Meant> meant(Target target, Accounts accounts) {
        return Session.parse(target.id())
                .flatMap(Session::role)
                .map(role -> accounts.meant(Kinds.ROLE, role, Optional.empty()))
                .orElseGet(() -> new Answer.None<>("a session is named by its role and its name, as batch/i-…"));
    }

    @Override
    public String uid(Target target) {
        return Session.roleId(target.uid());
    }

    @Override
    public JsonNode document(Call call) {
        return DenyDocument.session(call.target().uid());
    }

    @Override
    public boolean isForOne() {
        return false;
    }

    @Override
    public boolean isMet(JsonNode found, Call call) {
        return found.equals(document(call));
    }

    @Override
    public Survivors survivors() {
        return new Survivors(
                "sessions of other roles that it has assumed before, up to an hour; whoever may assume the role can do so"
                        + " again under another name");
    }
}
