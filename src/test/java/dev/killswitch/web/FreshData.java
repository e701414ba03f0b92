package dev.killswitch.web;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** The product on the practice range, in a data directory of its own. */
public final class FreshData implements QuarkusTestResourceLifecycleManager {
    private static final String KEY = "killswitch.data-directory";

    @Override
    public Map<String, String> start() {
        try {
            System.setProperty(KEY, Files.createTempDirectory("killswitch-web").toString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return Map.of();
    }

    static Path directory() {
        return Path.of(System.getProperty(KEY));
    }

    @Override
    public void stop() {
        try (Stream<Path> files = Files.walk(directory())) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
