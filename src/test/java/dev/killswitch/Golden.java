package dev.killswitch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that only change on purpose. With {@code -Dgolden=write} they are written instead of compared. */
public final class Golden {
    private static final Path DIRECTORY = Path.of("src/test/resources/golden");

    private Golden() {}

    /** Compares {@code actual} with the file of that name; {@code test} is the class whose run rewrites it. */
    public static void assertSame(Class<?> test, String file, String actual) {
        assertSame(test, DIRECTORY.resolve(file), actual);
    }

    /** The same for a file that the project ships, such as a page of the docs. */
    public static void assertSame(Class<?> test, Path path, String actual) {
        try {
            if ("write".equals(System.getProperty("golden"))) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, actual);
            }
            assertThat(actual)
                    .as(
                            "%s; to rewrite it: ./mvnw test -Dtest=%s -Dgolden=write, then review the difference",
                            path, test.getSimpleName())
                    .isEqualTo(Files.exists(path) ? Files.readString(path) : "(no file " + path + ")");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
