package dev.killswitch.provider.aws;

import dev.killswitch.action.Action;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Provider;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import dev.killswitch.range.aws.PracticeAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.StatusType;

/** An account, in the range or in moto, with the connection under test on one side and an administrator on the other. */
final class Place implements AutoCloseable {
    static final String DENY_ALL = "arn:aws:iam::aws:policy/AWSDenyAll";
    static final String READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";

    private final URI endpoint;
    private final String account;
    private final IamClient admin;
    private final Connection connection;

    /** Whether the server knows service-specific credentials: moto does not. */
    private final boolean service;

    private Place(URI endpoint, String account, AwsCredentialsProvider administrator, Connection connection) {
        this.endpoint = endpoint;
        this.service = account.equals(PracticeAccount.ACCOUNT);
        this.account = account;
        this.connection = connection;
        this.admin = client(endpoint, administrator);
    }

    static IamClient client(URI endpoint, AwsCredentialsProvider credentials) {
        return IamClient.builder()
                .endpointOverride(endpoint)
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(credentials)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /** {@code credentials} is the file that the connection's role is assumed with. */
    static Place at(URI endpoint, String account, Path credentials, AwsCredentialsProvider administrator) {
        return new Place(endpoint, account, administrator, connect(endpoint, account, credentials, Clock.systemUTC()));
    }

    static Connection connect(URI endpoint, String account, Path credentials, Clock clock) {
        return connect("""
                role: "arn:aws:iam::{account}:role/killswitch/Responder"
                accounts: ["%s"]
                credentials-file: "%s"
                endpoint: "%s"
                tiers: [tier1, tier2, tier3, boundary, organization]
                organization: %s
                settling: 0s
                """.formatted(account, credentials, endpoint, Slot.of(endpoint, account)), clock);
    }

    static Connection connect(String yaml, Clock clock) {
        var problems = new Problems();
        Document document = Document.read("test.yaml", yaml, problems);
        Provider provider = new AwsProvider();
        Connection made = provider.open("acme", document.root(), clock);
        document.finish();
        if (!problems.found().isEmpty()) {
            throw new IllegalArgumentException(problems.found().toString());
        }
        return made;
    }

    Connection connection() {
        return connection;
    }

    Action action(String name) {
        return connection.action(name);
    }

    IamClient admin() {
        return admin;
    }

    URI endpoint() {
        return endpoint;
    }

    String arn(String rest) {
        return "arn:aws:iam::" + account + ":" + rest;
    }

    Resolved resolve(String kind, String id) {
        return connection.resolve(new Reference("acme", kind, id, Map.of()), soon());
    }

    Target target(String kind, String id) {
        return resolve(kind, id) instanceof Resolved.Found found
                ? found.target()
                : failed(kind + " " + id + ": " + resolve(kind, id));
    }

    private static Target failed(String why) {
        throw new AssertionError(why);
    }

    Call call(Target target) {
        return call(target, soon());
    }

    static Call call(Target target, Instant deadline) {
        return new Call(target, parameters(target), new Call.Mark("c-1", "i-1"), deadline);
    }

    private static Parameters parameters(Target target) {
        return target.kind().equals(Kinds.NETWORK_INTERFACE)
                ? Parameters.of(Map.of(IsolateInterface.FLOWS, IsolateInterface.CUT))
                : Parameters.NONE;
    }

    static Instant soon() {
        return Clock.systemUTC().instant().plusSeconds(10);
    }

    String keyOf(String user) {
        return admin.listAccessKeys(r -> r.userName(user))
                .accessKeyMetadata()
                .getFirst()
                .accessKeyId();
    }

    /** The action that sets one of that kind inactive. */
    static String disabling(Credential kind) {
        return "aws.disable-" + kind.kind().substring("aws.".length());
    }

    /** The first one of that kind that {@code user} has. */
    Target credential(String user, Credential kind) {
        String id = credentials(user, kind).firstKey();
        return target(kind.kind(), kind == Credential.ACCESS_KEY ? id : user + "/" + id);
    }

    /** Those of that kind that {@code user} has, with their status. */
    SortedMap<String, String> credentials(String user, Credential kind) {
        var all = new TreeMap<String, String>();
        switch (kind) {
            case ACCESS_KEY ->
                admin.listAccessKeys(r -> r.userName(user))
                        .accessKeyMetadata()
                        .forEach(one -> all.put(one.accessKeyId(), one.statusAsString()));
            case SIGNING_CERTIFICATE ->
                admin.listSigningCertificates(r -> r.userName(user))
                        .certificates()
                        .forEach(one -> all.put(one.certificateId(), one.statusAsString()));
            case SSH_KEY ->
                admin.listSSHPublicKeys(r -> r.userName(user))
                        .sshPublicKeys()
                        .forEach(one -> all.put(one.sshPublicKeyId(), one.statusAsString()));
            case SERVICE_CREDENTIAL -> {
                if (service) {
                    admin.listServiceSpecificCredentials(r -> r.userName(user))
                            .serviceSpecificCredentials()
                            .forEach(one -> all.put(one.serviceSpecificCredentialId(), one.statusAsString()));
                }
            }
        }
        return all;
    }

    /** As an administrator. */
    void set(String user, Credential kind, String id, StatusType status) {
        switch (kind) {
            case ACCESS_KEY ->
                admin.updateAccessKey(r -> r.userName(user).accessKeyId(id).status(status));
            case SIGNING_CERTIFICATE ->
                admin.updateSigningCertificate(
                        r -> r.userName(user).certificateId(id).status(status));
            case SSH_KEY ->
                admin.updateSSHPublicKey(
                        r -> r.userName(user).sshPublicKeyId(id).status(status));
            case SERVICE_CREDENTIAL ->
                admin.updateServiceSpecificCredential(
                        r -> r.userName(user).serviceSpecificCredentialId(id).status(status));
        }
    }

    private void remove(String user, Credential kind, String id) {
        switch (kind) {
            case ACCESS_KEY -> admin.deleteAccessKey(r -> r.userName(user).accessKeyId(id));
            case SIGNING_CERTIFICATE ->
                admin.deleteSigningCertificate(r -> r.userName(user).certificateId(id));
            case SSH_KEY -> admin.deleteSSHPublicKey(r -> r.userName(user).sshPublicKeyId(id));
            case SERVICE_CREDENTIAL ->
                admin.deleteServiceSpecificCredential(r -> r.userName(user).serviceSpecificCredentialId(id));
        }
    }

    /** One of each kind other than access keys, for a user that has none. */
    void giveCredentials(String user) {
        admin.uploadSSHPublicKey(r -> r.userName(user).sshPublicKeyBody("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ== a"));
        admin.uploadSigningCertificate(r -> r.userName(user).certificateBody(certificate()));
        if (service) {
            admin.createServiceSpecificCredential(r -> r.userName(user).serviceName("bedrock.amazonaws.com"));
        }
    }

    private static String certificate() {
        try {
            return Files.readString(Path.of("src/test/resources/aws/signing-certificate.pem"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The credentials of {@code user}, and what is attached to it. */
    String user(String user) {
        var keys = new TreeMap<String, String>();
        if (admin.listUsers().users().stream().noneMatch(one -> one.userName().equals(user))) {
            return "gone";
        }
        for (Credential kind : Credential.values()) {
            keys.putAll(credentials(user, kind));
        }
        keys.putAll(insideUser(user));
        return keys + " "
                + names(admin.listAttachedUserPolicies(r -> r.userName(user)).attachedPolicies())
                + boundary(admin.getUser(r -> r.userName(user)).user().permissionsBoundary());
    }

    String role(String role) {
        if (admin.listRoles().roles().stream().noneMatch(one -> one.roleName().equals(role))) {
            return "gone";
        }
        Role now = admin.getRole(r -> r.roleName(role)).role();
        return names(admin.listAttachedRolePolicies(r -> r.roleName(role)).attachedPolicies()) + " " + inside(role)
                + " " + trust(role) + boundary(now.permissionsBoundary());
    }

    /** The organization's prepared policy, as it reads back. */
    Slot slot() {
        return new Slot(endpoint, account);
    }

    /** The trust policy of a role, as it reads back. */
    String trust(String role) {
        return InlineCalls.decoded(admin.getRole(r -> r.roleName(role)).role().assumeRolePolicyDocument());
    }

    private static String boundary(@Nullable AttachedPermissionsBoundary boundary) {
        return boundary == null ? "" : " within " + boundary.permissionsBoundaryArn();
    }

    private SortedMap<String, String> insideUser(String user) {
        var inside = new TreeMap<String, String>();
        admin.listUserPolicies(r -> r.userName(user))
                .policyNames()
                .forEach(name -> inside.put(
                        name,
                        admin.getUserPolicy(r -> r.userName(user).policyName(name))
                                .policyDocument()));
        return inside;
    }

    /** The policies inside of a role, as they read back. */
    SortedMap<String, String> inside(String role) {
        var inside = new TreeMap<String, String>();
        admin.listRolePolicies(r -> r.roleName(role))
                .policyNames()
                .forEach(name -> inside.put(name, document(role, name)));
        return inside;
    }

    private String document(String role, String name) {
        return InlineCalls.decoded(
                admin.getRolePolicy(r -> r.roleName(role).policyName(name)).policyDocument());
    }

    private static String names(List<AttachedPolicy> policies) {
        return policies.stream()
                .map(AttachedPolicy::policyName)
                .sorted()
                .toList()
                .toString();
    }

    void removeUser(String user) {
        if (user(user).equals("gone")) {
            return;
        }
        for (Credential kind : Credential.values()) {
            credentials(user, kind).keySet().forEach(id -> remove(user, kind, id));
        }
        admin.listAttachedUserPolicies(r -> r.userName(user))
                .attachedPolicies()
                .forEach(policy -> admin.detachUserPolicy(r -> r.userName(user).policyArn(policy.policyArn())));
        insideUser(user)
                .keySet()
                .forEach(name -> admin.deleteUserPolicy(r -> r.userName(user).policyName(name)));
        admin.deleteUser(r -> r.userName(user));
    }

    void removeRole(String role) {
        if (role(role).equals("gone")) {
            return;
        }
        admin.listAttachedRolePolicies(r -> r.roleName(role))
                .attachedPolicies()
                .forEach(policy -> admin.detachRolePolicy(r -> r.roleName(role).policyArn(policy.policyArn())));
        inside(role)
                .keySet()
                .forEach(name -> admin.deleteRolePolicy(r -> r.roleName(role).policyName(name)));
        admin.deleteRole(r -> r.roleName(role));
    }

    @Override
    public void close() {
        admin.close();
        connection.close();
    }
}
