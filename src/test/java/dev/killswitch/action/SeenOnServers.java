package dev.killswitch.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the matrix saw on a real control plane, kept as text so that the table can have both: a run without servers prints
 * it too. With {@code -Dgolden=write} it is written instead of compared, cell by cell.
 */
final class SeenOnServers {
    private static final Path FILE = Path.of("src/test/resources/golden/matrix/control-plane.txt");
    private static final String BETWEEN = "\t";

    private final Map<String, String> seen = new TreeMap<>();

    SeenOnServers() {
        if (Files.exists(FILE)) {
            try {
                Files.readAllLines(FILE).forEach(line -> {
                    int last = line.lastIndexOf(BETWEEN);
                    seen.put(line.substring(0, last), line.substring(last + 1));
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Optional<String> cell(String action, MatrixCase one) {
        return Optional.ofNullable(seen.get(key(action, one)));
    }

    void assertSame(String action, MatrixCase one, String words) {
        if ("write".equals(System.getProperty("golden"))) {
            seen.put(key(action, one), words);
            write();
        }
        assertThat(words)
                .as("%s; to rewrite it: -Dit.test=ContainmentMatrixIT -Dgolden=write, then review the difference", FILE)
                .isEqualTo(seen.get(key(action, one)));
    }

    private void write() {
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(
                    FILE,
                    seen.entrySet().stream()
                            .map(cell -> cell.getKey() + BETWEEN + cell.getValue() + "\n")
                            .collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(String action, MatrixCase one) {
        return action + BETWEEN + one.title();
    }
}
