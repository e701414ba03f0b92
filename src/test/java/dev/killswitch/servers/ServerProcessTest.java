package dev.killswitch.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that starts badly says why, and none outlives the JVM. */
class ServerProcessTest {
    @TempDir
    private Path directory;

    @Test
    void serverThatEndsAtOnce_saysWithWhatAndShowsItsLog() {
        ServerProcess process = start("echo address already in use; exit 3");

        assertThatThrownBy(() -> process.await(Duration.ofMinutes(1), () -> false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("it ended with 3%naddress already in use".formatted());
    }

    @Test
    void serverThatIsNeverReady_isEndedAndShowsItsLog() {
        ServerProcess process = start("echo waiting for a leader; exec sleep 600");

        assertThatThrownBy(() -> process.await(Duration.ofMillis(300), () -> false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("it was not ready within PT0.3S%nwaiting for a leader".formatted());
    }

    @Test
    void parentThatIsKilled_takesTheServerAlong() throws Exception {
        Path pid = directory.resolve("pid");
        // A JVM that starts a server and is then killed, as nothing in it can prevent.
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dbasedir=" + directory,
                        Parent.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("parent.log").toFile())
                .start();
        ProcessHandle server = awaitPid(parent, pid);
        assertThat(server.isAlive()).isTrue();

        parent.destroyForcibly();

        assertThat(server.onExit().orTimeout(30, TimeUnit.SECONDS).join().isAlive())
                .isFalse();
    }

    private ProcessHandle awaitPid(Process parent, Path pid) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < 600 && !(Files.exists(pid) && Files.size(pid) > 0); attempt++) {
            assertThat(parent.waitFor(50, TimeUnit.MILLISECONDS))
                    .as(() -> readLog())
                    .isFalse();
        }
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    }

    private String readLog() {
        try {
            return Files.readString(directory.resolve("parent.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private ServerProcess start(String script) {
        return ServerProcess.start("it", directory, List.of("sh", "-c", script), Map.of());
    }

    /** The JVM that is killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            Path directory = Path.of(arguments[0]);
            String server = "echo $$ >" + directory.resolve("pid") + "; exec sleep 600";
            ServerProcess.start("it", directory, List.of("sh", "-c", server), Map.of());
            Thread.currentThread().join();
        }
    }
}
