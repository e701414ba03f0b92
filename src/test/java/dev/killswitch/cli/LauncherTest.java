package dev.killswitch.cli;

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

/** The script {@code ks}, on a machine whose Java only says what it was asked to do. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final String SAYS = """
            #!/bin/sh
            for word in "$@"; do
                echo "<$word>"
                case $word in -XX:AOTCacheOutput=*) : >"${word#*=}" ;; esac
            done
            exit 3
            """;

    @TempDir
    private Path machine;

    private Path home;
    private Path jdks;

    @BeforeEach
    void machine() throws IOException {
        home = Files.createDirectories(machine.resolve("the product"));
        jdks = Files.createDirectories(machine.resolve("jdks"));
        String script = Files.readString(Path.of(System.getProperty("basedir", ""), "ks"));
        // The usual places of this machine are not those of the test's.
        assertThat(script).contains("/usr/lib/jvm/*", "/opt/java/*");
        program(
                home.resolve("ks"),
                script.replace("/usr/lib/jvm/*", jdks + "/*").replace("/opt/java/*", ""));
    }

    private record Ended(int code, String out, String err) {}

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path jdk(String version) throws IOException {
        Path jdk = Files.createDirectories(jdks.resolve("jdk-" + version));
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        program(jdk.resolve("bin/java"), SAYS);
        return jdk;
    }

    private Path built() throws IOException {
        return Files.createDirectories(home.resolve("target/quarkus-app/lib/main"))
                .getParent()
                .getParent();
    }

    private Ended ks(Path script, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).directory(machine.toFile());
        builder.environment().clear();
        // No Java is there.
        builder.environment().put("PATH", tools().toString());
        builder.environment().put("HOME", machine.toString());
        Path err = machine.resolve("err");
        Process process = builder.redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out, Files.readString(err));
    }

    private Path tools() throws IOException {
        Path tools = Files.createDirectories(machine.resolve("tools"));
        for (String tool : List.of("sh", "dirname", "grep", "head", "readlink", "rm", "cat")) {
            Path found = Path.of("/bin").resolve(tool);
            Path link = tools.resolve(tool);
            if (!Files.exists(link)) {
                Files.createSymbolicLink(
                        link, Files.exists(found) ? found : Path.of("/usr/bin").resolve(tool));
            }
        }
        return tools;
    }

    @Test
    void notBuilt_saysHowTo() throws Exception {
        jdk("25.0.1");

        assertThat(ks(home.resolve("ks"), "status"))
                .isEqualTo(new Ended(
                        2,
                        "",
                        "ks: the product is not built yet; expected it in %s/target; build it with: %s/mvnw package -DskipTests\n"
                                .formatted(home.toRealPath(), home.toRealPath())));
    }

    @Test
    void noJava25_saysWhatIsMissing() throws Exception {
        built();
        jdk("17.0.15");
        jdk("26");

        assertThat(ks(home.resolve("ks"), "status"))
                .isEqualTo(new Ended(
                        2,
                        "",
                        "ks: needs a Java 25; found none in JAVA_HOME, PATH or the usual places; install one, or set JAVA_HOME"
                                + " to it\n"));
    }

    @Test
    void compiledOnly_runsOnTheClasses() throws Exception {
        Path target = Files.createDirectories(home.resolve("target"));
        Files.writeString(target.resolve("classpath.txt"), "/m2/a.jar:/m2/b.jar");
        jdk("25.0.1");

        assertThat(ks(home.resolve("ks"), "status").out())
                .contains("<-cp>\n<" + home.toRealPath() + "/target/classes:/m2/a.jar:/m2/b.jar>\n");
    }

    @Test
    void builtProduct_runsWithEachWordAsItIsAndItsOwnExitCode() throws Exception {
        built();
        jdk("17.0.15");
        jdk("25.0.1");

        Ended ended = ks(home.resolve("ks"), "why", "two words", "$(id)", "*");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .contains("<-Dks.home=" + home.toRealPath() + ">\n")
                .endsWith("<dev.killswitch.cli.Ks>\n<why>\n<two words>\n<$(id)>\n<*>\n");
    }

    @Test
    void calledThroughALink_findsItsProduct() throws Exception {
        built();
        jdk("25");
        Path link = Files.createSymbolicLink(
                Files.createDirectories(machine.resolve("bin")).resolve("ks"), home.resolve("ks"));

        assertThat(ks(link, "version").out())
                .contains("-cp>\n<" + home.toRealPath() + "/target/quarkus-app/app/*:" + home.toRealPath());
    }

    @Test
    void warmUp_besideDevMode_saysThatItTakesJars() throws Exception {
        Path target = Files.createDirectories(home.resolve("target"));
        Files.writeString(target.resolve("classpath.txt"), "/m2/a.jar");
        jdk("25.0.1");

        Ended ended = ks(home.resolve("ks"), "warm-up");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("beside dev mode there are no jars").doesNotContain("ks.aot");
        assertThat(target.resolve("ks.aot")).doesNotExist();
    }

    @Test
    void warmUp_isUsedFromThenOn() throws Exception {
        Path product = built();
        jdk("25.0.1");

        Ended warm = ks(home.resolve("ks"), "warm-up");

        Path cache = product.toRealPath().resolve("ks.aot");
        assertThat(warm).isEqualTo(new Ended(0, "", "ks: quicker from now on, until the next build: " + cache + "\n"));
        assertThat(ks(home.resolve("ks"), "status").out()).contains("<-XX:AOTCache=" + cache + ">\n");
    }
}
