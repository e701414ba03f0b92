package dev.killswitch.provider.aws;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract, against the practice range. */
class AwsActionsTest {
    @TempDir
    private Path directory;

    private OnRange range;

    @BeforeEach
    void open() {
        range = new OnRange(directory);
    }

    @AfterEach
    void close() {
        range.close();
    }

    @Nested
    class IsolateAnInterface extends AwsContract.OfInterface {
        private Ec2Place ec2;

        @Override
        Ec2Place ec2() {
            ec2 = ec2 == null ? Ec2Place.onRange(range.place()) : ec2;
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
            ec2 = ec2 == null ? Ec2Place.onRange(range.place()) : ec2;
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
            return range.place();
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
            return range.place();
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
            return range.place();
        }

        @Override
        Credential credential() {
            return Credential.SSH_KEY;
        }
    }

    @Nested
    class DisableService extends AwsContract.OfCredential {
        @Override
        Place place() {
            return range.place();
        }

        @Override
        Credential credential() {
            return Credential.SERVICE_CREDENTIAL;
        }
    }

    @Nested
    class DenyOneSession extends AwsContract.Inside {
        @Override
        Place place() {
            return range.place();
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
            return range.place();
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
            return range.place();
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
            return range.place();
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
            return range.place();
        }
    }

    @Nested
    class BoundTheRole extends AwsContract.OfBoundary {
        @Override
        Place place() {
            return range.place();
        }

        @Override
        String named() {
            return "aws.deny-role-by-boundary";
        }
    }

    @Nested
    class BoundTheUser extends AwsContract.OfBoundary {
        @Override
        Place place() {
            return range.place();
        }

        @Override
        String named() {
            return "aws.deny-user-by-boundary";
        }
    }

    @Nested
    class SlotTheUser extends AwsContract.OfPrincipal {
        @Override
        Place place() {
            return range.place();
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
            return range.place();
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
            return range.place();
        }
    }

    @Nested
    class DenyTheRole extends AwsContract.OfRole {
        @Override
        Place place() {
            return range.place();
        }
    }
}
