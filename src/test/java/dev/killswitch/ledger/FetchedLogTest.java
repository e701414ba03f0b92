package dev.killswitch.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchedLogTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 600})
    void everyRange_isWhatThePublisherHas(int size) throws IOException {
        var log = MemoryLog.of(size);
        try (var server = FakeLogServer.of(log);
                var files = LogFiles.http(server.base(), java.util.Optional.empty(), HttpLimits.USUAL)) {
            var fetched = FetchedLog.open(files);

            assertThat(fetched.checkpoint()).isEqualTo(log.checkpoint());
            for (int[] range : new int[][] {{0, size}, {0, 0}, {size - 1, size}, {size / 2, size}, {size, size}}) {
                assertThat(fetched.entries(range[0], range[1]))
                        .usingElementComparator(java.util.Arrays::compare)
                        .isEqualTo(log.entries(range[0], range[1]));
                assertThat(fetched.leaves(range[0], range[1])).isEqualTo(log.leaves(range[0], range[1]));
            }
            if (size >= Tile.WIDTH) {
                assertThat(fetched.tile(0, 0)).isEqualTo(log.tile(0, 0));
            }
        }
    }

    @Test
    void logThatGrows_isReadAsItWasWhenOpened() throws IOException {
        var log = MemoryLog.of(300);
        try (var server = FakeLogServer.of(log);
                var files = LogFiles.http(server.base(), java.util.Optional.empty(), HttpLimits.USUAL)) {
            var fetched = FetchedLog.open(files);
            log.grow(400);

            assertThat(new Export(fetched, log.key.vkey()).to(temporary.resolve("export")))
                    .isInstanceOfSatisfying(
                            Export.Exported.Written.class,
                            written -> assertThat(written.checkpoint().size()).isEqualTo(300));
        }
    }

    @Test
    void publisherThatLies_isNotExported() throws IOException {
        var log = MemoryLog.of(300);
        log.overwrite(17, MemoryLog.entry(99));
        try (var server = FakeLogServer.of(log);
                var files = LogFiles.http(server.base(), java.util.Optional.empty(), HttpLimits.USUAL)) {
            assertThat(new Export(FetchedLog.open(files), log.key.vkey()).to(temporary.resolve("export")))
                    .isInstanceOf(Export.Exported.Refused.class);
        }
    }

    @Test
    void missingFile_isSaid() throws IOException {
        var files = new FilesInMemory();
        files.put("checkpoint", MemoryLog.of(3).checkpoint().orElseThrow().bytes());
        var fetched = FetchedLog.open(files);

        assertThatThrownBy(() -> fetched.entries(0, 3))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("there is no tile/entries/000.p/3");
        files.put("tile/entries/000.p/3", new byte[] {0, 9, 1});
        assertThatThrownBy(() -> fetched.entries(0, 3))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("tile/entries/000.p/3: entry 0 says 9 bytes, 1 are left");
    }

    @Test
    void tileOfAnotherLength_isSaid() {
        var files = new FilesInMemory();
        files.put("tile/0/000", new byte[7]);

        assertThatThrownBy(() -> FetchedLog.open(files).tile(0, 0))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("tile/0/000 has 7 bytes, expected 8192");
    }

    @Test
    void noCheckpointYet_isAnEmptyLog() {
        assertThat(FetchedLog.open(new FilesInMemory()).checkpoint()).isEmpty();
    }

    @Test
    void checkpointThatIsNone_isSaid() {
        var files = new FilesInMemory();
        files.put("checkpoint", new byte[] {'x'});

        assertThatThrownBy(() -> FetchedLog.open(files))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the checkpoint is none: ");
    }

    @Test
    void rangeOutsideTheLog_isAMistakeOfTheCaller() {
        var fetched = FetchedLog.open(new FilesInMemory());

        assertThatThrownBy(() -> fetched.entries(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
