package dev.killswitch.provider.aws;

import dev.killswitch.action.ActionSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What an administrator reads before he gives us anything: each permission, what it is for, and what it could be used for. */
final class PermissionPage {
    private static final String AGAIN =
            "sets a credential inactive, or active again that somebody else set inactive: who uses it needs its secret all the"
                    + " same";
    private static final String INSIDE =
            "gives any right to any user or role that is not protected: the rights of an administrator";

    /** What somebody who controls the role could do with a write, at worst. */
    private static final Map<String, String> WORST = Map.ofEntries(
            Map.entry("iam:AttachRolePolicy", "stops any role that is not protected"),
            Map.entry("iam:AttachUserPolicy", "stops any user who is not protected"),
            Map.entry("iam:DeleteRolePermissionsBoundary", "lets go a role that `AWSDenyAll` bounds"),
            Map.entry("iam:DeleteRolePolicy", "takes a policy inside of a role away, what it denies too"),
            Map.entry("iam:DeleteUserPermissionsBoundary", "lets go a user whom `AWSDenyAll` bounds"),
            Map.entry("iam:DeleteUserPolicy", "takes a policy inside of a user away, what it denies too"),
            Map.entry("iam:DetachRolePolicy", "lets go a role that `AWSDenyAll` holds, whoever attached it"),
            Map.entry("iam:DetachUserPolicy", "lets go a user whom `AWSDenyAll` holds, whoever attached it"),
            Map.entry("iam:PassRole", "gives a role to an instance: whoever is on it has the role"),
            Map.entry("iam:PutRolePermissionsBoundary", "stops a role, and loses the boundary that it had"),
            Map.entry("iam:PutRolePolicy", INSIDE),
            Map.entry("iam:PutUserPermissionsBoundary", "stops a user, and loses the boundary that it had"),
            Map.entry("iam:PutUserPolicy", INSIDE),
            Map.entry("iam:UpdateAccessKey", AGAIN),
            Map.entry("iam:UpdateAssumeRolePolicy", "lets anybody become any role that is not protected"),
            Map.entry("iam:UpdateSSHPublicKey", AGAIN),
            Map.entry("iam:UpdateServiceSpecificCredential", AGAIN),
            Map.entry("iam:UpdateSigningCertificate", AGAIN),
            Map.entry("autoscaling:DetachInstances", "takes instances out of a group: an outage"),
            Map.entry("autoscaling:EnterStandby", "takes instances out of service: an outage"),
            Map.entry("autoscaling:ExitStandby", "puts instances back into service"),
            Map.entry("ec2:AuthorizeSecurityGroupEgress", "opens a security group to anywhere"),
            Map.entry("ec2:AuthorizeSecurityGroupIngress", "opens a security group to anybody"),
            Map.entry("ec2:CreateSecurityGroup", "makes security groups"),
            Map.entry("ec2:CreateSnapshots", "copies volumes within the account, which costs"),
            Map.entry("ec2:CreateTags", "changes what tags decide, where rights go by tags"),
            Map.entry("ec2:DisassociateIamInstanceProfile", "takes an instance's role from it"),
            Map.entry(
                    "ec2:ModifyInstanceAttribute",
                    "changes an instance, the script of a stopped one too: rights on it"),
            Map.entry("ec2:ModifyNetworkInterfaceAttribute", "moves an interface into any security group of its VPC"),
            Map.entry("ec2:RevokeSecurityGroupEgress", "closes a security group: an outage"),
            Map.entry("ec2:RevokeSecurityGroupIngress", "closes a security group: an outage"),
            Map.entry("elasticloadbalancing:DeregisterTargets", "takes targets from a load balancer: an outage"),
            Map.entry("elasticloadbalancing:RegisterTargets", "sends a load balancer's traffic elsewhere"),
            Map.entry("lambda:DeleteFunctionConcurrency", "lets a function run without a limit of its own"),
            Map.entry("lambda:PutFunctionConcurrency", "stops a function"),
            Map.entry(
                    "organizations:UpdatePolicy",
                    "rewrites a policy of the organization: stops accounts, or lifts limits"),
            Map.entry("rds:ModifyDBCluster", "changes a cluster, its password too"),
            Map.entry("rds:ModifyDBInstance", "changes a database, its password too"),
            Map.entry("s3:DeleteBucketPolicy", "takes a bucket's policy away, what it denies too"),
            Map.entry("s3:PutBucketPolicy", "opens a bucket to anybody"),
            Map.entry("s3:PutBucketPublicAccessBlock", "closes a bucket to the public, or takes that block off"));

    private PermissionPage() {}

    static String text() {
        var text = new StringBuilder("""
                # What each permission is for

                Made from what the actions declare, as the files in [helm/aws](../../helm/aws) are that an administrator installs.
                An action calls nothing else. [README.md](README.md) tells how they are installed, and what they cannot do.

                ## Whatever is switched on: [look.json](../../helm/aws/look.json)

                It changes nothing. It finds what an alert names, keeps evidence, and asks AWS which permissions we lack.

                """);
        AwsProvider.LOOKING.forEach(
                permission -> text.append("* `").append(permission).append("`\n"));
        for (String tier : PolicyDocuments.tiers()) {
            text.append("\n## ")
                    .append(tier)
                    .append(": [%s.json](../../helm/aws/%s.json)\n\n".formatted(tier, tier))
                    .append(
                            "| permission that changes something | on | only | for | who controls the role could, at worst |\n")
                    .append("|---|---|---|---|---|\n");
            PolicyDocuments.permissions(tier).stream()
                    .filter(permission -> !Scope.looks(permission))
                    .forEach(permission -> text.append(row(tier, permission)));
            text.append("\nIt reads by ")
                    .append(PolicyDocuments.permissions(tier).stream()
                            .filter(Scope::looks)
                            .map(permission -> "`" + permission + "`")
                            .collect(Collectors.joining(", ")))
                    .append(".\n\n```json\n")
                    .append(WideJson.of(PolicyDocuments.tier(tier)))
                    .append("```\n");
        }
        return text.toString();
    }

    private static String row(String tier, String permission) {
        Scope scope = Scope.of(permission);
        String on = scope.resources().stream()
                .map(resource -> resource.equals("*") ? "anything" : "`" + resource + "`")
                .collect(Collectors.joining(", "));
        String only = scope.only()
                .map(one -> "`" + one.key() + "` is `" + one.value() + "`")
                .orElse("");
        List<ActionSpec> by = PolicyDocuments.actions(tier).stream()
                .filter(spec -> spec.permissions().contains(permission))
                .toList();
        String names = by.stream()
                .map(spec -> "[" + spec.name() + "](../actions/" + spec.name() + ".md)")
                .collect(Collectors.joining(", "));
        String worst = WORST.getOrDefault(permission, "what its actions do, to whatever there is");
        return "| `%s` | %s | %s | %s | %s |%n".formatted(permission, on, only, names, worst);
    }
}
