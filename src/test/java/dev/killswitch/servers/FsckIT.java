package dev.killswitch.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** It runs, and refuses where there is nothing to accept. */
class FsckIT {
    /** The example of the signed-note specification. */
    private static final String KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    @Test
    void directoryWithoutALog_isRefused(@TempDir Path empty) {
        Fsck.Checked checked = Fsck.check(empty.toUri(), KEY);

        assertThat(checked.accepted()).isFalse();
        assertThat(checked.output()).contains("checkpoint");
    }
}
