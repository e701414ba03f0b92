package dev.killswitch.provider.aws;

import dev.killswitch.action.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.MFADevice;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.sts.StsClient;

/** The SDK's clients in our words, for one account. Thread-safe. */
final class AwsCalls {
    /** The most that IAM gives at once. */
    private static final int PAGE_MAX = 1_000;

    private final IamClient iam;
    private final StsClient sts;
    private final Exchange exchange;
    private final CredentialCalls credentials;
    private final InlineCalls inline;
    private final TrustCalls trust;
    private final BoundaryCalls boundary;

    AwsCalls(IamClient iam, StsClient sts, Clock clock) {
        this.iam = iam;
        this.sts = sts;
        this.exchange = new Exchange(clock);
        this.credentials = new CredentialCalls(iam, exchange);
        this.inline = new InlineCalls(iam, exchange);
        this.trust = new TrustCalls(iam, exchange);
        this.boundary = new BoundaryCalls(iam, exchange);
    }

    /** A live user or role. */
    record Holder(Principal principal, String uid, String arn) {}

    /** Whom AWS takes us for. */
    record Caller(AccountId account, String arn) {}

    CredentialCalls credentials() {
        return credentials;
    }

    InlineCalls inline() {
        return inline;
    }

    BoundaryCalls boundary() {
        return boundary;
    }

    TrustCalls trust() {
        return trust;
    }

    Answer<Caller> caller(Instant deadline) {
        return exchange.read("sts:GetCallerIdentity", deadline, limits -> {
            var said = sts.getCallerIdentity(r -> r.overrideConfiguration(limits));
            return new Caller(new AccountId(Exchange.sent(said.account())), Exchange.sent(said.arn()));
        });
    }

    /** Whose key it is; empty inside for a key of the root user, which has no name. */
    Answer<Optional<UserName>> owner(AccessKeyId key, Instant deadline) {
        return exchange.read("iam:GetAccessKeyLastUsed", deadline, limits -> {
            @Nullable
            String name = iam.getAccessKeyLastUsed(
                            r -> r.accessKeyId(key.value()).overrideConfiguration(limits))
                    .userName();
            return Optional.ofNullable(name).filter(text -> !text.isBlank()).map(UserName::new);
        });
    }

    Answer<Holder> find(Principal principal, Instant deadline) {
        return switch (principal) {
            case UserName user ->
                exchange.read("iam:GetUser", deadline, limits -> {
                    var said = iam.getUser(r -> r.userName(user.name()).overrideConfiguration(limits))
                            .user();
                    return new Holder(user, Exchange.sent(said.userId()), Exchange.sent(said.arn()));
                });
            case RoleName role ->
                exchange.read("iam:GetRole", deadline, limits -> {
                    var said = iam.getRole(r -> r.roleName(role.name()).overrideConfiguration(limits))
                            .role();
                    return new Holder(role, Exchange.sent(said.roleId()), Exchange.sent(said.arn()));
                });
        };
    }

    /** The role of that id: AWS finds one by its name alone, so that all are gone through. */
    Answer<Optional<Holder>> roleOf(String roleId, Instant deadline) {
        return exchange.pages("iam:ListRoles", deadline, (limits, marker) -> {
                    var said = iam.listRoles(
                            r -> r.maxItems(PAGE_MAX).marker(marker).overrideConfiguration(limits));
                    List<Holder> roles = said.roles().stream()
                            .filter(role -> roleId.equals(role.roleId()))
                            .map(role -> new Holder(
                                    new RoleName(Exchange.sent(role.roleName())), roleId, Exchange.sent(role.arn())))
                            .toList();
                    return new Exchange.Page<>(roles, Exchange.next(said.isTruncated(), said.marker()));
                })
                .map(found -> found.stream().findFirst());
    }

    /** The ARNs of the managed policies that are attached. */
    Answer<Set<String>> attached(Principal principal, Instant deadline) {
        Answer<List<String>> arns = switch (principal) {
            case UserName user ->
                exchange.pages("iam:ListAttachedUserPolicies", deadline, (limits, marker) -> {
                    var said = iam.listAttachedUserPolicies(
                            r -> r.userName(user.name()).marker(marker).overrideConfiguration(limits));
                    return new Exchange.Page<>(
                            arns(said.attachedPolicies()), Exchange.next(said.isTruncated(), said.marker()));
                });
            case RoleName role ->
                exchange.pages("iam:ListAttachedRolePolicies", deadline, (limits, marker) -> {
                    var said = iam.listAttachedRolePolicies(
                            r -> r.roleName(role.name()).marker(marker).overrideConfiguration(limits));
                    return new Exchange.Page<>(
                            arns(said.attachedPolicies()), Exchange.next(said.isTruncated(), said.marker()));
                });
        };
        return arns.<Set<String>>map(TreeSet::new);
    }

