package dev.killswitch.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.config.SecretFile.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void name() {
        path = directory.resolve("token");
    }

    private String known(SecretFile file) {
        return ((Reading.Known) file.read()).secret().text();
    }

    @Test
    void newlineAtTheEnd_isDropped_andNoOther() throws IOException {
        Files.writeString(path, " a\nb \r\n");
        assertThat(known(SecretFile.at(path))).isEqualTo(" a\nb ");
    }

    @Test
    void changedFile_isReadAgain() throws IOException {
        var file = SecretFile.at(path);
        Files.writeString(path, "one");
        assertThat(known(file)).isEqualTo("one");
        Files.writeString(path, "two");
        Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(known(file)).isEqualTo("two");
    }

    @Test
    void replacedLink_isReadAgain() throws IOException {
        Files.writeString(directory.resolve("v1"), "old");
        Files.writeString(directory.resolve("v2"), "new");
        Files.createSymbolicLink(path, directory.resolve("v1"));
        var file = SecretFile.at(path);
        assertThat(known(file)).isEqualTo("old");
        Files.delete(path);
        Files.createSymbolicLink(path, directory.resolve("v2"));
        assertThat(known(file)).isEqualTo("new");
    }

    @Test
    void fileThatGoes_isNoLongerBelieved() throws IOException {
        var file = SecretFile.at(path);
        Files.writeString(path, "one");
        known(file);
        Files.delete(path);
        assertThat(file.read()).isEqualTo(new Reading.Unreadable(path + " is not there"));
    }

    @Test
    void emptyFile_isRefused() throws IOException {
        Files.writeString(path, "\n");
        assertThat(SecretFile.at(path).read()).isEqualTo(new Reading.Unreadable(path + " is empty"));
    }

    @Test
    void hugeFile_isRefused() throws IOException {
        Files.write(path, new byte[70_000]);
        assertThat(SecretFile.at(path).read()).isEqualTo(new Reading.Unreadable(path + " has more than 65536 bytes"));
    }

    @Test
    void directory_isRefused() {
        assertThat(SecretFile.at(directory).read()).isInstanceOf(Reading.Unreadable.class);
    }

    @Test
    void secret_isNeverPrinted() throws IOException {
        Files.writeString(path, "hunter2");
        var file = SecretFile.at(path);
        assertThat(file.read() + " " + file).doesNotContain("hunter2").contains(path.toString());
        assertThat(Secret.of("a").is(Secret.of("a").bytes())).isTrue();
        assertThat(Secret.of("a")).isNotEqualTo(Secret.of("b"));
    }
}
