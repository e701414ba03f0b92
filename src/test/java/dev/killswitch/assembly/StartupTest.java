package dev.killswitch.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
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
        startup.start(around(Map.of("killswitch.config", file.toString()), Settings.Rooms.WITHOUT_RANGE));
        assertThat(data.resolve("tokens/responder")).exists();
        assertThat(data.resolve("tokens/pseudonyms")).exists();
    }

    @Test
    void secondStart_onTheSameDirectory_leavesTheTokensAsTheyAre() throws IOException {
        Path data = directory.resolve("data");
        Path file = Files.writeString(directory.resolve("killswitch.yaml"), "data-directory: \"" + data + "\"\n");
        var around = around(Map.of("killswitch.config", file.toString()), Settings.Rooms.WITHOUT_RANGE);
        startup.start(around);
        String token = Files.readString(data.resolve("tokens/responder"));
        try (var second = new Startup()) {
            assertThatThrownBy(() -> second.start(around)).hasMessageContaining("holds killswitch.lock");
        }
        assertThat(data.resolve("tokens/responder")).hasContent(token);
    }

    @Test
    void dataDirectoryThatCannotBeWritten_isRefused_withWhatToDo() throws IOException {
        Path inTheWay = Files.writeString(directory.resolve("data"), "a file where a directory should be");
        var around = around(Map.of("killswitch.data-directory", inTheWay.toString()), Settings.Rooms.WITH_RANGE);
        assertThatThrownBy(() -> startup.start(around))
                .isInstanceOf(Startup.Refused.class)
                .hasMessageContaining("expected a data directory that can be written, but " + inTheWay)
                .hasMessageContaining("data-directory");
    }

    private static Startup.Surroundings around(Map<String, String> properties, Settings.Rooms rooms) {
        return new Startup.Surroundings(properties, Map.of(), rooms, Clock.systemUTC(), "test");
    }
}
