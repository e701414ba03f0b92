package dev.killswitch.provider.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How narrowly AWS lets one of our permissions be given: the documents that an administrator installs give it so, and AWS
 * is asked about it so.
 *
 * @param resources ARNs with {@code *} for what differs; {@code *} alone where we only look, or know of nothing narrower
 * @param only what a call must say besides
 */
record Scope(List<String> resources, Optional<Only> only) {
    private static final Pattern LOOKS = Pattern.compile("[a-z0-9-]+:(?:Describe|Get|List|Lookup|Simulate)[A-Z].*");

    private static final String DENY_ALL = "arn:aws:iam::aws:policy/AWSDenyAll";

    private static final List<String> EVERYTHING = List.of("*");
    private static final List<String> USERS = List.of("arn:aws:iam::*:user/*");
    private static final List<String> ROLES = List.of("arn:aws:iam::*:role/*");
    private static final List<String> PROFILES = List.of("arn:aws:iam::*:instance-profile/*");
    private static final List<String> INSTANCES = List.of("arn:aws:ec2:*:*:instance/*");
    private static final List<String> GROUPS = List.of("arn:aws:ec2:*:*:security-group/*");
    private static final List<String> RULES =
            List.of("arn:aws:ec2:*:*:security-group/*", "arn:aws:ec2:*:*:security-group-rule/*");
    private static final List<String> SCALING =
            List.of("arn:aws:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/*");
    private static final List<String> TARGET_GROUPS = List.of("arn:aws:elasticloadbalancing:*:*:targetgroup/*/*");
    private static final List<String> FUNCTIONS = List.of("arn:aws:lambda:*:*:function:*");
    private static final List<String> BUCKETS = List.of("arn:aws:s3:::*");

    private static final Map<String, List<String>> RESOURCES = Map.ofEntries(
            Map.entry("autoscaling:DetachInstances", SCALING),
            Map.entry("autoscaling:EnterStandby", SCALING),
            Map.entry("autoscaling:ExitStandby", SCALING),
            Map.entry("ec2:AuthorizeSecurityGroupEgress", RULES),
            Map.entry("ec2:AuthorizeSecurityGroupIngress", RULES),
            Map.entry("ec2:CreateSecurityGroup", List.of("arn:aws:ec2:*:*:security-group/*", "arn:aws:ec2:*:*:vpc/*")),
            Map.entry(
                    "ec2:CreateSnapshots",
                    List.of("arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:*:*:volume/*", "arn:aws:ec2:*::snapshot/*")),
            Map.entry("ec2:DisassociateIamInstanceProfile", INSTANCES),
            Map.entry("ec2:ModifyInstanceAttribute", INSTANCES),
            Map.entry(
                    "ec2:ModifyNetworkInterfaceAttribute",
                    List.of("arn:aws:ec2:*:*:network-interface/*", "arn:aws:ec2:*:*:security-group/*")),
            Map.entry("ec2:RevokeSecurityGroupEgress", GROUPS),
            Map.entry("ec2:RevokeSecurityGroupIngress", GROUPS),
            Map.entry("elasticloadbalancing:DeregisterTargets", TARGET_GROUPS),
            Map.entry("elasticloadbalancing:RegisterTargets", TARGET_GROUPS),
            Map.entry("lambda:DeleteFunctionConcurrency", FUNCTIONS),
            Map.entry("lambda:PutFunctionConcurrency", FUNCTIONS),
            Map.entry(
                    "organizations:UpdatePolicy",
                    List.of("arn:aws:organizations::*:policy/o-*/service_control_policy/p-*")),
            Map.entry("rds:ModifyDBCluster", List.of("arn:aws:rds:*:*:cluster:*")),
            Map.entry("rds:ModifyDBInstance", List.of("arn:aws:rds:*:*:db:*")),
            Map.entry("s3:DeleteBucketPolicy", BUCKETS),
            Map.entry("s3:PutBucketPolicy", BUCKETS),
            Map.entry("s3:PutBucketPublicAccessBlock", BUCKETS));

    Scope {
        resources = List.copyOf(resources);
    }

    /** One condition on the call: a key, and the one ARN that it has to be. */
    record Only(String operator, String key, String value) {}

    static Scope of(String permission) {
        if (looks(permission)) {
            return new Scope(EVERYTHING, Optional.empty());
        }
        return permission.startsWith("iam:")
                ? new Scope(ofIam(permission), only(permission))
                : new Scope(RESOURCES.getOrDefault(permission, EVERYTHING), Optional.empty());
    }

    /** One thing of each kind in {@code account}, which nobody has: to ask about. */
    Scope in(String partition, String region, AccountId account) {
        return new Scope(
                resources.stream()
                        .map(resource -> sample(resource, partition, region, account))
                        .toList(),
                only.map(one -> new Only(
                        one.operator(), one.key(), one.value().replaceFirst("^arn:aws:", "arn:" + partition + ":"))));
    }

    private static String sample(String resource, String partition, String region, AccountId account) {
        if (!resource.startsWith("arn:")) {
            return resource;
        }
        String[] parts = resource.split(":", 6);
        return String.join(
                ":",
                "arn",
                partition,
                parts[2],
                parts[3].replace("*", region),
                parts[4].replace("*", account.digits()),
                parts[5].replace("*", "killswitch-asks"));
    }

    /** Whether it changes nothing. */
    static boolean looks(String permission) {
        return LOOKS.matcher(permission).matches();
    }

    private static List<String> ofIam(String permission) {
        if (permission.endsWith("InstanceProfile")) {
            return PROFILES;
        }
        return permission.contains("Role") ? ROLES : USERS;
    }

    private static Optional<Only> only(String permission) {
        if (permission.matches("iam:(?:Attach|Detach)(?:User|Role)Policy")) {
            return Optional.of(new Only("ArnEquals", "iam:PolicyARN", DENY_ALL));
        }
        return permission.endsWith("PermissionsBoundary")
                ? Optional.of(new Only("ArnEquals", "iam:PermissionsBoundary", DENY_ALL))
                : Optional.empty();
    }
}
