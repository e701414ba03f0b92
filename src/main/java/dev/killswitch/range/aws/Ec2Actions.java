package dev.killswitch.range.aws;

import dev.killswitch.range.aws.Machines.Group;
import dev.killswitch.range.aws.Machines.Interface;
import dev.killswitch.range.aws.Machines.Machine;
import dev.killswitch.range.aws.Machines.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** EC2's actions in one region, for a caller who may call them. */
record Ec2Actions(String account, Machines machines) {
    /** AWS's own quota. */
    private static final int GROUPS_MAX = 5;

    Said take(Call call) {
        return switch (call.action()) {
            case "DescribeInstances" ->
                described(call, "InstanceId", machines.instances(), "InvalidInstanceID.NotFound", this::instances);
            case "DescribeNetworkInterfaces" ->
                described(
                        call,
                        "NetworkInterfaceId",
                        machines.interfaces(),
                        "InvalidNetworkInterfaceID.NotFound",
                        all -> set("networkInterfaceSet", all.map(this::xml)));
            case "DescribeSecurityGroups" ->
                described(
                        call,
                        "GroupId",
                        machines.groups(),
                        "InvalidGroup.NotFound",
                        all -> set(
                                "securityGroupInfo",
                                all.filter(one -> matches(call, "vpc-id", one.vpc())
                                                && matches(call, "group-name", one.name()))
                                        .map(this::xml)));
            case "ModifyNetworkInterfaceAttribute" -> setGroups(call);
            case "DescribeInstanceAttribute" -> onInstance(call, Ec2Actions::lock);
            case "ModifyInstanceAttribute" -> onInstance(call, one -> setLock(call, one));
            case "CreateSecurityGroup" -> createGroup(call);
            case "DeleteSecurityGroup" -> deleteGroup(call);
            case "TerminateInstances" -> terminate(call);
            default ->
                new Said.Failed(
                        400, "InvalidAction", "The action " + call.action() + " is not valid on the practice range.");
        };
    }

    private static boolean matches(Call call, String filter, String value) {
        return call.filter(filter).map(values -> values.contains(value)).orElse(true);
    }

    /** Those that are asked for, each of which must be there; all where none is. */
    private static <T> Said described(
            Call call, String name, Map<String, T> all, String missing, Function<Stream<T>, Xml> xml) {
        List<String> ids = call.list(name);
        Optional<String> unknown =
                ids.stream().filter(id -> !all.containsKey(id)).findFirst();
        if (unknown.isPresent()) {
            return noSuch(missing, unknown.get());
        }
        return new Said.Well(xml.apply(all.entrySet().stream()
                .filter(one -> ids.isEmpty() || ids.contains(one.getKey()))
                .map(Map.Entry::getValue)));
    }

    private static Said noSuch(String code, String id) {
        return new Said.Failed(400, code, "The ID '" + id + "' does not exist");
    }

    private static Xml set(String name, Stream<Xml> items) {
        var inner = new Xml();
        items.forEach(item -> inner.inside("item", item));
        return new Xml().inside(name, inner);
    }

    private Xml instances(Stream<Machine> all) {
        return set(
                "reservationSet",
                all.map(one -> new Xml()
                        .text("reservationId", Ids.ec2("r", one.id()))
                        .text("ownerId", account)
                        .add(set("instancesSet", Stream.of(xml(one))))));
    }

    private Xml xml(Machine one) {
        return new Xml()
                .text("instanceId", one.id())
                .inside("instanceState", new Xml().text("name", one.state()))
                .text("vpcId", one.vpc())
                .inside(
                        "iamInstanceProfile",
                        new Xml().text("arn", "arn:aws:iam::" + account + ":instance-profile/" + one.profile()))
                .add(set(
                        "networkInterfaceSet",
                        one.interfaces().stream().map(id -> new Xml().text("networkInterfaceId", id))));
    }

    private Xml xml(Interface one) {
        var xml = new Xml()
                .text("networkInterfaceId", one.id())
                .text("vpcId", one.vpc())
                .text("ownerId", account)
                .text("requesterManaged", Boolean.toString(one.managed()))
                .add(set(
                        "groupSet",
                        one.groups().stream()
                                .map(id -> new Xml()
                                        .text("groupId", id)
                                        .text(
                                                "groupName",
                                                machines.group(id)
                                                        .map(Group::name)
                                                        .orElse("")))))
                .add(set("privateIpAddressesSet", Stream.of(new Xml().text("privateIpAddress", "10.0.0.10"))));
        return one.managed()
                ? xml
                : xml.inside(
                        "attachment",
                        new Xml().text("instanceId", one.instance()).text("status", "attached"));
    }

