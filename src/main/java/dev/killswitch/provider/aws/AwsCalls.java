package dev.killswitch.provider.aws;

import dev.killswitch.action.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.IamResponse;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.MFADevice;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The SDK's clients in our words, for one account: the only place where an exception of theirs becomes an answer. Makes
 * each call once; the engine is who retries. Thread-safe.
 */
final class AwsCalls {
    /** One attempt, and what it may take to assume the role before it. */
    private static final Duration CALL_MAX = Duration.ofSeconds(5);
    /** IAM answers in well under one; a hung one must not eat the patience of a step. */
    private static final Duration ATTEMPT_MAX = Duration.ofSeconds(2);
    /** What AWS's own clients wait at least after being throttled. */
    private static final Duration BUSY_WAIT = Duration.ofSeconds(1);
    /** A page has 100; IAM lets nobody have as many as two pages of what we list. */
    private static final int PAGES_MAX = 10;

    private final IamClient iam;
    private final StsClient sts;
    private final Clock clock;

    AwsCalls(IamClient iam, StsClient sts, Clock clock) {
        this.iam = iam;
        this.sts = sts;
        this.clock = clock;
    }

    /** One access key of a user; {@code status} in AWS's word. */
    record Key(AccessKeyId id, String status) {}

    /** A live user or role. */
    record Holder(Principal principal, String uid, String arn) {}

    /** Whom AWS takes us for. */
    record Caller(AccountId account, String arn) {}

    Answer<Caller> caller(Instant deadline) {
        return read("sts:GetCallerIdentity", deadline, limits -> {
            var said = sts.getCallerIdentity(r -> r.overrideConfiguration(limits));
            return new Caller(new AccountId(sent(said.account())), sent(said.arn()));
        });
    }

