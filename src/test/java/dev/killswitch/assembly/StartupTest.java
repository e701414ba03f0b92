package dev.killswitch.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.killswitch.web.People;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupTest {
    @TempDir
    private Path directory;

    private final Startup startup = new Startup();

    @AfterEach
    void close() {
        startup.close();
    }

    @Test
    void tokens_lieInTheDataDirectoryOfTheConfiguration() throws IOException {
        Path data = directory.resolve("of the file");
        Path file = Files.writeString(directory.resolve("killswitch.yaml"), "data-directory: \"" + data + "\"\n");
        startup.start(around(Map.of("killswitch.config", file.toString()), Startup.Rooms.WITHOUT_RANGE));
        assertThat(data.resolve("tokens/responder")).exists();
        assertThat(data.resolve("tokens/pseudonyms")).exists();
    }

    @Test
    void secondStart_onTheSameDirectory_leavesTheTokensAsTheyAre() throws IOException {
        Path data = directory.resolve("data");
        Path file = Files.writeString(directory.resolve("killswitch.yaml"), "data-directory: \"" + data + "\"\n");
        var around = around(Map.of("killswitch.config", file.toString()), Startup.Rooms.WITHOUT_RANGE);
        startup.start(around);
        String token = Files.readString(data.resolve("tokens/responder"));
        try (var second = new Startup()) {
            assertThatThrownBy(() -> second.start(around)).hasMessageContaining("holds killswitch.lock");
        }
        assertThat(data.resolve("tokens/responder")).hasContent(token);
    }

    @Test
    void restart_believesTheTokensOfBefore() throws IOException {
        Path data = directory.resolve("data");
        var around = around(Map.of("killswitch.data-directory", data.toString()), Startup.Rooms.WITH_RANGE);
        var before = key(startup.start(around));
        startup.close();

        assertThat(key(startup.start(around))).isEqualTo(before);
        assertThat(Files.getPosixFilePermissions(data.resolve("tokens/issuer")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(data.resolve("killswitch.db")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(data)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    private static PublicKey key(Killswitch killswitch) {
        return ((People.Issuer.Local) killswitch.product().people().issuer()).key();
    }

    @Test
    void issuersKeyThatIsNone_isRefused_withWhatToDo() throws IOException {
        Path tokens = Files.createDirectories(directory.resolve("tokens"));
        Files.writeString(tokens.resolve("issuer"), "not a key, but long enough for a secret");
        var around = around(Map.of("killswitch.data-directory", directory.toString()), Startup.Rooms.WITH_RANGE);

        assertThatThrownBy(() -> startup.start(around))
                .isInstanceOf(Startup.Refused.class)
                .hasMessageContaining("take it away");
    }

    @Test
    void dataDirectoryThatCannotBeWritten_isRefused_withWhatToDo() throws IOException {
        Path inTheWay = Files.writeString(directory.resolve("data"), "a file where a directory should be");
        var around = around(Map.of("killswitch.data-directory", inTheWay.toString()), Startup.Rooms.WITH_RANGE);
        assertThatThrownBy(() -> startup.start(around))
                .isInstanceOf(Startup.Refused.class)
                .hasMessageContaining("expected a data directory that can be written, but " + inTheWay)
                .hasMessageContaining("data-directory");
    }

    @Test
    void tokens_areMadeAnewEachDay() throws IOException {
        var day = new AtomicInteger();
        InstantSource wall = () -> Instant.parse("2030-01-01T00:00:00Z").plus(Duration.ofDays(day.get()));
        var around = new Startup.Surroundings(
                Map.of("killswitch.data-directory", directory.toString()),
                Map.of(),
                Startup.Rooms.WITH_RANGE,
                wall.withZone(ZoneOffset.UTC),
                "test");
        startup.start(around);
        Path token = directory.resolve("tokens/responder");
        String first = Files.readString(token);
        day.set(1);
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (Files.readString(token).equals(first) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(token).content().isNotEqualTo(first);
    }

    @Test
    void configuredFile_startsNoRange_alsoWhereOneWouldBe() throws IOException {
        Path file = Files.writeString(directory.resolve("killswitch.yaml"), "data-directory: \"" + directory + "\"\n");
        Killswitch started =
                startup.start(around(Map.of("killswitch.config", file.toString()), Startup.Rooms.WITH_RANGE));
        assertThat(started.product().places()).isEmpty();
        assertThat(directory.resolve("range")).doesNotExist();
    }

    @Test
    void rangeThatIsNeitherOnNorOff_isRefused() {
        var around = around(Map.of("killswitch.range.enabled", "yes"), Startup.Rooms.WITHOUT_RANGE);
        assertThatThrownBy(() -> startup.start(around))
                .isInstanceOf(Startup.Refused.class)
                .hasMessageContaining("range.enabled: 'yes'; expected true or false");
    }

    private static Startup.Surroundings around(Map<String, String> properties, Startup.Rooms rooms) {
        return new Startup.Surroundings(properties, Map.of(), rooms, Clock.systemUTC(), "test");
    }
}