    private Xml xml(Group one) {
        return new Xml()
                .text("ownerId", account)
                .text("groupId", one.id())
                .text("groupName", one.name())
                .text("groupDescription", one.description())
                .text("vpcId", one.vpc())
                .add(set(
                        "ipPermissions",
                        one.rules().stream().filter(rule -> !rule.egress()).map(Ec2Actions::xml)))
                .add(set(
                        "ipPermissionsEgress",
                        one.rules().stream().filter(Rule::egress).map(Ec2Actions::xml)));
    }

    private static Xml xml(Rule rule) {
        var xml = new Xml().text("ipProtocol", rule.protocol());
        if (!rule.protocol().equals("-1")) {
            xml.text("fromPort", Integer.toString(rule.from())).text("toPort", Integer.toString(rule.to()));
        }
        return xml.add(set("ipRanges", Stream.of(new Xml().text("cidrIp", rule.cidr()))));
    }

    private Said setGroups(Call call) {
        Interface one = machines.interfaces().get(call.text("NetworkInterfaceId"));
        List<String> groups = call.list("SecurityGroupId");
        if (one == null) {
            return noSuch("InvalidNetworkInterfaceID.NotFound", call.text("NetworkInterfaceId"));
        }
        if (one.managed()) {
            return new Said.Failed(400, "OperationNotPermitted", "The interface is managed by a service.");
        }
        if (groups.isEmpty()) {
            return new Said.Failed(400, "InvalidParameterCombination", "No attributes specified.");
        }
        if (groups.size() > GROUPS_MAX) {
            return new Said.Failed(
                    400, "SecurityGroupsPerInterfaceLimitExceeded", "The maximum is " + GROUPS_MAX + ".");
        }
        Optional<String> foreign = groups.stream()
                .filter(id -> machines.group(id)
                        .filter(group -> group.vpc().equals(one.vpc()))
                        .isEmpty())
                .findFirst();
        if (foreign.isPresent()) {
            return new Said.Failed(
                    400,
                    "InvalidGroup.NotFound",
                    "The security group '" + foreign.get() + "' does not exist in VPC '" + one.vpc() + "'");
        }
        machines.interfaces().put(one.id(), one.with(groups));
        return isSo();
    }

    private Said onInstance(Call call, Function<Machine, Said> then) {
        return Optional.ofNullable(machines.instances().get(call.text("InstanceId")))
                .map(then)
                .orElseGet(() -> noSuch("InvalidInstanceID.NotFound", call.text("InstanceId")));
    }

    private static Said lock(Machine one) {
        return new Said.Well(new Xml()
                .text("instanceId", one.id())
                .inside("disableApiTermination", new Xml().text("value", Boolean.toString(one.locked()))));
    }

    private Said setLock(Call call, Machine one) {
        String wanted = call.text("DisableApiTermination.Value");
        if (wanted.isEmpty()) {
            return new Said.Failed(400, "InvalidParameterCombination", "No attributes specified.");
        }
        machines.instances().put(one.id(), one.withLock(Boolean.parseBoolean(wanted)));
        return isSo();
    }

    private static Said isSo() {
        return new Said.Well(new Xml().text("return", "true"));
    }

    private Said createGroup(Call call) {
        String name = call.text("GroupName");
        String vpc = call.text("VpcId");
        if (machines.groups().values().stream()
                .anyMatch(one -> one.name().equals(name) && one.vpc().equals(vpc))) {
            return new Said.Failed(400, "InvalidGroup.Duplicate", "The security group '" + name + "' already exists");
        }
        String id = Ids.ec2("sg", vpc + " " + name + " " + machines.groups().size());
        machines.groups()
                .put(id, new Group(id, name, vpc, call.text("GroupDescription"), List.of(Machines.everythingOut(id))));
        return new Said.Well(new Xml().text("return", "true").text("groupId", id));
    }

    private Said deleteGroup(Call call) {
        String id = call.text("GroupId");
        if (machines.group(id).isEmpty()) {
            return noSuch("InvalidGroup.NotFound", id);
        }
        if (machines.interfaces().values().stream().anyMatch(one -> one.groups().contains(id))) {
            return new Said.Failed(400, "DependencyViolation", "resource " + id + " has a dependent object");
        }
        machines.groups().remove(id);
        return isSo();
    }

    private Said terminate(Call call) {
        for (String id : call.list("InstanceId")) {
            Machine one = machines.instances().get(id);
            if (one == null) {
                return noSuch("InvalidInstanceID.NotFound", id);
            }
            if (one.locked()) {
                return new Said.Failed(
                        400,
                        "OperationNotPermitted",
                        "The instance '" + id
                                + "' may not be terminated. Modify its 'disableApiTermination' attribute.");
            }
            one.interfaces().forEach(attached -> machines.interfaces().remove(attached));
            machines.instances().put(id, one.ended());
        }
        return new Said.Well(new Xml());
    }
}