    /** Whose key it is; empty inside for a key of the root user, which has no name. */
    Answer<Optional<UserName>> owner(AccessKeyId key, Instant deadline) {
        return read("iam:GetAccessKeyLastUsed", deadline, limits -> {
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
                read("iam:GetUser", deadline, limits -> {
                    var said = iam.getUser(r -> r.userName(user.name()).overrideConfiguration(limits))
                            .user();
                    return new Holder(user, sent(said.userId()), sent(said.arn()));
                });
            case RoleName role ->
                read("iam:GetRole", deadline, limits -> {
                    var said = iam.getRole(r -> r.roleName(role.name()).overrideConfiguration(limits))
                            .role();
                    return new Holder(role, sent(said.roleId()), sent(said.arn()));
                });
        };
    }

    Answer<List<Key>> keys(UserName user, Instant deadline) {
        return pages("iam:ListAccessKeys", deadline, (limits, marker) -> {
            var said = iam.listAccessKeys(
                    r -> r.userName(user.name()).marker(marker).overrideConfiguration(limits));
            List<Key> keys = said.accessKeyMetadata().stream()
                    .map(key -> new Key(new AccessKeyId(sent(key.accessKeyId())), sent(key.statusAsString())))
                    .toList();
            return new Page<>(keys, next(said.isTruncated(), said.marker()));
        });
    }

    /** The ARNs of the managed policies that are attached. */
    Answer<Set<String>> attached(Principal principal, Instant deadline) {
        Answer<List<String>> arns = switch (principal) {
            case UserName user ->
                pages("iam:ListAttachedUserPolicies", deadline, (limits, marker) -> {
                    var said = iam.listAttachedUserPolicies(
                            r -> r.userName(user.name()).marker(marker).overrideConfiguration(limits));
                    return new Page<>(arns(said.attachedPolicies()), next(said.isTruncated(), said.marker()));
                });
            case RoleName role ->
                pages("iam:ListAttachedRolePolicies", deadline, (limits, marker) -> {
                    var said = iam.listAttachedRolePolicies(
                            r -> r.roleName(role.name()).marker(marker).overrideConfiguration(limits));
                    return new Page<>(arns(said.attachedPolicies()), next(said.isTruncated(), said.marker()));
                });
        };
        return arns.<Set<String>>map(TreeSet::new);
    }

    Outcome setStatus(UserName user, AccessKeyId key, StatusType status, Instant deadline) {
        return write(
                "iam:UpdateAccessKey",
                deadline,
                limits -> iam.updateAccessKey(r -> r.userName(user.name())
                        .accessKeyId(key.value())
                        .status(status)
                        .overrideConfiguration(limits)));
    }

    Outcome attach(Principal principal, String policyArn, Instant deadline) {
        return switch (principal) {
            case UserName user ->
                write(
                        "iam:AttachUserPolicy",
                        deadline,
                        limits -> iam.attachUserPolicy(r ->
                                r.userName(user.name()).policyArn(policyArn).overrideConfiguration(limits)));
            case RoleName role ->
                write(
                        "iam:AttachRolePolicy",
                        deadline,
                        limits -> iam.attachRolePolicy(r ->
                                r.roleName(role.name()).policyArn(policyArn).overrideConfiguration(limits)));
        };
    }

    Outcome detach(Principal principal, String policyArn, Instant deadline) {
        return switch (principal) {
            case UserName user ->
                write(
                        "iam:DetachUserPolicy",
                        deadline,
                        limits -> iam.detachUserPolicy(r ->
                                r.userName(user.name()).policyArn(policyArn).overrideConfiguration(limits)));
            case RoleName role ->
                write(
                        "iam:DetachRolePolicy",
                        deadline,
                        limits -> iam.detachRolePolicy(r ->
                                r.roleName(role.name()).policyArn(policyArn).overrideConfiguration(limits)));
        };
    }

    Answer<List<String>> groups(UserName user, Instant deadline) {
        return pages("iam:ListGroupsForUser", deadline, (limits, marker) -> {
            var said = iam.listGroupsForUser(
                    r -> r.userName(user.name()).marker(marker).overrideConfiguration(limits));
            return new Page<>(
                    said.groups().stream().map(Group::groupName).toList(), next(said.isTruncated(), said.marker()));
        });
    }

    Answer<List<String>> mfaDevices(UserName user, Instant deadline) {
        return pages("iam:ListMFADevices", deadline, (limits, marker) -> {
            var said = iam.listMFADevices(
                    r -> r.userName(user.name()).marker(marker).overrideConfiguration(limits));
            return new Page<>(
                    said.mfaDevices().stream().map(MFADevice::serialNumber).toList(),
                    next(said.isTruncated(), said.marker()));
        });
    }

    /** When the console password was made; none where there is no password. */
    Answer<Instant> loginProfile(UserName user, Instant deadline) {
        return read(
                "iam:GetLoginProfile",
                deadline,
                limits -> iam.getLoginProfile(r -> r.userName(user.name()).overrideConfiguration(limits))
                        .loginProfile()
                        .createDate());
    }

    Answer<List<String>> instanceProfiles(RoleName role, Instant deadline) {
        return pages("iam:ListInstanceProfilesForRole", deadline, (limits, marker) -> {
            var said = iam.listInstanceProfilesForRole(
                    r -> r.roleName(role.name()).marker(marker).overrideConfiguration(limits));
            return new Page<>(
                    said.instanceProfiles().stream()
                            .map(InstanceProfile::instanceProfileName)
                            .toList(),
                    next(said.isTruncated(), said.marker()));
        });
    }

    /** Which of {@code permissions} AWS's own simulator denies to {@code arn} on {@code resource}. */
    Answer<List<String>> denied(String arn, List<String> permissions, String resource, Instant deadline) {
        return read(
                "iam:SimulatePrincipalPolicy",
                deadline,
                limits -> iam
                        .simulatePrincipalPolicy(r -> r.policySourceArn(arn)
                                .actionNames(permissions)
                                .resourceArns(resource)
                                .contextEntries(ContextEntry.builder()
                                        .contextKeyName("iam:PolicyARN")
                                        .contextKeyType(ContextKeyTypeEnum.STRING)
                                        .contextKeyValues(DenyAll.policyArn(arn))
                                        .build())
                                .overrideConfiguration(limits))
                        .evaluationResults()
                        .stream()
                        .filter(result -> result.evalDecision() != PolicyEvaluationDecisionType.ALLOWED)
                        .map(result -> result.evalActionName())
                        .toList());
    }

    private static List<String> arns(List<AttachedPolicy> policies) {
        return policies.stream().map(policy -> sent(policy.policyArn())).toList();
    }

    /** Some that speak this protocol leave the flag out on the last page. */
    private static @Nullable String next(@Nullable Boolean truncated, @Nullable String marker) {
        return Boolean.TRUE.equals(truncated) ? marker : null;
    }

    /** What AWS always sends; an answer without it is none. */
    private static String sent(@Nullable String field) {
        if (field == null || field.isBlank()) {
            throw SdkClientException.create("the answer lacks a field");
        }
        return field;
    }

    private record Page<T>(List<T> items, @Nullable String next) {}

    private interface Paged<T> {
        Page<T> read(AwsRequestOverrideConfiguration limits, @Nullable String marker);
    }

    private <T> Answer<List<T>> pages(String permission, Instant deadline, Paged<T> call) {
        var all = new ArrayList<T>();
        @Nullable String marker = null;
        for (int page = 0; page < PAGES_MAX; page++) {
            @Nullable String from = marker;
            Answer<Page<T>> answer = read(permission, deadline, limits -> call.read(limits, from));
            if (!(answer instanceof Answer.Got<Page<T>> got)) {
                return answer.map(Page::items);
            }
            all.addAll(got.value().items());
            marker = got.value().next();
            if (marker == null) {
                return new Answer.Got<>(List.copyOf(all));
            }
        }
        return new Answer.Away<>(permission + " has no end");
    }

    private <T> Answer<T> read(String permission, Instant deadline, Function<AwsRequestOverrideConfiguration, T> call) {
        Optional<AwsRequestOverrideConfiguration> limits = limits(deadline);
        if (limits.isEmpty()) {
            return new Answer.Away<>("no time was left for " + permission);
        }
        try {
            return new Answer.Got<>(call.apply(limits.get()));
        } catch (SdkException e) {
            AwsErrors error = AwsErrors.of(e);
            String why = permission + ": " + error.code();
            return switch (error.meaning()) {
                case NO_SUCH -> new Answer.None<>(why);
                case FORBIDDEN, REFUSED -> new Answer.Forbidden<>(why);
                case BUSY, NOT_SENT, UNSURE -> new Answer.Away<>(why);
            };
        }
    }

    private Outcome write(
            String permission, Instant deadline, Function<AwsRequestOverrideConfiguration, IamResponse> call) {
        Optional<AwsRequestOverrideConfiguration> limits = limits(deadline);
        if (limits.isEmpty()) {
            return new Outcome.Busy("no time was left for " + permission, Duration.ZERO);
        }
        try {
            return new Outcome.Done(call.apply(limits.get()).responseMetadata().requestId());
        } catch (SdkException e) {
            AwsErrors error = AwsErrors.of(e);
            String why = permission + ": " + error.code();
            return switch (error.meaning()) {
                case NO_SUCH -> new Outcome.Gone(why);
                case FORBIDDEN -> new Outcome.Refused("no permission " + why);
                case REFUSED -> new Outcome.Refused(why);
                case BUSY -> new Outcome.Busy(why, BUSY_WAIT);
                case NOT_SENT -> new Outcome.Busy(why, Duration.ZERO);
                case UNSURE -> new Outcome.Unknown(why);
            };
        }
    }

    /** Empty where the deadline has passed. */
    private Optional<AwsRequestOverrideConfiguration> limits(Instant deadline) {
        Instant now = clock.instant();
        if (!now.isBefore(deadline)) {
            return Optional.empty();
        }
        // The far future does not fit into a duration.
        Duration left = deadline.isAfter(now.plus(CALL_MAX)) ? CALL_MAX : Duration.between(now, deadline);
        Duration attempt = left.compareTo(ATTEMPT_MAX) < 0 ? left : ATTEMPT_MAX;
        return Optional.of(AwsRequestOverrideConfiguration.builder()
                .apiCallTimeout(left)
                .apiCallAttemptTimeout(attempt)
                .build());
    }
}
