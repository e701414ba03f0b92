package dev.killswitch.range;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Where a world is kept, so that a restart finds it as it was left: always one whole state, the old or the new. */
public final class StateFile {
    private static final Logger LOG = Logger.getLogger(StateFile.class);

    private final @Nullable Path directory;
    private final String name;
    private boolean isBehind;

    private StateFile(@Nullable Path directory, String name) {
        this.directory = directory;
        this.name = name;
    }

    /** A file called {@code name} under {@code directory}, which is made where it is missing. */
    public static StateFile in(Path directory, String name) {
        return new StateFile(directory, name);
    }

    /** Keeps nothing: each start is a fresh world. */
    public static StateFile nowhere() {
        return new StateFile(null, "");
    }

    /** What was written last; empty where nothing was. */
    public Optional<String> read() {
        if (directory == null) {
            return Optional.empty();
        }
        Path file = directory.resolve(name);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the range's state " + file + " cannot be read", e);
        }
    }

    /**
     * Whether it is on disk now. A disk that is full is no trouble of the world that is imitated: that goes on, and the
     * caller writes again at its next chance.
     */
    public boolean write(String json) {
        if (directory == null) {
            return true;
        }
        Path file = directory.resolve(name);
        try {
            write(file, json);
            isBehind = false;
        } catch (IOException e) {
            if (!isBehind) {
                LOG.warnf("the range's state %s cannot be written, a restart would lose what changes now: %s", file, e);
            }
            isBehind = true;
        }
        return !isBehind;
    }

    private void write(Path file, String json) throws IOException {
        Path fresh = file.resolveSibling(name + ".new");
        Files.createDirectories(file.getParent());
        try (var channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var bytes = ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // The rename itself is on disk only once the directory is.
        try (var channel = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
