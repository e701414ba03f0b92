package dev.killswitch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitTest {
    private final FakeServer server = new FakeServer();
    private final Terminal terminal = new Terminal(server);

    @ParameterizedTest
    @CsvSource({"400, 1", "401, 4", "403, 4", "404, 1", "409, 1", "412, 1", "422, 1", "500, 1", "503, 1"})
    void eachRefusalOfTheServer_hasItsCode(int status, int code) {
        server.says(
                "GET v1/why?q=x", status, "{\"title\":\"no\",\"status\":%d,\"detail\":\"because\"}".formatted(status));

        var ran = terminal.run("why", "x");

        assertThat(ran.code()).isEqualTo(code);
        assertThat(ran.err()).startsWith("ks: no (" + status + ")\n    because\n");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void notSignedIn_saysHowTo() {
        server.says("GET v1/why?q=x", 401, "{\"title\":\"it is not known who asks\",\"status\":401}");

        assertThat(terminal.run("why", "x").err()).isEqualTo("""
                        ks: it is not known who asks (401)
                            sign in with --token-file, KS_TOKEN_FILE or KS_TOKEN
                            who may: a responder
                        """);
    }

    @Test
    void noServer_isThree() {
        server.isSilent("GET v1/why?q=x");

        var ran = terminal.run("why", "x");

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).isEqualTo("""
                        ks: could not reach the server at http://localhost:8080/: nobody listens there
                            name another with --server or KS_SERVER
                        """);
    }

    @ParameterizedTest
    @CsvSource({"'<html>hello</html>'", "''", "'[1]'", "'{\"a\":'"})
    void somethingElseAnswers_isThree(String body) {
        server.says("GET v1/why?q=x", body);

        var ran = terminal.run("why", "x", "--json");

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).contains("expected a Killswitch server");
    }

    @Test
    void refusalThatIsNoProblem_saysItsStatus() {
        server.says("GET v1/why?q=x", 502, "<html>bad gateway</html>");

        assertThat(terminal.run("why", "x").err()).isEqualTo("ks: the server at http://localhost:8080/ answered 502\n");
    }

    @Test
    void refusal_inJson_isTheServersProblemToo() {
        server.says("GET v1/why?q=x", 404, "{\"title\":\"no such thing\",\"status\":404}");

        assertThat(terminal.run("why", "x", "--json").out())
                .isEqualTo("{\n  \"title\" : \"no such thing\",\n  \"status\" : 404\n}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "nonsense",
        "kill",
        "kill pod",
        "kill pod a b",
        "kill pod a --ttl soon",
        "kill pod a --confirm many",
        "kill key a --grace 0",
        "preview kill pod a --preview",
        "why",
        "status --server ftp://x",
        "status --server nonsense",
        "status --server http://x/?q=1",
        "status --server http://user@x/",
    })
    void wrongCommandLine_isTwo(String line) {
        var ran = terminal.run(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).isNotBlank();
        assertThat(server.asked).isEmpty();
    }

    @Test
    void theDocs_nameEachCode() throws IOException {
        String page = Files.readString(Path.of("docs/cli.md"));
        for (Exit exit : Exit.values()) {
            assertThat(page).contains("| " + exit.code() + " |");
        }
    }
}
