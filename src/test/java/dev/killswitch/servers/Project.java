package dev.killswitch.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The places of this build. */
final class Project {
    private Project() {}

    /** Where {@code pom.xml} is. */
    static Path directory() {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    }

    /** Where servers keep their data and logs. Goes with {@code mvn clean}. */
    static Path scratch() {
        try {
            return Files.createDirectories(directory().resolve("target/servers"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
