package dev.killswitch.provider.aws;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Provider;
import dev.killswitch.config.Section;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Accounts of AWS: users, roles, and what users sign in with. */
public final class AwsProvider implements Provider {
    static final List<ActionSpec> ACTIONS = List.of(
            DenyUser.SPEC,
            DenyRole.SPEC,
            DisableAccessKey.SPEC,
            DisableSigningCertificate.SPEC,
            DisableSshKey.SPEC,
            DisableServiceCredential.SPEC,
            DenySession.SPEC,
            RevokeRoleSessions.SPEC,
            DenyInside.OF_USER,
            DenyInside.OF_ROLE,
            ProtectInstance.SPEC,
            IsolateInterface.SPEC,
            EditRoleTrust.SPEC,
            DenyByBoundary.OF_USER,
            DenyByBoundary.OF_ROLE,
            DenyPrincipal.OF_USER,
            DenyPrincipal.OF_ROLE);

    /** What finding, collecting evidence and checking ask for, whatever tiers are on; an action names what it reads itself. */
    static final List<String> LOOKING = List.of(
            "iam:GetAccessKeyLastUsed",
            "iam:GetLoginProfile",
            "iam:GetRole",
            "iam:GetUser",
            "iam:ListAccessKeys",
            "iam:ListAttachedRolePolicies",
            "iam:ListAttachedUserPolicies",
            "iam:ListGroupsForUser",
            "iam:ListInstanceProfilesForRole",
            "iam:ListMFADevices",
            "iam:ListSSHPublicKeys",
            "iam:ListServiceSpecificCredentials",
            "iam:ListSigningCertificates",
            "iam:SimulatePrincipalPolicy");

    @Override
    public String kind() {
        return "aws";
    }

    @Override
    public List<ActionSpec> actions() {
        return ACTIONS;
    }

    /** Of a key by its id, of others by their ARN. */
    @Override
    public Optional<String> accountOf(String kind, String id) {
        if (kind.equals("aws.access-key")) {
            return AccessKeyId.parse(id).flatMap(AccessKeyId::account).map(AccountId::toString);
        }
        String[] parts = id.split(":", 6);
        return parts.length == 6 && parts[0].equals("arn")
                ? AccountId.parse(parts[4]).map(AccountId::toString)
                : Optional.empty();
    }

    @Override
    public Connection open(String name, Section settings, Clock clock) {
        return new AwsConnection(name, AwsSettings.read(settings), clock);
    }
}
