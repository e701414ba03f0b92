package dev.killswitch.provider.aws;

import dev.killswitch.action.Outcome;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;

/** The calls on the policies that stand inside of users and roles. Thread-safe. */
final class InlineCalls {
    private final IamClient iam;
    private final Exchange exchange;

    InlineCalls(IamClient iam, Exchange exchange) {
        this.iam = iam;
        this.exchange = exchange;
    }

    Answer<List<String>> names(Principal principal, Instant deadline) {
        return switch (principal) {
            case UserName user ->
                exchange.pages("iam:ListUserPolicies", deadline, (limits, marker) -> {
                    var said = iam.listUserPolicies(
                            r -> r.userName(user.name()).marker(marker).overrideConfiguration(limits));
                    return new Exchange.Page<>(said.policyNames(), Exchange.next(said.isTruncated(), said.marker()));
                });
            case RoleName role ->
                exchange.pages("iam:ListRolePolicies", deadline, (limits, marker) -> {
                    var said = iam.listRolePolicies(
                            r -> r.roleName(role.name()).marker(marker).overrideConfiguration(limits));
                    return new Exchange.Page<>(said.policyNames(), Exchange.next(said.isTruncated(), said.marker()));
                });
        };
    }

    /** The document of one, of a principal that is known to be there; empty where it has no such policy. */
    Answer<Optional<String>> document(Principal principal, String policy, Instant deadline) {
        Answer<String> answer = switch (principal) {
            case UserName user ->
                exchange.read(
                        "iam:GetUserPolicy",
                        deadline,
                        limits -> decoded(iam.getUserPolicy(r -> r.userName(user.name())
                                        .policyName(policy)
                                        .overrideConfiguration(limits))
                                .policyDocument()));
            case RoleName role ->
                exchange.read(
                        "iam:GetRolePolicy",
                        deadline,
                        limits -> decoded(iam.getRolePolicy(r -> r.roleName(role.name())
                                        .policyName(policy)
                                        .overrideConfiguration(limits))
                                .policyDocument()));
        };
        return answer instanceof Answer.None<String> ? new Answer.Got<>(Optional.empty()) : answer.map(Optional::of);
    }

    /** IAM escapes it for a URL, and leaves a plus as it is. */
    static String decoded(@Nullable String document) {
        return URLDecoder.decode(Exchange.sent(document).replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    Outcome put(Principal principal, String policy, String document, Instant deadline) {
        return switch (principal) {
            case UserName user ->
                exchange.write(
                        "iam:PutUserPolicy",
                        deadline,
                        limits -> iam.putUserPolicy(r -> r.userName(user.name())
                                .policyName(policy)
                                .policyDocument(document)
                                .overrideConfiguration(limits)));
            case RoleName role ->
                exchange.write(
                        "iam:PutRolePolicy",
                        deadline,
                        limits -> iam.putRolePolicy(r -> r.roleName(role.name())
                                .policyName(policy)
                                .policyDocument(document)
                                .overrideConfiguration(limits)));
        };
    }

    Outcome delete(Principal principal, String policy, Instant deadline) {
        return switch (principal) {
            case UserName user ->
                exchange.write(
                        "iam:DeleteUserPolicy",
                        deadline,
                        limits -> iam.deleteUserPolicy(
                                r -> r.userName(user.name()).policyName(policy).overrideConfiguration(limits)));
            case RoleName role ->
                exchange.write(
                        "iam:DeleteRolePolicy",
                        deadline,
                        limits -> iam.deleteRolePolicy(
                                r -> r.roleName(role.name()).policyName(policy).overrideConfiguration(limits)));
        };
    }
}
