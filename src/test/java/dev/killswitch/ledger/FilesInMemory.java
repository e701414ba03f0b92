package dev.killswitch.ledger;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An export that was read into memory, to be damaged there. */
final class FilesInMemory implements LogFiles {
    private final Map<String, byte[]> files = new TreeMap<>();

    static FilesInMemory of(Path directory) throws IOException {
        var read = new FilesInMemory();
        try (var paths = Files.walk(directory)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                read.put(directory.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return read;
    }

    void put(String path, byte[] bytes) {
        files.put(path, bytes);
    }

    byte[] bytes(String path) {
        return fetch(path, Integer.MAX_VALUE) instanceof Fetched.Found(byte[] bytes) ? bytes : new byte[0];
    }

    List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public Fetched fetch(String path, int bytesMax) {
        byte[] bytes = files.get(path);
        if (bytes == null) {
            return new Fetched.Missing();
        }
        return bytes.length > bytesMax ? new Fetched.TooLong() : new Fetched.Found(bytes);
    }

    @Override
    public Fetched keyBeside() {
        return fetch("keys/log.vkey", 1000);
    }

    @Override
    public Optional<List<String>> paths() {
        return Optional.of(names());
    }

    @Override
    public Optional<InputStream> stream(String path) {
        return Optional.ofNullable(files.get(path)).map(ByteArrayInputStream::new);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
