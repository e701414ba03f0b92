package dev.killswitch.range.aws;

import dev.killswitch.range.aws.AccountState.Role;
import dev.killswitch.range.aws.AccountState.Session;
import dev.killswitch.range.aws.AccountState.User;
import java.util.Optional;
import java.util.Set;

/** Whose key a call was signed with. The signature itself is not looked at. */
sealed interface Caller {
    /** What the responder may, besides reading. */
    Set<String> POLICY_ACTIONS = Set.of("AttachUserPolicy", "DetachUserPolicy", "AttachRolePolicy", "DetachRolePolicy");

    Set<String> STATUS_ACTIONS = Set.of(
            "UpdateAccessKey", "UpdateSigningCertificate", "UpdateSSHPublicKey", "UpdateServiceSpecificCredential");

    /** For the second tier: with these whoever is the responder can give himself any right. */
    Set<String> INLINE_ACTIONS =
            Set.of("PutUserPolicy", "DeleteUserPolicy", "PutRolePolicy", "DeleteRolePolicy", "UpdateAssumeRolePolicy");

    /** For the tier of boundaries, and with the one that denies everything alone. */
    Set<String> BOUNDARY_ACTIONS = Set.of(
            "PutUserPermissionsBoundary",
            "DeleteUserPermissionsBoundary",
            "PutRolePermissionsBoundary",
            "DeleteRolePermissionsBoundary");

    /** For the third tier. */
    Set<String> MACHINE_ACTIONS = Set.of("ModifyNetworkInterfaceAttribute", "ModifyInstanceAttribute");

    record AUser(User user) implements Caller {}

    record ARole(Role role, Session session) implements Caller {}

    static Optional<Caller> of(AccountState state, String keyId) {
        Session session = state.sessions().get(keyId);
        if (session != null) {
            return Optional.ofNullable(state.roles().get(session.role())).map(role -> new ARole(role, session));
        }
        return state.ownerOf(keyId)
                .filter(user -> user.keys().stream()
                        .anyMatch(key -> key.id().equals(keyId) && key.status().equals("Active")))
                .map(AUser::new);
    }

    /** AWS answers who one is even under a deny of everything. */
    default boolean may(Call call) {
        if (call.action().equals("GetCallerIdentity")) {
            return true;
        }
        return !denied()
                && switch (this) {
                    case AUser(User user) when user.name().equals(AccountState.BREAK_GLASS) -> true;
                    case AUser(User user)
                    when user.name().equals(AccountState.HUB) -> call.action().equals("AssumeRole");
                    case ARole(Role role, Session _)
                    when role.name().equals(AccountState.RESPONDER) -> responderMay(call);
                    case AUser _, ARole _ -> reads(call);
                };
    }

    private boolean denied() {
        return switch (this) {
            case AUser(User user) ->
                user.policies().contains(AccountState.DENY_ALL)
                        || user.boundary().equals(AccountState.DENY_ALL)
                        || Inline.denies(user.inline(), new Inline.Asking(uid(), Optional.empty()));
            case ARole(Role role, Session session) ->
                role.policies().contains(AccountState.DENY_ALL)
                        || role.boundary().equals(AccountState.DENY_ALL)
                        || Inline.denies(role.inline(), new Inline.Asking(uid(), Optional.of(session.issued())));
        };
    }

    private static boolean responderMay(Call call) {
        return reads(call)
                || STATUS_ACTIONS.contains(call.action())
                || INLINE_ACTIONS.contains(call.action())
                || MACHINE_ACTIONS.contains(call.action())
                || (BOUNDARY_ACTIONS.contains(call.action())
                        && (call.action().startsWith("Delete")
                                || call.text("PermissionsBoundary").equals(AccountState.DENY_ALL)))
                || (POLICY_ACTIONS.contains(call.action())
                        && call.text("PolicyArn").equals(AccountState.DENY_ALL));
    }

    private static boolean reads(Call call) {
        return call.action().startsWith("Get")
                || call.action().startsWith("List")
                || call.action().startsWith("Describe")
                || call.action().equals("SimulatePrincipalPolicy");
    }

    default boolean isAmong(String... users) {
        return this instanceof AUser(User user) && Set.of(users).contains(user.name());
    }

    /** The user or role itself, as conditions of policies compare it. */
    default String principal(String account) {
        return switch (this) {
            case AUser(User user) -> user.arn(account);
            case ARole(Role role, Session _) -> role.arn(account);
        };
    }

    default String arn(String account) {
        return switch (this) {
            case AUser(User user) -> user.arn(account);
            case ARole(Role role, Session session) ->
                "arn:aws:sts::" + account + ":assumed-role/" + role.name() + "/" + session.name();
        };
    }

    default String uid() {
        return switch (this) {
            case AUser(User user) -> user.id();
            case ARole(Role role, Session session) -> role.id() + ":" + session.name();
        };
    }
}
