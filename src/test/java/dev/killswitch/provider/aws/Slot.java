package dev.killswitch.provider.aws;

import dev.killswitch.range.aws.PracticeAccount;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.PolicyType;
import software.amazon.awssdk.services.sts.StsClient;

/** The prepared policy of the organization, for who manages it: the range's own, or one that is made in moto. */
record Slot(URI endpoint, String account) {
    private static final String ROLE = "arn:aws:iam::999988887777:role/killswitch/Slot";
    private static final Map<URI, String> PREPARED = new ConcurrentHashMap<>();

    private boolean isOnRange() {
        return account.equals(PracticeAccount.ACCOUNT);
    }

    /** What a connection writes as its organization. */
    static String of(URI endpoint, String account) {
        var slot = new Slot(endpoint, account);
        return slot.isOnRange() ? "{policy: p-killswitch}" : "{policy: " + slot.policy() + ", role: \"" + ROLE + "\"}";
    }

    private String policy() {
        return isOnRange() ? "p-killswitch" : PREPARED.computeIfAbsent(endpoint, _ -> asked(Slot::prepare));
    }

    private static String prepare(OrganizationsClient organizations) {
        organizations.createOrganization(r -> r.featureSet("ALL"));
        String root = organizations.listRoots(r -> {}).roots().getFirst().id();
        String policy = organizations
                .createPolicy(r -> r.name("killswitch-slot")
                        .description("prepared")
                        .type(PolicyType.SERVICE_CONTROL_POLICY)
                        .content(SlotDocument.of(List.of()).toString()))
                .policy()
                .policySummary()
                .id();
        organizations.attachPolicy(r -> r.policyId(policy).targetId(root));
        return policy;
    }

    String document() {
        String policy = policy();
        return asked(organizations ->
                organizations.describePolicy(r -> r.policyId(policy)).policy().content());
    }

    void write(String document) {
        String policy = policy();
        asked(organizations ->
                organizations.updatePolicy(r -> r.policyId(policy).content(document)));
    }

    /** Puts it in, or takes it out where it is in. */
    void toggle(String arn) {
        var all = new ArrayList<>(
                SlotDocument.principals(DenyDocument.parsed(document())).orElseThrow());
        if (!all.remove(arn)) {
            all.add(arn);
        }
        write(SlotDocument.of(all).toString());
    }

    private <T> T asked(Function<OrganizationsClient, T> call) {
        try (var organizations = OrganizationsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(credentials())
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            return call.apply(organizations);
        }
    }

    private AwsCredentialsProvider credentials() {
        if (isOnRange()) {
            return StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(PracticeAccount.keyId("break-glass", 1), "none"));
        }
        try (var sts = StsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "none")))
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            var made = sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("admin"))
                    .credentials();
            return StaticCredentialsProvider.create(
                    AwsSessionCredentials.create(made.accessKeyId(), made.secretAccessKey(), made.sessionToken()));
        }
    }
}
