package dev.killswitch.provider.aws;

import dev.killswitch.action.Action;
import dev.killswitch.action.Target;
import dev.killswitch.range.aws.PracticeAccount;

/** Each action with the target that every {@link Place} has for it, and the API's names for its write and its undo. */
enum Door {
    KEY("aws.disable-access-key", "UpdateAccessKey", "UpdateAccessKey", "ListAccessKeys"),
    CERTIFICATE(
            "aws.disable-signing-certificate",
            "UpdateSigningCertificate",
            "UpdateSigningCertificate",
            "ListSigningCertificates"),
    SSH_KEY("aws.disable-ssh-key", "UpdateSSHPublicKey", "UpdateSSHPublicKey", "ListSSHPublicKeys"),
    SERVICE_CREDENTIAL(
            "aws.disable-service-credential",
            "UpdateServiceSpecificCredential",
            "UpdateServiceSpecificCredential",
            "ListServiceSpecificCredentials"),
    SESSION("aws.deny-session", "PutRolePolicy", "DeleteRolePolicy", "(List|Get)RolePolic(y|ies)"),
    SESSIONS("aws.revoke-role-sessions", "PutRolePolicy", "DeleteRolePolicy", "(List|Get)RolePolic(y|ies)"),
    USER_INSIDE("aws.deny-user-inside", "PutUserPolicy", "DeleteUserPolicy", "(List|Get)UserPolic(y|ies)"),
    ROLE_INSIDE("aws.deny-role-inside", "PutRolePolicy", "DeleteRolePolicy", "(List|Get)RolePolic(y|ies)"),
    TRUST("aws.edit-role-trust", "UpdateAssumeRolePolicy", "UpdateAssumeRolePolicy", "GetRole"),
    USER_BOUNDARY(
            "aws.deny-user-by-boundary", "PutUserPermissionsBoundary", "DeleteUserPermissionsBoundary", "GetUser"),
    ROLE_BOUNDARY(
            "aws.deny-role-by-boundary", "PutRolePermissionsBoundary", "DeleteRolePermissionsBoundary", "GetRole"),
    USER_SLOT("aws.deny-principal-user", "UpdatePolicy", "UpdatePolicy", "DescribePolicy"),
    ROLE_SLOT("aws.deny-principal-role", "UpdatePolicy", "UpdatePolicy", "DescribePolicy"),
    USER("aws.deny-user", "AttachUserPolicy", "DetachUserPolicy", "ListAttachedUserPolicies"),
    ROLE("aws.deny-role", "AttachRolePolicy", "DetachRolePolicy", "ListAttachedRolePolicies"),
    INSTANCE("aws.protect-instance", "ModifyInstanceAttribute", "ModifyInstanceAttribute", "DescribeInstanceAttribute"),
    INTERFACE(
            "aws.isolate-interface",
            "ModifyNetworkInterfaceAttribute",
            "ModifyNetworkInterfaceAttribute",
            "DescribeNetworkInterfaces");

    private final String action;
    private final String write;
    private final String undo;
    private final String read;

    Door(String action, String write, String undo, String read) {
        this.action = action;
        this.write = write;
        this.undo = undo;
        this.read = read;
    }

    Action action(Place place) {
        return place.action(action);
    }

    Target target(Place place) {
        return switch (this) {
            case KEY -> place.credential("alice", Credential.ACCESS_KEY);
            case CERTIFICATE -> place.credential("alice", Credential.SIGNING_CERTIFICATE);
            case SSH_KEY -> place.credential("alice", Credential.SSH_KEY);
            case SERVICE_CREDENTIAL -> place.credential("alice", Credential.SERVICE_CREDENTIAL);
            case USER, USER_INSIDE, USER_BOUNDARY, USER_SLOT -> place.target(Kinds.USER, "alice");
            case ROLE, ROLE_INSIDE, ROLE_BOUNDARY, ROLE_SLOT, SESSIONS, TRUST -> place.target(Kinds.ROLE, "batch");
            case SESSION -> place.target(Kinds.SESSION, "batch/i-0123456789abcdef0");
            case INSTANCE -> place.target(Kinds.INSTANCE, PracticeAccount.instanceId("web"));
            case INTERFACE -> {
                try (Ec2Place ec2 = Ec2Place.onRange(place)) {
                    yield ec2.networkInterface();
                }
            }
        };
    }

    String world(Place place) {
        return switch (this) {
            case USER_SLOT, ROLE_SLOT -> place.slot().document();
            case KEY, CERTIFICATE, SSH_KEY, SERVICE_CREDENTIAL, USER, USER_INSIDE, USER_BOUNDARY -> place.user("alice");
            case ROLE, ROLE_INSIDE, ROLE_BOUNDARY, SESSION, SESSIONS, TRUST -> place.role("batch");
            case INSTANCE, INTERFACE -> {
                try (Ec2Place ec2 = Ec2Place.onRange(place)) {
                    yield ec2.world();
                }
            }
        };
    }

    String write() {
        return "Action=" + write + "$";
    }

    String undo() {
        return "Action=" + undo + "$";
    }

    String read() {
        return "Action=" + read + "$";
    }
}
