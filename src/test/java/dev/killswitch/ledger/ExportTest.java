package dev.killswitch.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
    @TempDir
    private Path temporary;

    @Test
    void logOf257_hasTheFilesOfTheFormat() throws IOException {
        var log = MemoryLog.of(257);
        Path directory = temporary.resolve("new/export");
        new Export(log, log.key.vkey()).to(directory);
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> directory.relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            "checkpoint",
                            "tile/0/000",
                            "tile/0/001.p/1",
                            "tile/1/000.p/1",
                            "tile/entries/000",
                            "tile/entries/001.p/1",
                            "keys/log.vkey",
                            "keys/log.pub.pem",
                            "entries.jsonl",
                            "README.txt",
                            "verify-receipt.sh");
        }
        assertThat(directory.resolve("README.txt"))
                .content()
                .contains(
                        MemoryLog.ORIGIN, "with 257 entries", log.edge().root().base64())
                .doesNotContain("{");
        assertThat(Files.readAllLines(directory.resolve("entries.jsonl")))
                .hasSize(257)
                .contains("{\"n\":256}");
    }

    @Test
    void logThatGrowsMeanwhile_isWrittenAsItWas() throws IOException {
        var log = MemoryLog.of(600);
        var growing = new Wrapped(log) {
            @Override
            public List<byte[]> entries(long from, long to) {
                log.grow(7);
                return super.entries(from, to);
            }
        };
        Checkpoint then = log.checkpoint().orElseThrow().checkpoint();
        Path directory = temporary.resolve("export");
        assertThat(new Export(growing, log.key.vkey()).to(directory)).isEqualTo(new Export.Exported.Written(then));
        assertThat(log.edge().size()).isGreaterThan(600);
        try (var files = LogFiles.directory(directory)) {
            assertThat(new Verify(List.of(log.key.vkey())).check(files)).isInstanceOf(Verdict.Intact.class);
        }
    }

    @Test
    void changedRecord_isRefusedAndLeavesNothingThatVerifies() throws IOException {
        var log = MemoryLog.of(300);
        log.overwrite(42, "{}".getBytes(StandardCharsets.UTF_8));
        Path directory = temporary.resolve("export");
        assertThat(new Export(log, log.key.vkey()).to(directory))
                .isInstanceOfSatisfying(
                        Export.Exported.Refused.class,
                        refused -> assertThat(refused.why()).contains("the record was changed"));
        assertThat(directory.resolve("checkpoint")).doesNotExist();
    }

    @Test
    void directoryWithSomethingInIt_isRefusedAndLeftAlone() throws IOException {
        var log = MemoryLog.of(1);
        Files.writeString(temporary.resolve("mine"), "mine");
        assertThat(new Export(log, log.key.vkey()).to(temporary)).isInstanceOf(Export.Exported.Refused.class);
        assertThat(temporary.resolve("checkpoint")).doesNotExist();
    }

    @Test
    void nothingSignedYet_isRefused() throws IOException {
        var log = new MemoryLog();
        assertThat(new Export(log, log.key.vkey()).to(temporary.resolve("export")))
                .isEqualTo(new Export.Exported.Refused("the log has no checkpoint yet; try again in a second"));
    }

    @Test
    void checkpointOfAnotherKey_isRefused() throws IOException {
        var log = MemoryLog.of(1);
        var other = SigningKey.generate(MemoryLog.ORIGIN);
        assertThat(new Export(log, other.vkey()).to(temporary.resolve("export")))
                .isInstanceOf(Export.Exported.Refused.class);
    }

    /** Passes everything on. */
    private static class Wrapped implements LogReader {
        private final LogReader log;

        Wrapped(LogReader log) {
            this.log = log;
        }

        @Override
        public Optional<SignedCheckpoint> checkpoint() {
            return log.checkpoint();
        }

        @Override
        public List<byte[]> entries(long from, long to) {
            return log.entries(from, to);
        }

        @Override
        public List<Hash> leaves(long from, long to) {
            return log.leaves(from, to);
        }

        @Override
        public Tile tile(int level, long index) {
            return log.tile(level, index);
        }
    }
}
