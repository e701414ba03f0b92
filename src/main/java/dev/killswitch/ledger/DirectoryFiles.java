package dev.killswitch.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A log in a directory, as {@link Export} writes it. */
final class DirectoryFiles implements LogFiles {
    private final Path directory;

    DirectoryFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public Fetched fetch(String path, int bytesMax) {
        Path file = directory.resolve(path);
        if (!Files.isDirectory(directory)) {
            return new Fetched.Unreachable("there is no directory " + directory);
        }
        if (!Files.exists(file)) {
            return new Fetched.Missing();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(bytesMax + 1);
            return bytes.length > bytesMax ? new Fetched.TooLong() : new Fetched.Found(bytes);
        } catch (IOException e) {
            return new Fetched.Unreachable(
                    path + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    @Override
    public Fetched keyBeside() {
        return fetch(ExportLayout.VKEY, ExportLayout.SMALL_MAX);
    }

    @Override
    public Optional<List<String>> paths() throws IOException {
        try (var files = Files.walk(directory)) {
            return Optional.of(files.filter(file -> !Files.isDirectory(file))
                    .map(file -> directory.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList());
        }
    }

    @Override
    public Optional<InputStream> stream(String path) throws IOException {
        Path file = directory.resolve(path);
        return Files.exists(file) ? Optional.of(Files.newInputStream(file)) : Optional.empty();
    }

    @Override
    public void close() {
        // Each file was closed when it was read.
    }
}
