package dev.killswitch.provider.aws;

import dev.killswitch.action.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.InstanceAttributeName;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Tag;

/** The SDK's EC2 client in our words, for one account and region. Thread-safe. */
final class Ec2Calls {
    static final String SET_GROUPS = "ec2:ModifyNetworkInterfaceAttribute";
    private static final String SCALING_GROUP = "aws:autoscaling:groupName";

    private final Ec2Client ec2;
    private final Exchange exchange;

    Ec2Calls(Ec2Client ec2, Exchange exchange) {
        this.ec2 = ec2;
        this.exchange = exchange;
    }

    /**
     * A network interface as it is.
     *
     * @param groups in AWS's order
     * @param instance what it is attached to
     * @param isManaged AWS made it for one of its own services
     * @param addresses how many private ones it has
     */
    record Interface(
            String id, String vpc, List<String> groups, Optional<String> instance, boolean isManaged, int addresses) {
        Interface {
            groups = List.copyOf(groups);
        }
    }

    /**
     * An instance that is not terminated.
     *
     * @param profile the ARN of its instance profile
     * @param scalingGroup whose member AWS says that it is
     */
    record Machine(String id, List<String> interfaces, Optional<String> profile, Optional<String> scalingGroup) {
        Machine {
            interfaces = List.copyOf(interfaces);
        }
    }

    /**
     * A security group.
     *
     * @param rules what it lets through, in words; empty for nothing
     */
    record Group(String id, String name, List<String> rules) {
        Group {
            rules = List.copyOf(rules);
        }
    }

    Answer<Interface> networkInterface(String id, Instant deadline) {
        return exchange.read(
                        "ec2:DescribeNetworkInterfaces",
                        deadline,
                        limits -> ec2
                                .describeNetworkInterfaces(
                                        r -> r.networkInterfaceIds(id).overrideConfiguration(limits))
                                .networkInterfaces()
                                .stream()
                                .filter(one -> id.equals(one.networkInterfaceId()))
                                .findFirst()
                                .map(Ec2Calls::read))
                .then(found -> found.<Answer<Interface>>map(Answer.Got::new)
                        .orElseGet(() -> new Answer.None<>("no network interface has the id " + id)));
    }

    private static Interface read(NetworkInterface one) {
        return new Interface(
                Exchange.sent(one.networkInterfaceId()),
                Exchange.sent(one.vpcId()),
                one.groups().stream().map(GroupIdentifier::groupId).toList(),
                Optional.ofNullable(one.attachment())
                        .flatMap(attached -> Optional.ofNullable(attached.instanceId()))
                        .filter(instance -> !instance.isBlank()),
                Boolean.TRUE.equals(one.requesterManaged()),
                one.privateIpAddresses().size());
    }

    /** None where it is terminated, or about to be: AWS tells of those for an hour still. */
    Answer<Machine> machine(String id, Instant deadline) {
        return exchange.read(
                        "ec2:DescribeInstances",
                        deadline,
                        limits ->
                                ec2
                                        .describeInstances(
                                                r -> r.instanceIds(id).overrideConfiguration(limits))
                                        .reservations()
                                        .stream()
                                        .flatMap(reservation -> reservation.instances().stream())
                                        .filter(one -> id.equals(one.instanceId()))
                                        .findFirst())
                .then(found -> found.filter(one -> !isOver(one.state().name()))
                        .<Answer<Machine>>map(one -> new Answer.Got<>(new Machine(
                                id,
                                one.networkInterfaces().stream()
                                        .map(InstanceNetworkInterface::networkInterfaceId)
                                        .toList(),
                                Optional.ofNullable(one.iamInstanceProfile())
                                        .flatMap(profile -> Optional.ofNullable(profile.arn())),
                                one.tags().stream()
                                        .filter(tag -> SCALING_GROUP.equals(tag.key()))
                                        .map(Tag::value)
                                        .findFirst())))
                        .orElseGet(() -> new Answer.None<>("the instance has been terminated")));
    }

