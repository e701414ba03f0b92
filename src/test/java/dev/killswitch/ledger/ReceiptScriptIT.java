package dev.killswitch.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that an export's README gives to people who have only a shell and openssl. */
class ReceiptScriptIT {
    @TempDir
    private Path temporary;

    private Path export;

    @BeforeEach
    void opensslIsThere() throws IOException, InterruptedException {
        boolean isThere =
                run(temporary, "openssl version | grep -q '^OpenSSL 3'").exit() == 0;
        if (System.getProperty("servers", "found").equals("required")) {
            assertThat(isThere).as("openssl 3 is in PATH").isTrue();
        }
        assumeTrue(isThere, "openssl 3 is not in PATH");
        export = temporary.resolve("export");
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "3, 2", "5, 4", "7, 6", "8, 3", "300, 0", "300, 42", "300, 255", "300, 299"})
    void receiptOfAnEntry_isOk(int size, int index) throws IOException, InterruptedException {
        var log = MemoryLog.of(size);
        Ran ran = check(log, receipt(log, index), MemoryLog.entry(index));
        assertThat(ran.output())
                .startsWith("OK: entry " + index + " of " + size + " in " + MemoryLog.ORIGIN + ", root ");
        assertThat(ran.exit()).isZero();
    }

    @Test
    void otherEntry_isNotOk() throws IOException, InterruptedException {
        var log = MemoryLog.of(300);
        Ran ran = check(log, receipt(log, 42), MemoryLog.entry(43));
        assertThat(ran.output()).isEqualTo("NOT OK: the proof does not lead from this entry to the signed root\n");
        assertThat(ran.exit()).isEqualTo(1);
    }

    @Test
    void otherKey_isNotOk() throws IOException, InterruptedException {
        var log = MemoryLog.of(300);
        byte[] foreign = receipt(MemoryLog.of(300), 42);
        assertThat(check(log, foreign, MemoryLog.entry(42)).output())
                .isEqualTo("NOT OK: the checkpoint is not signed by this key\n");
    }

    /** Every ninth byte: one run costs a tenth of a second. */
    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x20})
    void changedByte_isNeverOk(int flip) throws IOException, InterruptedException {
        var log = MemoryLog.of(5);
        byte[] receipt = receipt(log, 3);
        for (int at = 0; at < receipt.length; at += 9) {
            byte[] changed = receipt.clone();
            changed[at] ^= (byte) flip;
            assertThat(check(log, changed, MemoryLog.entry(3)).exit())
                    .as("byte %d ^ %d", at, flip)
                    .isNotZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 23, 40, 60, 120, 200, 300})
    void cutOffReceipt_isNotOk(int length) throws IOException, InterruptedException {
        var log = MemoryLog.of(5);
        byte[] cut = Arrays.copyOf(receipt(log, 3), length);
        assertThat(check(log, cut, MemoryLog.entry(3)).exit()).isEqualTo(1);
    }

    @Test
    void signatureCommandsOfTheReadme_verify() throws IOException, InterruptedException {
        var log = MemoryLog.of(3);
        new Export(log, log.key.vkey()).to(export);
        String commands = Files.readString(export.resolve("README.txt"))
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("sed -n") || line.startsWith("openssl pkeyutl"))
                .reduce("set -e", (all, line) -> all + "\n" + line);
        assertThat(run(export, commands).output()).contains("Signature Verified Successfully");
    }

    private static byte[] receipt(MemoryLog log, int index) {
        return Receipt.of(new Tree(log), index, log.checkpoint().orElseThrow()).bytes();
    }

    private Ran check(MemoryLog log, byte[] receipt, byte[] entry) throws IOException, InterruptedException {
        if (!Files.exists(export)) {
            new Export(log, log.key.vkey()).to(export);
        }
        Files.write(temporary.resolve("receipt"), receipt);
        Files.write(temporary.resolve("entry"), entry);
        return run(temporary, "sh export/verify-receipt.sh receipt entry export/keys/log.pub.pem");
    }

    private record Ran(int exit, String output) {}

    private static Ran run(Path directory, String script) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(List.of("sh", "-c", script))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Ran(process.waitFor(), Files.readString(output));
    }
}
