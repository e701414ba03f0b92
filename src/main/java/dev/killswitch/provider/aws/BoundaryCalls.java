package dev.killswitch.provider.aws;

import dev.killswitch.action.Outcome;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;

/** The calls on permissions boundaries. Thread-safe. */
final class BoundaryCalls {
    private final IamClient iam;
    private final Exchange exchange;

    BoundaryCalls(IamClient iam, Exchange exchange) {
        this.iam = iam;
        this.exchange = exchange;
    }

    /** A live principal, and the ARN of its boundary, where it has one. */
    record Bounded(AwsCalls.Holder holder, Optional<String> boundary) {}

    Answer<Bounded> of(Principal principal, Instant deadline) {
        return switch (principal) {
            case UserName user ->
                exchange.read("iam:GetUser", deadline, limits -> {
                    var said = iam.getUser(r -> r.userName(user.name()).overrideConfiguration(limits))
                            .user();
                    return bounded(user, said.userId(), said.arn(), said.permissionsBoundary());
                });
            case RoleName role ->
                exchange.read("iam:GetRole", deadline, limits -> {
                    var said = iam.getRole(r -> r.roleName(role.name()).overrideConfiguration(limits))
                            .role();
                    return bounded(role, said.roleId(), said.arn(), said.permissionsBoundary());
                });
        };
    }

    private static Bounded bounded(
            Principal principal,
            @Nullable String id,
            @Nullable String arn,
            @Nullable AttachedPermissionsBoundary boundary) {
        return new Bounded(
                new AwsCalls.Holder(principal, Exchange.sent(id), Exchange.sent(arn)),
                Optional.ofNullable(boundary).map(one -> Exchange.sent(one.permissionsBoundaryArn())));
    }

    Outcome put(Principal principal, String policyArn, Instant deadline) {
        return switch (principal) {
            case UserName user ->
                exchange.write(
                        "iam:PutUserPermissionsBoundary",
                        deadline,
                        limits -> iam.putUserPermissionsBoundary(r -> r.userName(user.name())
                                .permissionsBoundary(policyArn)
                                .overrideConfiguration(limits)));
            case RoleName role ->
                exchange.write(
                        "iam:PutRolePermissionsBoundary",
                        deadline,
                        limits -> iam.putRolePermissionsBoundary(r -> r.roleName(role.name())
                                .permissionsBoundary(policyArn)
                                .overrideConfiguration(limits)));
        };
    }

    Outcome delete(Principal principal, Instant deadline) {
        return switch (principal) {
            case UserName user ->
                exchange.write(
                        "iam:DeleteUserPermissionsBoundary",
                        deadline,
                        limits -> iam.deleteUserPermissionsBoundary(
                                r -> r.userName(user.name()).overrideConfiguration(limits)));
            case RoleName role ->
                exchange.write(
                        "iam:DeleteRolePermissionsBoundary",
                        deadline,
                        limits -> iam.deleteRolePermissionsBoundary(
                                r -> r.roleName(role.name()).overrideConfiguration(limits)));
        };
    }
}
