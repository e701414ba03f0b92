package dev.killswitch.source.guardduty;

import dev.killswitch.alert.Entities;
import dev.killswitch.alert.Entity;
import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Entity.Trust;
import dev.killswitch.alert.Json;
import dev.killswitch.alert.Parsed;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who and what a finding names. {@code resourceRole} is the part of the resource that {@code resourceType} says; what
 * stands beside it is the credential that did it, or where it ran. Used once.
 */
final class FindingEntities {
    private final Map<String, String> clusters;
    private final Json finding;
    private final Json resource;
    private final String resourceType;
    private final Role ownRole;
    private final Entities aws;
    private final Entities unbound;

    FindingEntities(Map<String, String> scope, Map<String, String> clusters, Json finding) {
        this.clusters = clusters;
        this.finding = finding;
        this.resource = finding.at("resource");
        this.resourceType = resource.at("resourceType").text().orElse("");
        this.ownRole =
                finding.at("service", "resourceRole").text().equals(Optional.of("ACTOR")) ? Role.ACTOR : Role.TARGET;
        this.aws = Entities.of(scope, Trust.STRUCTURED)
                .scoped("account", finding.at("accountId").name())
                .scoped("region", finding.at("region").name());
        this.unbound = aws.without("connection");
    }

    List<Entity> gathered() {
        return aws.gathered();
    }

    List<Parsed.Malformed> leftOut() {
        return aws.leftOut();
    }

    void gather() {
        accessKey();
        instance();
        kubernetes();
        containers();
        others();
        remoteAddresses();
        new SequenceEntities(aws, unbound).gather(finding.at("service", "detection", "sequence"));
    }

    /** The role of a resource: its own where the finding is about it, else {@code beside}. */
    private Role role(String type, Role beside) {
        return resourceType.equals(type) ? ownRole : beside;
    }

    private void accessKey() {
        Json key = resource.at("accessKeyDetails");
        var principal =
                new Principal(key.at("userType"), key.at("userName"), key.at("principalId"), key.at("accessKeyId"));
        boolean stolenFromInstance = finding.at("type").text().orElse("").contains("InstanceCredentialExfiltration");
        principal.addTo(
                aws,
                role("AccessKey", Role.ACTOR),
                stolenFromInstance
                        ? resource.at("instanceDetails", "instanceId").text()
                        : Optional.empty());
    }

    private void instance() {
        Json instance = resource.at("instanceDetails");
        Role role = role("Instance", Role.RELATED);
        aws.add("aws.instance", role, instance.at("instanceId"));
        for (Json networkInterface : instance.at("networkInterfaces").items()) {
            aws.add("aws.network-interface", role, networkInterface.at("networkInterfaceId"));
        }
        aws.add("aws.instance-profile", Role.RELATED, instance.at("iamInstanceProfile", "arn"));
    }

    /** An EKS cluster is reached by a connection of its own, which only the operator can name. */
    private void kubernetes() {
        Json cluster = resource.at("eksClusterDetails");
        Json details = resource.at("kubernetesDetails");
        Entities inside = unbound.scoped("cluster", cluster.at("name").name())
                .scoped("connection", cluster.at("arn").text().map(clusters::get));
        aws.add("aws.eks-cluster", Role.RELATED, cluster.at("name"));
        Workload.of(details.at("kubernetesWorkloadDetails")).addTo(inside, role("EKSCluster", Role.RELATED));
        Json user = details.at("kubernetesUserDetails").isObject()
                ? details.at("kubernetesUserDetails")
                : resource.at("kubernetesUserDetails");
        user(inside, Role.ACTOR, user.at("username"));
        user(inside, Role.RELATED, user.at("impersonatedUser", "username"));
    }

    private static void user(Entities inside, Role role, Json place) {
        String prefix = "system:serviceaccount:";
        place.name().ifPresent(name -> {
            if (name.startsWith(prefix)) {
                String account = name.substring(prefix.length()).replaceFirst(":", "/");
                inside.add("kubernetes.serviceaccount", account, role, place);
            } else {
                inside.add("kubernetes.subject", "User:" + name, role, place);
            }
        });
    }

    private void containers() {
        unbound.add("container", role("Container", Role.RELATED), resource.at("containerDetails", "id"));
        Json ecs = resource.at("ecsClusterDetails");
        aws.add("aws.ecs-cluster", role("ECSCluster", Role.RELATED), ecs.at("arn"));
        aws.add("aws.ecs-task", role("ECSCluster", Role.RELATED), ecs.at("taskDetails", "arn"));
    }

    private void others() {
        for (Json bucket : resource.at("s3BucketDetails").items()) {
            aws.add("aws.bucket", role("S3Bucket", Role.RELATED), bucket.at("name"));
        }
        aws.add("aws.function", role("Lambda", Role.RELATED), resource.at("lambdaDetails", "functionArn"));
        Json database = resource.at("rdsDbInstanceDetails");
        aws.add("aws.db-instance", role("RDSDBInstance", Role.RELATED), database.at("dbInstanceIdentifier"));
        aws.add("aws.db-cluster", Role.RELATED, database.at("dbClusterIdentifier"));
        aws.add("aws.db-user", Role.ACTOR, resource.at("rdsDbUserDetails", "user"));
    }

    /** Whoever is at the other end has the other part. */
    private void remoteAddresses() {
        Role role = ownRole == Role.TARGET ? Role.ACTOR : Role.TARGET;
        Json action = finding.at("service", "action");
        for (String kind : List.of(
                "awsApiCallAction", "networkConnectionAction", "kubernetesApiCallAction", "rdsLoginAttemptAction")) {
            remote(role, action.at(kind, "remoteIpDetails"));
        }
        for (Json probe : action.at("portProbeAction", "portProbeDetails").items()) {
            remote(role, probe.at("remoteIpDetails"));
        }
    }

    private void remote(Role role, Json details) {
        aws.add("ip", role, details.at("ipAddressV4"));
        aws.add("ip", role, details.at("ipAddressV6"));
    }
}