    Outcome attach(Principal principal, String policyArn, Instant deadline) {
        return switch (principal) {
            case UserName user ->
                exchange.write(
                        "iam:AttachUserPolicy",
                        deadline,
                        limits -> iam.attachUserPolicy(r ->
                                r.userName(user.name()).policyArn(policyArn).overrideConfiguration(limits)));
            case RoleName role ->
                exchange.write(
                        "iam:AttachRolePolicy",
                        deadline,
                        limits -> iam.attachRolePolicy(r ->
                                r.roleName(role.name()).policyArn(policyArn).overrideConfiguration(limits)));
        };
    }

    Outcome detach(Principal principal, String policyArn, Instant deadline) {
        return switch (principal) {
            case UserName user ->
                exchange.write(
                        "iam:DetachUserPolicy",
                        deadline,
                        limits -> iam.detachUserPolicy(r ->
                                r.userName(user.name()).policyArn(policyArn).overrideConfiguration(limits)));
            case RoleName role ->
                exchange.write(
                        "iam:DetachRolePolicy",
                        deadline,
                        limits -> iam.detachRolePolicy(r ->
                                r.roleName(role.name()).policyArn(policyArn).overrideConfiguration(limits)));
        };
    }

    Answer<List<String>> groups(UserName user, Instant deadline) {
        return exchange.pages("iam:ListGroupsForUser", deadline, (limits, marker) -> {
            var said = iam.listGroupsForUser(
                    r -> r.userName(user.name()).marker(marker).overrideConfiguration(limits));
            return new Exchange.Page<>(
                    said.groups().stream().map(Group::groupName).toList(),
                    Exchange.next(said.isTruncated(), said.marker()));
        });
    }

    Answer<List<String>> mfaDevices(UserName user, Instant deadline) {
        return exchange.pages("iam:ListMFADevices", deadline, (limits, marker) -> {
            var said = iam.listMFADevices(
                    r -> r.userName(user.name()).marker(marker).overrideConfiguration(limits));
            return new Exchange.Page<>(
                    said.mfaDevices().stream().map(MFADevice::serialNumber).toList(),
                    Exchange.next(said.isTruncated(), said.marker()));
        });
    }

    /** When the console password was made; none where there is no password. */
    Answer<Instant> loginProfile(UserName user, Instant deadline) {
        return exchange.read(
                "iam:GetLoginProfile",
                deadline,
                limits -> iam.getLoginProfile(r -> r.userName(user.name()).overrideConfiguration(limits))
                        .loginProfile()
                        .createDate());
    }

    Answer<List<String>> instanceProfiles(RoleName role, Instant deadline) {
        return exchange.pages("iam:ListInstanceProfilesForRole", deadline, (limits, marker) -> {
            var said = iam.listInstanceProfilesForRole(
                    r -> r.roleName(role.name()).marker(marker).overrideConfiguration(limits));
            return new Exchange.Page<>(
                    said.instanceProfiles().stream()
                            .map(InstanceProfile::instanceProfileName)
                            .toList(),
                    Exchange.next(said.isTruncated(), said.marker()));
        });
    }

    /** Which of {@code permissions} AWS's own simulator denies to {@code arn}, on anything that {@code scope} names. */
    Answer<List<String>> denied(String arn, List<String> permissions, Scope scope, Instant deadline) {
        List<ContextEntry> context = scope.only().stream()
                .map(only -> ContextEntry.builder()
                        .contextKeyName(only.key())
                        .contextKeyType(ContextKeyTypeEnum.STRING)
                        .contextKeyValues(only.value())
                        .build())
                .toList();
        return exchange.pages("iam:SimulatePrincipalPolicy", deadline, (limits, marker) -> {
            var said = iam.simulatePrincipalPolicy(r -> {
                r.policySourceArn(arn)
                        .actionNames(permissions)
                        .resourceArns(scope.resources())
                        .marker(marker)
                        .overrideConfiguration(limits);
                // An empty list would be sent as a field without a value.
                if (!context.isEmpty()) {
                    r.contextEntries(context);
                }
            });
            List<String> denied = said.evaluationResults().stream()
                    .filter(result -> result.evalDecision() != PolicyEvaluationDecisionType.ALLOWED)
                    .map(result -> Exchange.sent(result.evalActionName()))
                    .toList();
            return new Exchange.Page<>(denied, Exchange.next(said.isTruncated(), said.marker()));
        });
    }

    private static List<String> arns(List<AttachedPolicy> policies) {
        return policies.stream()
                .map(policy -> Exchange.sent(policy.policyArn()))
                .toList();
    }
}