    private static boolean isOver(InstanceStateName state) {
        return state == InstanceStateName.TERMINATED || state == InstanceStateName.SHUTTING_DOWN;
    }

    /** Those of {@code vpc} that have one of the names: within one a name means one group. */
    Answer<List<Group>> groups(String vpc, List<String> names, Instant deadline) {
        return exchange.pages("ec2:DescribeSecurityGroups", deadline, (limits, token) -> {
            var said = ec2.describeSecurityGroups(
                    r -> r.filters(filter("vpc-id", List.of(vpc)), filter("group-name", names))
                            .nextToken(token)
                            .overrideConfiguration(limits));
            return new Exchange.Page<>(
                    said.securityGroups().stream().map(Ec2Calls::read).toList(), next(said.nextToken()));
        });
    }

    private static @Nullable String next(@Nullable String token) {
        return token == null || token.isBlank() ? null : token;
    }

    private static Filter filter(String name, List<String> values) {
        return Filter.builder().name(name).values(values).build();
    }

    private static Group read(SecurityGroup group) {
        var rules = new ArrayList<String>();
        group.ipPermissions().forEach(rule -> rules.addAll(words("in", "from", rule)));
        group.ipPermissionsEgress().forEach(rule -> rules.addAll(words("out", "to", rule)));
        return new Group(Exchange.sent(group.groupId()), Exchange.sent(group.groupName()), rules);
    }

    private static List<String> words(String direction, String preposition, IpPermission rule) {
        boolean isAll = "-1".equals(rule.ipProtocol());
        String ports = isAll || rule.fromPort() == null
                ? ""
                : " " + rule.fromPort() + (rule.fromPort().equals(rule.toPort()) ? "" : "-" + rule.toPort());
        String what = direction + ": " + (isAll ? "everything" : rule.ipProtocol() + ports) + " " + preposition + " ";
        return Stream.of(
                        rule.ipRanges().stream().map(range -> range.cidrIp()),
                        rule.ipv6Ranges().stream().map(range -> range.cidrIpv6()),
                        rule.prefixListIds().stream().map(list -> list.prefixListId()),
                        rule.userIdGroupPairs().stream().map(pair -> pair.groupId()))
                .flatMap(one -> one)
                .map(other -> what + other)
                .toList();
    }

    /** The whole list is replaced. */
    Outcome setGroups(String networkInterface, List<String> groups, Instant deadline) {
        return exchange.write(
                SET_GROUPS,
                deadline,
                limits -> ec2.modifyNetworkInterfaceAttribute(r ->
                        r.networkInterfaceId(networkInterface).groups(groups).overrideConfiguration(limits)));
    }

    Answer<Boolean> isProtected(String instance, Instant deadline) {
        return exchange.read("ec2:DescribeInstanceAttribute", deadline, limits -> {
            var said = ec2.describeInstanceAttribute(r -> r.instanceId(instance)
                            .attribute(InstanceAttributeName.DISABLE_API_TERMINATION)
                            .overrideConfiguration(limits))
                    .disableApiTermination();
            return said != null && Boolean.TRUE.equals(said.value());
        });
    }

    Outcome protect(String instance, Instant deadline) {
        return setProtection(
                instance, AttributeBooleanValue.builder().value(true).build(), deadline);
    }

    Outcome unprotect(String instance, Instant deadline) {
        return setProtection(
                instance, AttributeBooleanValue.builder().value(false).build(), deadline);
    }

    private Outcome setProtection(String instance, AttributeBooleanValue on, Instant deadline) {
        return exchange.write(
                "ec2:ModifyInstanceAttribute",
                deadline,
                limits -> ec2.modifyInstanceAttribute(
                        r -> r.instanceId(instance).disableApiTermination(on).overrideConfiguration(limits)));
    }

    /** Looks for what is nowhere. */
    void warm(Instant deadline) {
        groups("vpc-00000000", List.of(Quarantine.NAME), deadline);
    }

    /** Whether {@code why}, which a write was refused for, says that a group is not there. */
    static boolean isGroupGone(String why) {
        return why.contains("InvalidGroup.NotFound");
    }
}
