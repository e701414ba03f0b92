package dev.killswitch.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.StatusType;

/** What tests lean on in moto, by AWS's own client. */
class MotoIT {
    private static final String DENY_ALL = "arn:aws:iam::aws:policy/AWSDenyAll";

    private Moto moto;

    @BeforeEach
    void start() {
        moto = Moto.shared();
        moto.reset();
    }

    @AfterEach
    void enforceNothing() {
        moto.enforceNever();
    }

    @Test
    void policyThatAwsManages_isThereToAttach() {
        try (IamClient iam = iam("AKIAIOSFODNN7EXAMPLE", "any")) {
            iam.createUser(user -> user.userName("mallory"));
            iam.attachUserPolicy(attach -> attach.userName("mallory").policyArn(DENY_ALL));

            assertThat(iam.listAttachedUserPolicies(list -> list.userName("mallory"))
                            .attachedPolicies())
                    .extracting(AttachedPolicy::policyArn)
                    .containsExactly(DENY_ALL);
        }
    }

    @Test
    void keySetInactive_isReadBackInactive() {
        try (IamClient iam = iam("AKIAIOSFODNN7EXAMPLE", "any")) {
            iam.createUser(user -> user.userName("mallory"));
            String key = iam.createAccessKey(create -> create.userName("mallory"))
                    .accessKey()
                    .accessKeyId();
            iam.updateAccessKey(
                    update -> update.userName("mallory").accessKeyId(key).status(StatusType.INACTIVE));

            assertThat(iam.listAccessKeys(list -> list.userName("mallory")).accessKeyMetadata())
                    .singleElement()
                    .satisfies(read -> assertThat(read.status()).isEqualTo(StatusType.INACTIVE));
        }
    }

    @Test
    void userUnderDenyAll_isRefusedOncePoliciesAreEnforced() {
        try (IamClient iam = iam("AKIAIOSFODNN7EXAMPLE", "any")) {
            iam.createUser(user -> user.userName("mallory"));
            iam.attachUserPolicy(
                    attach -> attach.userName("mallory").policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
            var key = iam.createAccessKey(create -> create.userName("mallory")).accessKey();
            try (IamClient mallory = iam(key.accessKeyId(), key.secretAccessKey())) {
                moto.enforceAfter(0);
                assertThat(mallory.listUsers().users()).hasSize(1);

                moto.enforceNever();
                iam.attachUserPolicy(attach -> attach.userName("mallory").policyArn(DENY_ALL));
                moto.enforceAfter(0);
                assertThatThrownBy(mallory::listUsers)
                        .isInstanceOfSatisfying(
                                IamException.class,
                                refused -> assertThat(refused.statusCode()).isEqualTo(403));
            }
        }
    }

    private IamClient iam(String keyId, String secret) {
        return IamClient.builder()
                .endpointOverride(moto.endpoint())
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(keyId, secret)))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
