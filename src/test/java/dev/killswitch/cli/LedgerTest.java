package dev.killswitch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.ledger.SampleLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private final Terminal terminal = new Terminal(new FakeServer());
    private final SampleLog log = SampleLog.of(300);

    @TempDir
    Path temporary;

    private String key() throws IOException {
        return "--key=" + Files.writeString(temporary.resolve("log.vkey"), log.vkey() + "\n");
    }

    @Test
    void export_isIntact() throws IOException {
        String export = log.exportTo(temporary.resolve("export")).toString();

        var ran = terminal.run("ledger", "verify", export, key());

        assertThat(ran.out()).matches("""
                        intact      each of 300 entries of killswitch.example/ledger/test is what was signed
                        signed by   killswitch.example/ledger/test\\+[0-9a-f]{8}
                        root        \\S+
                        not covered entries 0 to 299: only whoever holds the signing key vouches for them
                        next        keep its checkpoint elsewhere, and compare with it later: --against <file>
                        """);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
    }

    @Test
    void keyBesideTheLog_isWorthLittleAndSaidToBe() throws IOException {
        var ran = terminal.run(
                "ledger", "verify", log.exportTo(temporary.resolve("export")).toString());

        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEqualTo("ks: " + Ledger.KEY_BESIDE + "\n");
    }

    @Test
    void checkpointThatWasKept_coversWhatIsBelowIt() throws IOException {
        Path kept = Files.createDirectory(temporary.resolve("kept"));
        log.keepCheckpoint(kept.resolve("monday"));
        log.grow(100).keepCheckpoint(kept.resolve("tuesday"));
        String export = log.grow(5).exportTo(temporary.resolve("export")).toString();

        var ran = terminal.run("ledger", "verify", export, key(), "--against", kept.toString());

        assertThat(ran.out())
                .contains("consistent  with " + kept.resolve("monday") + " up to 300 entries\n")
                .contains("consistent  with " + kept.resolve("tuesday") + " up to 400 entries\n")
                .contains("covered     entries 0 to 399: they are as they were when a checkpoint was kept\n")
                .contains("not covered entries 400 to 404: only whoever")
                .doesNotContain("--against");
        assertThat(ran.code()).isZero();
    }

    @Test
    void rewrittenAndSignedAgain_isContradicted() throws IOException {
        Path kept = log.keepCheckpoint(temporary.resolve("kept"));
        String export = log.rewritten(310).exportTo(temporary.resolve("export")).toString();

        var ran = terminal.run("ledger", "verify", export, key(), "--against", kept.toString());

        assertThat(ran.out())
                .startsWith("CONTRADICTED: ")
                .contains("REWRITTEN   something below entry 300 was changed");
        assertThat(ran.code()).isEqualTo(Exit.NOT_VERIFIED.code());
    }

    @Test
    void cutOffAndSignedAgain_isContradictedByAnOlderExport() throws IOException {
        Path older = log.exportTo(temporary.resolve("older"));
        String export = log.rewritten(20).exportTo(temporary.resolve("export")).toString();

        var ran = terminal.run("ledger", "verify", export, key(), "--against", older.toString(), "--json");

        assertThat(ran.out())
                .contains("\"verdict\" : \"contradicted\"")
                .contains("\"with\" : \"" + older.resolve("checkpoint") + "\"")
                .contains("\"is\" : \"shorter\"");
        assertThat(ran.code()).isEqualTo(Exit.NOT_VERIFIED.code());
    }

    @Test
    void damagedFile_isNamed() throws IOException {
        Path export = log.exportTo(temporary.resolve("export"));
        Path tile = export.resolve("tile/0/000");
        byte[] bytes = Files.readAllBytes(tile);
        bytes[40] ^= 1;
        Files.write(tile, bytes);

        var ran = terminal.run("ledger", "verify", export.toString(), key());

        assertThat(ran.out()).startsWith("NOT INTACT at tile/0/000");
        assertThat(ran.code()).isEqualTo(Exit.NOT_VERIFIED.code());
    }

    @Test
    void keyOfAnotherLog_isNotIntact() throws IOException {
        String export = log.exportTo(temporary.resolve("export")).toString();
        Path other = Files.writeString(
                temporary.resolve("other.vkey"), SampleLog.of(1).vkey());

        var ran = terminal.run("ledger", "verify", export, "--key", other.toString());

        assertThat(ran.code()).isEqualTo(Exit.NOT_VERIFIED.code());
    }

    @Test
    void nothingThere_isNotVerified() {
        var ran = terminal.run("ledger", "verify", temporary.resolve("nowhere").toString());

        assertThat(ran.err()).contains("there is no key to check with: ");
        assertThat(ran.code()).isEqualTo(Exit.NOT_VERIFIED.code());
    }

    @Test
    void fileThatIsNoKey_isAWrongCommandLine() throws IOException {
        Path odd = Files.writeString(temporary.resolve("odd"), "no key");

        var ran = terminal.run("ledger", "verify", temporary.toString(), "--key", odd.toString());

        assertThat(ran.err()).contains("a verifier key is name+id+base64");
        assertThat(ran.code()).isEqualTo(Exit.USAGE.code());
    }

    @Test
    void emptyDirectoryOfCheckpoints_isAWrongCommandLine() throws IOException {
        String export = log.exportTo(temporary.resolve("export")).toString();
        Path kept = Files.createDirectory(temporary.resolve("kept"));

        var ran = terminal.run("ledger", "verify", export, key(), "--against", kept.toString());

        assertThat(ran.err()).contains("holds no checkpoint");
        assertThat(ran.code()).isEqualTo(Exit.USAGE.code());
    }

    @Test
    void server_isVerifiedAndExported() throws IOException {
        try (var shown = log.show()) {
            String server = shown.base().resolve("/").toString();
            assertThat(terminal.run("ledger", "verify", server, key()).code()).isZero();
            assertThat(terminal.run("ledger", "verify", shown.base().toString(), key())
                            .out())
                    .startsWith("intact      each of 300 entries");

            Path export = temporary.resolve("export");
            var ran = terminal.run("ledger", "export", export.toString(), "--server", server, key());

            assertThat(ran.out())
                    .startsWith("exported    300 entries of killswitch.example/ledger/test to " + export + "\n")
                    .contains("next        ks ledger verify " + export + "\n");
            assertThat(ran.code()).isZero();
            assertThat(terminal.run("ledger", "verify", export.toString(), key())
                            .code())
                    .isZero();
            assertThat(terminal.run("ledger", "export", export.toString(), "--server", server, key())
                            .err())
                    .contains("is not empty");
        }
    }

    @Test
    void noServer_isThree() throws IOException {
        String server;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server = "http://127.0.0.1:" + socket.getLocalPort();
        }

        assertThat(terminal.run("ledger", "verify", server).code()).isEqualTo(Exit.UNREACHABLE.code());
        assertThat(terminal.run("ledger", "export", temporary.resolve("x").toString(), "--server", server)
                        .code())
                .isEqualTo(Exit.UNREACHABLE.code());
    }
}
