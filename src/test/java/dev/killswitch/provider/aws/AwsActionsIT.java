package dev.killswitch.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Connection.Related;
import dev.killswitch.action.FakeSink;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Resolved;
import dev.killswitch.servers.Moto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.iam.model.IamException;

/** The contract once more, against moto: an account that nobody here wrote. */
class AwsActionsIT {
    private static final String ACCOUNT = "123456789012";
    /** Nobody's in particular: AWS takes no policy without a statement. */
    private static final String TRUST =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                    + "\"arn:aws:iam::123456789012:root\"},\"Action\":\"sts:AssumeRole\"}]}";

    @TempDir
    private Path directory;

    private Moto moto;
    private Place place;

    @BeforeEach
    void open() throws IOException {
        moto = Moto.shared();
        Ec2Place.wake(moto.endpoint(), "AKIAIOSFODNN7EXAMPLE");
        String credentials = "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = none\n";
        place = Place.at(
                moto.endpoint(),
                ACCOUNT,
                Files.writeString(directory.resolve("credentials"), credentials),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "none")));
        // Each reset makes moto read a thousand managed policies anew: what stands in the way is removed instead.
        place.removeUser("alice");
        place.removeRole("batch");
        place.removeRole("Responder");
        place.admin().createUser(r -> r.userName("alice"));
        place.admin().createAccessKey(r -> r.userName("alice"));
        place.giveCredentials("alice");
        place.admin().createRole(r -> r.roleName("batch").assumeRolePolicyDocument(TRUST));
        place.admin()
                .createRole(r -> r.roleName("Responder").path("/killswitch/").assumeRolePolicyDocument(TRUST));
    }

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void accountOfAKey_isWhatItsIdSays() {
        assertThat(new AccessKeyId(place.keyOf("alice")).account()).contains(new AccountId(ACCOUNT));
    }

    @Test
    void responder_knowsItself_andIsNoTarget() {
        place.connection().warm(Place.soon());
        assertThat(place.connection().notReady()).isEmpty();
        var responder = place.target(Kinds.ROLE, "Responder");
        assertThat(place.action("aws.deny-role").inspect(place.call(responder))).isInstanceOf(Inspected.Refused.class);
    }

    @Test
    void deletedKey_isNothing() {
        String key = place.keyOf("alice");
        place.removeUser("alice");
        assertThat(place.resolve(Kinds.ACCESS_KEY, key)).isInstanceOf(Resolved.Nothing.class);
    }

    @Test
    void keysOfAUser_areFound_andEvidenceIsCollected() {
        var alice = place.target(Kinds.USER, "alice");
        assertThat(place.connection().related(alice, Kinds.ACCESS_KEY, Place.soon()))
                .isInstanceOfSatisfying(
                        Related.Found.class,
                        found -> assertThat(found.references())
                                .singleElement()
                                .satisfies(one -> assertThat(one.id()).isEqualTo(place.keyOf("alice"))));
        assertThat(place.connection().collect(place.call(alice), new FakeSink()))
                .isEqualTo(new Outcome.Done("8 pieces, 1 left out"));
    }

    /** Policies are enforced here, unlike the status of keys: what was denied is really refused, until it is released. */
    @Test
    void deniedUser_isRefusedByAws_untilTheRelease() {
        place.admin().attachUserPolicy(r -> r.userName("alice").policyArn(Place.READ_ONLY));
        var secret = place.admin().createAccessKey(r -> r.userName("alice")).accessKey();
        var alice = place.target(Kinds.USER, "alice");
        var action = place.action("aws.deny-user");
        Inspected.Found found = (Inspected.Found) action.inspect(place.call(alice));
        try (var hers = Place.client(
                moto.endpoint(),
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(secret.accessKeyId(), secret.secretAccessKey())))) {
            assertThat(enforced(hers::listUsers)).isTrue();
            action.apply(place.call(alice), found.before());
            assertThat(enforced(hers::listUsers)).isFalse();
            action.release(place.call(alice), found.before());
            assertThat(enforced(hers::listUsers)).isTrue();
        }
    }

    /** Conditions are not enforced here: what stands in the role is read back, letter by letter. */
    @Test
    void documentsInARole_readBackAsTheyAreMeant() {
        var session = place.target(Kinds.SESSION, "batch/deploy+eu=1,a.b@c-d");
        var action = place.action("aws.deny-session");
        action.apply(place.call(session), ((Inspected.Found) action.inspect(place.call(session))).before());
        String roleId = place.admin().getRole(r -> r.roleName("batch")).role().roleId();
        assertThat(place.inside("batch"))
                .containsOnly(Map.entry(
                        "killswitch-c-1",
                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\","
                                + "\"Condition\":{\"StringEquals\":{\"aws:userid\":\"" + roleId
                                + ":deploy+eu=1,a.b@c-d\"}}}]}"));
    }

    @Test
    void sessionOfAnAlert_isFoundByTheIdOfItsRole() {
        String roleId = place.admin().getRole(r -> r.roleName("batch")).role().roleId();
        assertThat(place.target(Kinds.SESSION, roleId + ":i-0123456789abcdef0"))
                .isEqualTo(place.target(Kinds.SESSION, "batch/i-0123456789abcdef0"));
    }

    private boolean enforced(Runnable call) {
        moto.enforceAfter(0);
        try {
            call.run();
            return true;
        } catch (IamException e) {
            assertThat(e.statusCode()).isEqualTo(403);
            return false;
        } finally {
            moto.enforceNever();
        }
    }

    @Nested
    class IsolateAnInterface extends AwsContract.OfInterface {
        private Ec2Place ec2;

        @Override
        Ec2Place ec2() {
            ec2 = ec2 == null ? Ec2Place.onMoto(place, "AKIAIOSFODNN7EXAMPLE") : ec2;
            return ec2;
        }

        @AfterEach
        void end() {
            ec2.close();
        }
    }

    @Nested
    class ProtectAnInstance extends AwsContract.OfInstance {
        private Ec2Place ec2;

        @Override
        Ec2Place ec2() {
            ec2 = ec2 == null ? Ec2Place.onMoto(place, "AKIAIOSFODNN7EXAMPLE") : ec2;
            return ec2;
        }

        @AfterEach
        void end() {
            ec2.close();
        }
    }

    @Nested
    class DisableKey extends AwsContract.OfCredential {
        @Override
        Place place() {
            return place;
        }

        @Override
        Credential credential() {
            return Credential.ACCESS_KEY;
        }
    }

    @Nested
    class DisableCertificate extends AwsContract.OfCredential {
        @Override
        Place place() {
            return place;
        }

        @Override
        Credential credential() {
            return Credential.SIGNING_CERTIFICATE;
        }
    }

    @Nested
    class DisableSsh extends AwsContract.OfCredential {
        @Override
        Place place() {
            return place;
        }

        @Override
        Credential credential() {
            return Credential.SSH_KEY;
        }
    }

    @Nested
    class DenyOneSession extends AwsContract.Inside {
        @Override
        Place place() {
            return place;
        }

        @Override
        String named() {
            return "aws.deny-session";
        }
    }

    @Nested
    class RevokeSessions extends AwsContract.Inside {
        @Override
        Place place() {
            return place;
        }

        @Override
        String named() {
            return "aws.revoke-role-sessions";
        }
    }

    @Nested
    class DenyTheUserInside extends AwsContract.Inside {
        @Override
        Place place() {
            return place;
        }

        @Override
        String named() {
            return "aws.deny-user-inside";
        }
    }

    @Nested
    class DenyTheRoleInside extends AwsContract.Inside {
        @Override
        Place place() {
            return place;
        }

        @Override
        String named() {
            return "aws.deny-role-inside";
        }
    }

    @Nested
    class CloseTrust extends AwsContract.OfTrust {
        @Override
        Place place() {
            return place;
        }
    }

    @Nested
    class BoundTheRole extends AwsContract.OfBoundary {
        @Override
        Place place() {
            return place;
        }

        @Override
        String named() {
            return "aws.deny-role-by-boundary";
        }
    }

    @Nested
    class SlotTheUser extends AwsContract.OfPrincipal {
        @Override
        Place place() {
            return place;
        }

        @Override
        String named() {
            return "aws.deny-principal-user";
        }
    }

    @Nested
    class SlotTheRole extends AwsContract.OfPrincipal {
        @Override
        Place place() {
            return place;
        }

        @Override
        String named() {
            return "aws.deny-principal-role";
        }
    }

    @Nested
    class DenyTheUser extends AwsContract.OfUser {
        @Override
        Place place() {
            return place;
        }
    }

    @Nested
    class DenyTheRole extends AwsContract.OfRole {
        @Override
        Place place() {
            return place;
        }
    }
}
