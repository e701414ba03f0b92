package dev.killswitch.provider.aws;

import java.util.Optional;

/** What is never done here, and what a person does instead. */
final class Refusals {
    static final String OURSELVES = "these are our own credentials: we never act on ourselves";
    static final String OUR_INSTANCE = "it is the instance that we run on: we never act on ourselves";
    static final String OF_A_SERVICE =
            "AWS made the interface for a service of its own and lets nobody change it: act on that service";
    static final String ROOT_KEY =
            "it is a key of the root user: no action of ours; sign in as root, or have the organization's management "
                    + "account delete the root credentials of this member";
    static final String FEDERATED =
            "a session of GetFederationToken has the rights of the user who asked for it: order aws.deny-user on that user, "
                    + "whom CloudTrail names as its session issuer";
    static final String MANAGEMENT =
            "its account manages the organization, and no policy of an organization binds that one: order aws.deny-user or "
                    + "aws.deny-role there";
    static final String SERVICE_LINKED =
            "it is a service-linked role: AWS lets nobody change it; act on the service that it is linked to";
    static final String IDENTITY_CENTER =
            "it belongs to IAM Identity Center: AWS lets nobody change it here; take the user's assignments away there, "
                    + "or deny the user by an SCP on identitystore:userId";
    private static final String TEMPORARY_KEY =
            "it is a temporary key, of a session: it cannot be set inactive; order aws.deny-session on the session or "
                    + "aws.deny-role on the role, or of a user's session aws.deny-user on the user";
    private static final String NO_KEY = "an access key id is AKIA and 16 of A-Z and 2-7";

    private Refusals() {}

    static String notAKey(Optional<AccessKeyId> parsed) {
        return parsed.isPresent() ? TEMPORARY_KEY : NO_KEY;
    }

    /** Why AWS would not let the role be changed; empty where it would. */
    static Optional<String> reserved(AwsCalls.Holder holder) {
        if (!(holder.principal() instanceof RoleName role)) {
            return Optional.empty();
        }
        if (role.name().startsWith("AWSReservedSSO_") || holder.arn().contains(":role/aws-reserved/")) {
            return Optional.of(IDENTITY_CENTER);
        }
        return serviceLinked(holder);
    }

    /** Neither IAM nor a policy of the organization reaches such a role. */
    static Optional<String> serviceLinked(AwsCalls.Holder holder) {
        return holder.arn().contains(":role/aws-service-role/") ? Optional.of(SERVICE_LINKED) : Optional.empty();
    }
}
