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

/** Sets a service-specific credential inactive: a password for CodeCommit or Keyspaces, an API key of Bedrock or CloudWatch Logs. */
final class DisableServiceCredential implements StatusAction.Flag {
    static final ActionSpec SPEC = new ActionSpec(
            "aws.disable-service-credential",
            new Meaning(
                    "sets one service-specific credential of a user inactive: an API key of Bedrock or CloudWatch Logs, a password of CodeCommit or Keyspaces",
                    "the other credentials of its user; short-term API keys of Bedrock, which are sessions: deny their user or role",
                    "4 seconds where it was measured; AWS promises no time"),
            Kinds.SERVICE_CREDENTIAL,
            "tier1",
            Stage.CREDENTIAL,
            false,
            Undo.EXACT,
            "service-credential-inactive",
            Duration.ofSeconds(30),
            List.of(),
            List.of("iam:GetUser", "iam:ListServiceSpecificCredentials", "iam:UpdateServiceSpecificCredential"),
            new ByHand(
                    List.of(
                            "aws iam update-service-specific-credential --user-name {user} --service-specific-credential-id {credential} --status Inactive"),
                    List.of(
                            "aws iam update-service-specific-credential --user-name {user} --service-specific-credential-id {credential} --status Active")),
            List.of("D3-CE"));

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Credential kind() {
        return Credential.SERVICE_CREDENTIAL;
    }

    @Override
    public Answer<Home> home(Target target, Accounts accounts, Instant deadline) {
        return accounts.home(Credential.SERVICE_CREDENTIAL, target.id(), Optional.empty(), deadline);
    }

    @Override
    public Answer<Optional<UserName>> owner(AwsAccount account, String id, Instant deadline) {
        return Accounts.holder(account, id, deadline);
    }

    @Override
    public Survivors survivors() {
        return new Survivors(
                "the other credentials of its user, and short-term API keys of Bedrock, which are sessions");
    }
}
