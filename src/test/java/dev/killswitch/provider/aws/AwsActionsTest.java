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
    class DisableKey extends AwsContract.OfKey {
        @Override
        Place place() {
            return range.place();
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
