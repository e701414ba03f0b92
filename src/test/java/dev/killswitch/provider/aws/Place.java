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
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;

/** An account, in the range or in moto, with the connection under test on one side and an administrator on the other. */
final class Place implements AutoCloseable {
    static final String DENY_ALL = "arn:aws:iam::aws:policy/AWSDenyAll";
    static final String READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";

    private final URI endpoint;
    private final String account;
    private final IamClient admin;
    private final Connection connection;

    private Place(URI endpoint, String account, AwsCredentialsProvider administrator, Connection connection) {
        this.endpoint = endpoint;
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
                tiers: [tier1]
                settling: 0s
                """.formatted(account, credentials, endpoint), clock);
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
        return new Call(target, Parameters.NONE, new Call.Mark("c-1", "i-1"), deadline);
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

    /** The keys of {@code user}, and what is attached to it. */
    String user(String user) {
        var keys = new TreeMap<String, String>();
        if (admin.listUsers().users().stream().noneMatch(one -> one.userName().equals(user))) {
            return "gone";
        }
        admin.listAccessKeys(r -> r.userName(user))
                .accessKeyMetadata()
                .forEach(key -> keys.put(key.accessKeyId(), key.statusAsString()));
        return keys + " "
                + names(admin.listAttachedUserPolicies(r -> r.userName(user)).attachedPolicies());
    }

    String role(String role) {
        if (admin.listRoles().roles().stream().noneMatch(one -> one.roleName().equals(role))) {
            return "gone";
        }
        return names(admin.listAttachedRolePolicies(r -> r.roleName(role)).attachedPolicies());
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
        admin.listAccessKeys(r -> r.userName(user))
                .accessKeyMetadata()
                .forEach(key -> admin.deleteAccessKey(r -> r.userName(user).accessKeyId(key.accessKeyId())));
        admin.listAttachedUserPolicies(r -> r.userName(user))
                .attachedPolicies()
                .forEach(policy -> admin.detachUserPolicy(r -> r.userName(user).policyArn(policy.policyArn())));
        admin.deleteUser(r -> r.userName(user));
    }

    void removeRole(String role) {
        if (role(role).equals("gone")) {
            return;
        }
        admin.listAttachedRolePolicies(r -> r.roleName(role))
                .attachedPolicies()
                .forEach(policy -> admin.detachRolePolicy(r -> r.roleName(role).policyArn(policy.policyArn())));
        admin.deleteRole(r -> r.roleName(role));
    }

    @Override
    public void close() {
        admin.close();
        connection.close();
    }
}
