package dev.killswitch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code mvnw} chooses, and each sentence it refuses with, on a machine of a few programs. */
@DisabledOnOs(OS.WINDOWS)
class MvnwTest {
    private static final List<String> TOOLS = List.of(
            "sh",
            "cat",
            "chmod",
            "cp",
            "dirname",
            "env",
            "grep",
            "mkdir",
            "mktemp",
            "mv",
            "readlink",
            "rm",
            "sha512sum");

    @TempDir
    private Path machine;

    private Path programs;
    private Path jdks;

    @BeforeEach
    void emptyMachine() throws IOException, InterruptedException {
        programs = Files.createDirectories(machine.resolve("bin"));
        jdks = Files.createDirectories(machine.resolve("jdks"));
        for (String tool : TOOLS) {
            Process which = new ProcessBuilder("sh", "-c", "command -v " + tool).start();
            Files.createSymbolicLink(
                    programs.resolve(tool),
                    Path.of(new String(which.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip()));
            which.waitFor();
        }
        Files.createDirectories(machine.resolve("project"));
        // The usual places of this machine are not those of the test's.
        String script = Files.readString(Path.of(System.getProperty("basedir", ""), "mvnw"));
        assertThat(script).contains("/usr/lib/jvm/*", "/opt/java/*");
        program(
                machine.resolve("project/mvnw"),
                script.replace("/usr/lib/jvm/*", jdks + "/*").replace("/opt/java/*", ""));
    }

    @Test
    void noJdk25_saysWhatIsMissing() throws Exception {
        jdk("17.0.15");

        assertThat(mvnw("verify"))
                .isEqualTo(new Ended(
                        1,
                        "mvnw: needs a JDK 25; found none in JAVA_HOME, PATH or the usual places; install one, or set"
                                + " JAVA_HOME to it\n"));
    }

    @Test
    void newMavenAndJdk25_runsInTheProjectWithEachArgumentAsItIs() throws Exception {
        Path jdk = jdk("25.0.1");
        jdk("17.0.15");
        program(programs.resolve("mvn"), """
                #!/bin/sh
                [ "$1" = --version ] && { echo 'Apache Maven 3.9.12 (x)'; exit; }
                echo "$JAVA_HOME" "$(readlink -f .)"
                for argument; do echo "<$argument>"; done
                """);

        assertThat(mvnw("verify", "-Da=b c")).isEqualTo(new Ended(0, """
                mvnw: JDK %s, Maven %s
                %s %s
                <verify>
                <-Da=b c>
                """.formatted(
                jdk, programs.resolve("mvn"), jdk, machine.resolve("project").toRealPath())));
    }

    @Test
    void archiveOfAnotherDigest_isNotUnpacked() throws Exception {
        jdk("25");
        program(programs.resolve("mvn"), """
                #!/bin/sh
                [ "$1" = --version ] && { echo 'Apache Maven 3.8.7'; exit; }
                for argument; do
                    case $argument in -DoutputDirectory=*) echo bad >"${argument#*=}/apache-maven-3.9.16-bin.zip" ;; esac
                done
                """);

        assertThat(mvnw("verify"))
                .isEqualTo(new Ended(
                        1,
                        "mvnw: the archive of Maven 3.9.16 that was fetched has not the expected SHA-512; nothing was"
                                + " unpacked\n"));
        assertThat(machine.resolve("home/.cache/killswitch")).isEmptyDirectory();
    }

    @Test
    void oldMavenThatCannotFetch_saysSo() throws Exception {
        jdk("25-ea");
        program(programs.resolve("mvn"), "#!/bin/sh\n[ \"$1\" = --version ] && echo 'Apache Maven 3.9.9'\n");

        assertThat(mvnw("verify"))
                .isEqualTo(new Ended(
                        1,
                        "mvnw: the mvn in PATH is older than 3.9.12 and could not fetch Maven 3.9.16; install it by"
                                + " hand\n"));
    }

    @Test
    void neitherMavenNorCurl_saysWhatToInstall() throws Exception {
        jdk("25.0.3");

        assertThat(mvnw("verify"))
                .isEqualTo(new Ended(1, "mvnw: neither mvn nor curl in PATH; install Maven 3.9.12 or later\n"));
    }

    @Test
    void failedDownload_saysSo() throws Exception {
        jdk("25.0.3");
        program(programs.resolve("curl"), "#!/bin/sh\nexit 22\n");

        assertThat(mvnw("verify"))
                .isEqualTo(new Ended(
                        1,
                        "mvnw: no mvn in PATH, and Maven 3.9.16 could not be downloaded; install Maven 3.9.12 or"
                                + " later\n"));
    }

    private Path jdk(String version) throws IOException {
        Path home = jdks.resolve("jdk-" + version);
        Files.createDirectories(home.resolve("bin"));
        program(home.resolve("bin/javac"), "#!/bin/sh\necho javac " + version + "\n");
        return home;
    }

    private static void program(Path at, String script) throws IOException {
        Files.writeString(at, script);
        Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** From a directory that is not the project's. */
    private Ended mvnw(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                programs.resolve("sh").toString(),
                machine.resolve("project/mvnw").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(jdks.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", programs.toString());
        builder.environment().put("HOME", machine.resolve("home").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }

    private record Ended(int exit, String output) {}
}
