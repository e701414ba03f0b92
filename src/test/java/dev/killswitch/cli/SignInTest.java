package dev.killswitch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {
    private final Terminal terminal = new Terminal(new FakeServer().says("GET v1/why?q=x", "said\n"));

    @TempDir
    Path temporary;

    @BeforeEach
    void aLocalServer() throws IOException {
        Path tokens = Files.createDirectories(temporary.resolve("data/tokens"));
        Files.writeString(tokens.resolve("responder"), "local-responder\n");
        Files.writeString(tokens.resolve("second-responder"), "local-second\n");
        terminal.directories = List.of(temporary.resolve("elsewhere"), temporary.resolve("data"));
    }

    private Path file(String name, String token) throws IOException {
        return Files.writeString(temporary.resolve(name), token);
    }

    @Test
    void nothingGiven_theLocalTokenIsUsedAndSaid() {
        var ran = terminal.run("why", "x");

        assertThat(terminal.token).contains("local-responder");
        assertThat(ran.err())
                .isEqualTo(
                        "ks: signed in as the local responder: " + temporary.resolve("data/tokens/responder") + "\n");
        assertThat(ran.out() + ran.err()).doesNotContain("local-responder\n");
    }

    @Test
    void anotherRole_isAnotherLocalToken() {
        terminal.environment.put("KS_TOKEN", "environment");

        terminal.run("why", "x", "--as", "second-responder");

        assertThat(terminal.token).contains("local-second");
    }

    @Test
    void roleWithoutToken_isSaid() {
        var ran = terminal.run("why", "x", "--as", "operator");

        assertThat(ran.code()).isEqualTo(Exit.USAGE.code());
        assertThat(ran.err()).contains("tokens/operator").contains("found none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://killswitch.example", "http://10.0.0.1:8080", "http://localhost.example"})
    void anotherMachine_neverGetsTheLocalToken(String server) {
        terminal.run("why", "x", "--server", server);

        assertThat(terminal.token).isEmpty();
        assertThat(terminal.run("why", "x", "--server", server, "--as", "responder")
                        .code())
                .isEqualTo(Exit.USAGE.code());
    }

    @Test
    void namedFile_winsOverAllElse() throws IOException {
        terminal.environment.putAll(Map.of("KS_TOKEN", "environment", "KS_TOKEN_FILE", "/nowhere"));

        terminal.run("why", "x", "--token-file", file("mine", "  named\n").toString());

        assertThat(terminal.token).contains("named");
    }

    @Test
    void environment_winsOverTheLocalToken() throws IOException {
        terminal.environment.put("KS_TOKEN", "environment");
        assertThat(terminal.run("why", "x").err()).isEmpty();
        assertThat(terminal.token).contains("environment");

        terminal.environment.put("KS_TOKEN_FILE", file("theirs", "filed").toString());
        terminal.run("why", "x");
        assertThat(terminal.token).contains("filed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a\nb", "caf\u00e9"})
    void whatIsNoToken_isRefusedAndNotShown(String content) throws IOException {
        var ran = terminal.run("why", "x", "--token-file", file("odd", content).toString());

        assertThat(ran.code()).isEqualTo(Exit.USAGE.code());
        assertThat(ran.err()).contains("odd holds no token");
        assertThat(content.isEmpty() || !ran.err().contains(content)).isTrue();
    }

    @Test
    void missingFile_isSaid() {
        assertThat(terminal.run("why", "x", "--token-file", "/nowhere/token").err())
                .contains("the token in /nowhere/token cannot be read (NoSuchFileException)");
    }

    @Test
    void tokenOverPlainHttp_toAnotherMachine_isRemarkedOn() throws IOException {
        terminal.environment.put("KS_TOKEN", "environment");

        assertThat(terminal.run("why", "x", "--server", "http://ks.example").err())
                .isEqualTo("ks: the token goes to ks.example unencrypted; use https\n");
    }

    @Test
    void serverAndItsPath_comeFromTheOptionOrTheEnvironment() {
        terminal.environment.put("KS_SERVER", "https://ks.example/killswitch");
        terminal.run("why", "x");
        assertThat(terminal.connected).hasToString("https://ks.example/killswitch/");

        terminal.run("why", "x", "--server", "https://other.example");
        assertThat(terminal.connected).hasToString("https://other.example/");
    }

    @Test
    void dataDirectory_isWhereTheServerWasToldTo() {
        assertThat(Ks.directories(Map.of("KILLSWITCH_DATA_DIRECTORY", "/var/ks"), Optional.of("/opt/ks")))
                .containsExactly(Path.of("/var/ks"), Path.of("data"), Path.of("/opt/ks/data"));
    }
}
