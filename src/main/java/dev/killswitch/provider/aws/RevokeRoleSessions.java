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
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Denies everything to the sessions of a role that were given out until now: later ones go on. A second time is another
 * time, so each containment has a policy of its own.
 */
final class RevokeRoleSessions implements InlineAction.Denial {
    static final ActionSpec SPEC = new ActionSpec(
            "aws.revoke-role-sessions",
            new Meaning(
                    "denies everything to all sessions of a role that were given out before, by a policy inside of the"
                            + " role; instances and functions of the role fail until they get new credentials, instances"
                            + " up to 6 hours",
                    "sessions of other roles that they have assumed before, up to an hour; whoever may assume the role"
                            + " can do so again",
                    "4 seconds where it was measured; AWS promises no time"),
            Kinds.ROLE,
            "tier2",
            Stage.CREDENTIAL,
            false,
            Undo.EXACT,
            "sessions-revoked",
            Duration.ofSeconds(30),
            List.of(),
            List.of(
                    "iam:GetRole",
                    "iam:ListRolePolicies",
                    "iam:GetRolePolicy",
                    "iam:PutRolePolicy",
                    "iam:DeleteRolePolicy"),
            new ByHand(
                    List.of(
                            "aws iam put-role-policy --role-name {name} --policy-name killswitch-by-hand --policy-document"
                                    + " '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\","
                                    + "\"Resource\":\"*\",\"Condition\":{\"DateLessThan\":{\"aws:TokenIssueTime\":\"'\"$(date"
                                    + " -u +%Y-%m-%dT%H:%M:%SZ)\"'\"}}}]}'"),
                    List.of("aws iam delete-role-policy --role-name {name} --policy-name killswitch-by-hand")),
            List.of("D3-CR"));

    /** How old a look may be when its time is written. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final Clock clock;
    private final Duration settling;

    /** Sessions that are given out while IAM spreads the change, for {@code settling}, are to end too. */
    RevokeRoleSessions(Clock clock, Duration settling) {
        this.clock = clock;
        this.settling = settling;
    }

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Answer<Meant> meant(Target target, Accounts accounts) {
        return accounts.meant(Kinds.ROLE, target.id(), Optional.empty());
    }

    @Override
    public String uid(Target target) {
        return target.uid();
    }

    @Override
    public JsonNode document(Call call) {
        return DenyDocument.before(clock.instant().plus(settling).plus(SLACK).plusSeconds(1));
    }

    @Override
    public boolean isForOne() {
        return true;
    }

    @Override
    public boolean isMet(JsonNode found, Call call) {
        return DenyDocument.cut(found).isPresent();
    }

    @Override
    public Optional<String> stale(JsonNode document) {
        return DenyDocument.cut(document)
                        .filter(cut -> clock.instant().plus(settling).isBefore(cut))
                        .isPresent()
                ? Optional.empty()
                : Optional.of("the time until which sessions are to end has come too near");
    }

    @Override
    public Survivors survivors() {
        return new Survivors(
                "sessions of other roles that they have assumed before, up to an hour; whoever may assume the role can do"
                        + " so again");
    }
}
