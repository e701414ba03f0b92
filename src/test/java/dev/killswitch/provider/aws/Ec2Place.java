package dev.killswitch.provider.aws;

import dev.killswitch.action.Action;
import dev.killswitch.action.Call;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Target;
import dev.killswitch.range.aws.PracticeAccount;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.InstanceAttributeName;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** EC2 of an account, with an administrator on the other side: one instance with two network interfaces. */
final class Ec2Place implements AutoCloseable {
    private static final Region REGION = Region.US_EAST_1;

    private final Place place;
    private final Ec2Client admin;
    private final String instance;

    private Ec2Place(Place place, Ec2Client admin, String instance) {
        this.place = place;
        this.admin = admin;
        this.instance = instance;
    }

    static Ec2Place onRange(Place place) {
        Ec2Client admin = client(place.endpoint(), PracticeAccount.keyId("break-glass", 1));
        return new Ec2Place(place, admin, PracticeAccount.instanceId("web"));
    }

    /** The same as the range has it, in a VPC of its own. */
    static Ec2Place onMoto(Place place, String key) {
        Ec2Client admin = client(place.endpoint(), key);
        String vpc = admin.createVpc(r -> r.cidrBlock("10.0.0.0/16")).vpc().vpcId();
        String subnet = admin.createSubnet(r -> r.vpcId(vpc).cidrBlock("10.0.0.0/24"))
                .subnet()
                .subnetId();
        String web = group(admin, vpc, "web");
        String ssh = group(admin, vpc, "ssh");
        String quarantine = group(admin, vpc, Quarantine.NAME);
        SecurityGroup made = describe(admin, quarantine);
        admin.revokeSecurityGroupEgress(r -> r.groupId(quarantine).ipPermissions(made.ipPermissionsEgress()));
        String image = admin.describeImages(r -> r.owners("amazon"))
                .images()
                .getFirst()
                .imageId();
        String instance = admin.runInstances(r -> r.imageId(image)
                        .minCount(1)
                        .maxCount(1)
                        .networkInterfaces(attached(0, subnet, web, ssh), attached(1, subnet, ssh)))
                .instances()
                .getFirst()
                .instanceId();
        return new Ec2Place(place, admin, instance);
    }

    /** Makes moto load what it knows of EC2, which takes longer than any call of ours may. */
    static void wake(URI endpoint, String key) {
        try (Ec2Client admin = client(endpoint, key)) {
            admin.describeVpcs();
        }
    }

    private static InstanceNetworkInterfaceSpecification attached(int index, String subnet, String... groups) {
        return InstanceNetworkInterfaceSpecification.builder()
                .deviceIndex(index)
                .subnetId(subnet)
                .groups(groups)
                .build();
    }

    private static Ec2Client client(URI endpoint, String key) {
        return Ec2Client.builder()
                .endpointOverride(endpoint)
                .region(REGION)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key, "none")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private static String group(Ec2Client admin, String vpc, String name) {
        return admin.createSecurityGroup(r -> r.vpcId(vpc).groupName(name).description(name))
                .groupId();
    }

    private static SecurityGroup describe(Ec2Client admin, String group) {
        return admin.describeSecurityGroups(r -> r.groupIds(group))
                .securityGroups()
                .getFirst();
    }

    Place place() {
        return place;
    }

    Ec2Client admin() {
        return admin;
    }

    String instance() {
        return instance;
    }

    Action action(String name) {
        return place.action(name);
    }

    /** The interfaces of the instance, in order. */
    List<String> interfaces() {
        return admin.describeInstances(r -> r.instanceIds(instance)).reservations().getFirst().instances().stream()
                .flatMap(one -> one.networkInterfaces().stream())
                .map(InstanceNetworkInterface::networkInterfaceId)
                .toList();
    }

    Target networkInterface() {
        return place.target(Kinds.NETWORK_INTERFACE, interfaces().getFirst());
    }

    static Call call(Target target, String flows) {
        return call(target, flows, Place.soon());
    }

    static Call call(Target target, String flows, Instant deadline) {
        return new Call(
                target, Parameters.of(Map.of(IsolateInterface.FLOWS, flows)), new Call.Mark("c-1", "i-1"), deadline);
    }

    /** Its groups by name, in the order that EC2 tells. */
    List<String> groups(String networkInterface) {
        return described(networkInterface).groups().stream()
                .map(GroupIdentifier::groupName)
                .toList();
    }

    private NetworkInterface described(String networkInterface) {
        return admin.describeNetworkInterfaces(r -> r.networkInterfaceIds(networkInterface))
                .networkInterfaces()
                .getFirst();
    }

    boolean isProtected() {
        return admin.describeInstanceAttribute(
                        r -> r.instanceId(instance).attribute(InstanceAttributeName.DISABLE_API_TERMINATION))
                .disableApiTermination()
                .value();
    }

    void protect(boolean on) {
        admin.modifyInstanceAttribute(r -> r.instanceId(instance).disableApiTermination(v -> v.value(on)));
    }

    /** Of each interface of the instance its groups, and whether the instance is protected. */
    String world() {
        var all = new TreeMap<String, List<String>>();
        admin.describeNetworkInterfaces(r -> {}).networkInterfaces().stream()
                .filter(one -> one.attachment() != null
                        && instance.equals(one.attachment().instanceId()))
                .forEach(one -> all.put(
                        one.networkInterfaceId(),
                        one.groups().stream().map(GroupIdentifier::groupName).toList()));
        return all + (isProtected() ? " protected" : "");
    }

    private String vpc() {
        return described(interfaces().getFirst()).vpcId();
    }

    /** A group of that name in its VPC; a new one lets everything out. */
    String make(String name) {
        return group(admin, vpc(), name);
    }

    String id(String name) {
        return admin.describeSecurityGroups(r -> r.filters(filter("vpc-id", vpc()), filter("group-name", name)))
                .securityGroups()
                .getFirst()
                .groupId();
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    void set(String networkInterface, String... names) {
        List<String> ids = List.of(names).stream().map(this::id).collect(Collectors.toCollection(ArrayList::new));
        admin.modifyNetworkInterfaceAttribute(
                r -> r.networkInterfaceId(networkInterface).groups(ids));
    }

    void terminate() {
        protect(false);
        List<String> interfaces = interfaces();
        admin.terminateInstances(r -> r.instanceIds(instance));
        // AWS takes these with it; moto leaves them.
        admin.describeNetworkInterfaces(r -> {}).networkInterfaces().stream()
                .map(NetworkInterface::networkInterfaceId)
                .filter(interfaces::contains)
                .forEach(one -> admin.deleteNetworkInterface(r -> r.networkInterfaceId(one)));
    }

    @Override
    public void close() {
        admin.close();
    }
}
