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

/** Sets an SSH key inactive: what CodeCommit takes. */
final class DisableSshKey implements StatusAction.Flag {
    static final ActionSpec SPEC = new ActionSpec(
            "aws.disable-ssh-key",
            new Meaning(
                    "sets one SSH key of a user inactive, which is a key to CodeCommit alone",
                    "what was cloned before; the other credentials of its user, which contain-user ends",
                    "4 seconds where it was measured; AWS promises no time"),
            Kinds.SSH_KEY,
            "tier1",
            Stage.CREDENTIAL,
            false,
            Undo.EXACT,
            "ssh-key-inactive",
            Duration.ofSeconds(30),
            List.of(),
            List.of("iam:GetUser", "iam:ListSSHPublicKeys", "iam:UpdateSSHPublicKey"),
            new ByHand(
                    List.of(
                            "aws iam update-ssh-public-key --user-name {user} --ssh-public-key-id {credential} --status Inactive"),
                    List.of(
                            "aws iam update-ssh-public-key --user-name {user} --ssh-public-key-id {credential} --status Active")),
            List.of("D3-CE"));

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Credential kind() {
        return Credential.SSH_KEY;
    }

    @Override
    public Answer<Home> home(Target target, Accounts accounts, Instant deadline) {
        return accounts.home(Credential.SSH_KEY, target.id(), Optional.empty(), deadline);
    }

    @Override
    public Survivors survivors() {
        return new Survivors("what was cloned before, and the other credentials of its user");
    }
}
