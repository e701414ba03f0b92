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

/** Sets a signing certificate inactive: what the SOAP interfaces of old take. */
final class DisableSigningCertificate implements StatusAction.Flag {
    static final ActionSpec SPEC = new ActionSpec(
            "aws.disable-signing-certificate",
            new Meaning(
                    "sets one signing certificate of a user inactive",
                    "the other credentials of its user; contain the user to end them",
                    "4 seconds where it was measured; AWS promises no time"),
            Kinds.SIGNING_CERTIFICATE,
            "tier1",
            Stage.CREDENTIAL,
            false,
            Undo.EXACT,
            "signing-certificate-inactive",
            Duration.ofSeconds(30),
            List.of(),
            List.of("iam:GetUser", "iam:ListSigningCertificates", "iam:UpdateSigningCertificate"),
            new ByHand(
                    List.of(
                            "aws iam update-signing-certificate --user-name {user} --certificate-id {credential} --status Inactive"),
                    List.of(
                            "aws iam update-signing-certificate --user-name {user} --certificate-id {credential} --status Active")),
            List.of("D3-CE"));

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Credential kind() {
        return Credential.SIGNING_CERTIFICATE;
    }

    @Override
    public Answer<Home> home(Target target, Accounts accounts, Instant deadline) {
        return accounts.home(Credential.SIGNING_CERTIFICATE, target.id(), Optional.empty(), deadline);
    }

    @Override
    public Survivors survivors() {
        return new Survivors("the other credentials of its user");
    }
}
