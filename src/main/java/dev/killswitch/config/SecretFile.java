package dev.killswitch.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A secret named by its file, and read again when that changed: whoever rotates it restarts nothing. Prints its path,
 * never its content. Thread-safe.
 */
public final class SecretFile {
    /** Room for a long key or a chain of certificates. */
    private static final int BYTES_MAX = 64 * 1024;

    private final Path path;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Held held;

    /** What the file holds now. */
    public sealed interface Reading {
        record Known(Secret secret) implements Reading {}

        /** {@code why} names the file. What was read from it before is no longer believed. */
        record Unreadable(String why) implements Reading {}
    }

    private record Held(
            FileTime modified, long size, @Nullable Object file, Secret secret) {}

    private SecretFile(Path path) {
        this.path = path;
    }

    public static SecretFile at(Path path) {
        return new SecretFile(path);
    }

    /** A newline at its end is not part of the secret. */
    public Reading read() {
        lock.lock();
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            Held known = held;
            if (known == null
                    || !known.modified().equals(now.lastModifiedTime())
                    || known.size() != now.size()
                    || (known.file() != null && !known.file().equals(now.fileKey()))) {
                held = null;
                byte[] bytes = bounded();
                if (bytes.length > BYTES_MAX) {
                    return new Reading.Unreadable(path + " has more than " + BYTES_MAX + " bytes");
                }
                byte[] secret = withoutNewline(bytes);
                if (secret.length == 0) {
                    return new Reading.Unreadable(path + " is empty");
                }
                known = new Held(now.lastModifiedTime(), now.size(), now.fileKey(), Secret.of(secret));
                held = known;
            }
            return new Reading.Known(known.secret());
        } catch (NoSuchFileException _) {
            held = null;
            return new Reading.Unreadable(path + " is not there");
        } catch (IOException unreadable) {
            held = null;
            return new Reading.Unreadable(
                    path + " cannot be read: " + unreadable.getClass().getSimpleName());
        } finally {
            lock.unlock();
        }
    }

    private byte[] bounded() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(BYTES_MAX + 1);
        }
    }

    private static byte[] withoutNewline(byte[] bytes) {
        int length = bytes.length;
        if (length > 0 && bytes[length - 1] == '\n') {
            length--;
            if (length > 0 && bytes[length - 1] == '\r') {
                length--;
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
