package dev.killswitch.provider.aws;

import dev.killswitch.config.SecretFile;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Makes the SDK's clients of one connection: one pair per account, and one for EC2 in each
 * region of it, over one HTTP client. Their own retry is off, since the
 * engine retries and knows the step's deadline: two that retry multiply.
 */
final class AwsClients implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofMillis(1500);
    private static final Duration READ_MAX = Duration.ofSeconds(2);
    private static final Duration CALL_MAX = Duration.ofSeconds(5);
    /** A role assumed by a role lives an hour at most, whatever is asked for. */
    private static final Duration SESSION = Duration.ofHours(1);
    /** Renewed by whoever calls in this window, which the warming does; a kill then never waits for STS. */
    private static final Duration RENEW_BEFORE_END = Duration.ofMinutes(10);

    private final String connection;
    private final AwsSettings settings;
    private final SdkHttpClient http;
    private final AwsCredentialsProvider base;
    private final Map<AccountId, AwsCredentialsProvider> roles = new ConcurrentHashMap<>();
    private final List<SdkAutoCloseable> open = new ArrayList<>();

    AwsClients(String connection, AwsSettings settings) {
        this.connection = connection;
        this.settings = settings;
        this.http = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT_MAX)
                .socketTimeout(READ_MAX)
                .build();
        this.base = kept(settings.credentialsFile()
                .<AwsCredentialsProvider>map(file -> new CredentialsFile(SecretFile.at(file)))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build()));
    }

    /** With the credentials themselves, whatever role they are there to assume. */
    AwsCalls base(Clock clock) {
        return calls(base, clock);
    }

    /** With the role of {@code account}, where one is configured. Calls nothing yet. */
    AwsCalls in(AccountId account, Clock clock) {
        return calls(credentials(account), clock);
    }

    /** The same for EC2 in one region. */
    Ec2Calls ec2(AccountId account, String region, Clock clock) {
        return new Ec2Calls(
                kept(configured(Ec2Client.builder(), credentials(account), CALL_MAX)
                        .region(Region.of(region))
                        .build()),
                new Exchange(clock));
    }

    /** One session of the role for all clients of an account. */
    private AwsCredentialsProvider credentials(AccountId account) {
        return settings.roleIn(account)
                .map(role -> roles.computeIfAbsent(account, _ -> assuming(role)))
                .orElse(base);
    }

    /** The organization's prepared policy, with the role that may change it. */
    SlotCalls slot(AwsSettings.Organization organization, Clock clock) {
        AwsCredentialsProvider credentials =
                organization.role().map(this::assuming).orElse(base);
        return new SlotCalls(
                kept(configured(OrganizationsClient.builder(), credentials, CALL_MAX)
                        .region(globalRegion(settings.region()))
                        .build()),
                organization.policy(),
                new Exchange(clock));
    }

    private AwsCalls calls(AwsCredentialsProvider credentials, Clock clock) {
        IamClient iam = kept(configured(IamClient.builder(), credentials, CALL_MAX)
                .region(globalRegion(settings.region()))
                .build());
        return new AwsCalls(iam, sts(credentials), clock);
    }

    /** What it may take to assume a role comes before the call that needs it, so it is bounded like one attempt. */
    private StsClient sts(AwsCredentialsProvider credentials) {
        return kept(configured(StsClient.builder(), credentials, READ_MAX)
                .region(Region.of(settings.region()))
                .build());
    }

    private AwsCredentialsProvider assuming(String role) {
        return kept(StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts(base))
                .prefetchTime(RENEW_BEFORE_END)
                .refreshRequest(r -> r.roleArn(role)
                        .roleSessionName(sessionName(connection))
                        .durationSeconds((int) SESSION.toSeconds())
                        .externalId(settings.externalId().orElse(null)))
                .build());
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
            B builder, AwsCredentialsProvider credentials, Duration callMax) {
        builder.httpClient(http)
                .credentialsProvider(new FetchedCredentials(credentials))
                .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(callMax)
                        .apiCallAttemptTimeout(READ_MAX));
        settings.endpoint().ifPresent(builder::endpointOverride);
        return builder;
    }

    /** IAM has one address per partition. */
    private static Region globalRegion(String region) {
        if (region.startsWith("cn-")) {
            return Region.AWS_CN_GLOBAL;
        }
        return region.startsWith("us-gov-") ? Region.AWS_US_GOV_GLOBAL : Region.AWS_GLOBAL;
    }

    /** What CloudTrail shows of us. */
    static String sessionName(String connection) {
        String fitting = "killswitch-" + connection.replaceAll("[^A-Za-z0-9_+=,.@-]", "-");
        return fitting.substring(0, Math.min(64, fitting.length()));
    }

    private synchronized <T> T kept(T made) {
        if (made instanceof SdkAutoCloseable closeable) {
            open.add(closeable);
        }
        return made;
    }

    @Override
    public synchronized void close() {
        open.reversed().forEach(SdkAutoCloseable::close);
        open.clear();
        http.close();
    }
}
