package dev.killswitch.range;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsWritten_isReadBack() {
        StateFile file = StateFile.in(directory.resolve("new"), "world.json");
        assertThat(file.read()).isEmpty();
        assertThat(file.write("{}")).isTrue();
        assertThat(file.read()).contains("{}");
    }

    @Test
    void diskThatCannotBeWritten_isSaid_andTriedAgain() throws IOException {
        Path inTheWay = Files.writeString(directory.resolve("room"), "a file where a directory should be");
        StateFile file = StateFile.in(inTheWay, "world.json");
        assertThat(file.write("{}")).isFalse();
        Files.delete(inTheWay);
        assertThat(file.write("{}")).isTrue();
        assertThat(file.read()).contains("{}");
    }
}
