package dev.killswitch.provider.aws;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Target;
import dev.killswitch.provider.aws.Accounts.Home;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Sets an access key inactive. */
final class DisableAccessKey implements StatusAction.Flag {
    static final ActionSpec SPEC = new ActionSpec(
            "aws.disable-access-key",
            new Meaning(
                    "sets one access key inactive",
                    "sessions minted with the key, up to 36 hours; deny its user to end them",
                    "4 seconds where it was measured; AWS promises no time"),
            Kinds.ACCESS_KEY,
            "tier1",
            Stage.CREDENTIAL,
            false,
            Undo.EXACT,
            "key-inactive",
            Duration.ofSeconds(30),
            List.of(),
            List.of("iam:GetAccessKeyLastUsed", "iam:GetUser", "iam:ListAccessKeys", "iam:UpdateAccessKey"),
            new ByHand(
                    List.of(
                            "user=$(aws iam get-access-key-last-used --access-key-id {id} --query UserName --output text)",
                            "aws iam update-access-key --user-name \"${user:?}\" --access-key-id {id} --status Inactive"),
                    List.of(
                            "user=$(aws iam get-access-key-last-used --access-key-id {id} --query UserName --output text)",
                            "aws iam update-access-key --user-name \"${user:?}\" --access-key-id {id} --status Active")),
            List.of("D3-CE"));

    /** The longest that GetFederationToken and GetSessionToken give. */
    private static final Duration SESSIONS_MAX = Duration.ofHours(36);

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Credential kind() {
        return Credential.ACCESS_KEY;
    }

    @Override
    public Optional<String> refusal(Target target) {
        Optional<AccessKeyId> key = AccessKeyId.parse(target.id());
        return key.filter(id -> id.kind() == AccessKeyId.Kind.LASTING).isPresent()
                ? Optional.empty()
                : Optional.of(Refusals.notAKey(key));
    }

    @Override
    public Optional<Home> remembered(Target target, Accounts accounts) {
        return accounts.remembered(new AccessKeyId(target.id()));
    }

    @Override
    public Answer<Home> home(Target target, Accounts accounts, Instant deadline) {
        return accounts.home(new AccessKeyId(target.id()), Optional.empty(), deadline);
    }

    @Override
    public Answer<Optional<UserName>> owner(AwsAccount account, String id, Instant deadline) {
        return account.calls().owner(new AccessKeyId(id), deadline);
    }

    @Override
    public Survivors survivors() {
        return new Survivors(
                "sessions minted with the key before (deny the user to end them), and roles it assumed", SESSIONS_MAX);
    }
}
