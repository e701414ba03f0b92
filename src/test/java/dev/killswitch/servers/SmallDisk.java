package dev.killswitch.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A real file system of a few MiB that can be filled and broken. Needs the right to mount one: where that is missing the
 * test is skipped, or fails where servers are required.
 */
public final class SmallDisk implements AutoCloseable {
    private final Path at;

    private SmallDisk(Path at) {
        this.at = at;
    }

    /** In memory, mounted at {@code at}. */
    public static SmallDisk inMemory(Path at, int mebibytes) {
        makeDirectory(at);
        need("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", at.toString());
        return new SmallDisk(at);
    }

    /** Of the kind that the kernel makes read-only when it finds a fault in it; {@code image} becomes its device. */
    public static SmallDisk thatCanFail(Path image, Path at, int mebibytes) {
        makeDirectory(at);
        need("mkfs.ext4", "-q", "-m", "0", image.toString(), mebibytes + "m");
        need("mount", "-o", "loop,errors=remount-ro", image.toString(), at.toString());
        return new SmallDisk(at);
    }

    /** Until not one more byte fits. */
    public void fill() {
        try (OutputStream ballast = Files.newOutputStream(ballast())) {
            while (true) {
                ballast.write(new byte[1024]);
            }
        } catch (IOException _) {
            // Full, which is what was wanted.
        }
    }

    public void makeRoom() {
        try {
            Files.delete(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an operator does; nobody may have a file of it open for writing. */
    public void makeReadOnly() {
        need("mount", "-o", "remount,ro", at.toString());
    }

    /** As the kernel does after an error, whoever writes; nothing but mounting it anew makes it writable. */
    public void fail() {
        String device =
                run("findmnt", "-n", "-o", "SOURCE", at.toString()).said().strip();
        try {
            Files.writeString(
                    Path.of("/sys/fs/ext4", Path.of(device).getFileName().toString(), "trigger_fs_error"), "1");
        } catch (IOException e) {
            unavailable("no fault can be triggered in " + device + ": " + e);
        }
    }

    private Path ballast() {
        return at.resolve("ballast");
    }

    private static void makeDirectory(Path at) {
        try {
            Files.createDirectories(at);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Ran(int code, String said) {}

    private static void need(String... command) {
        Ran ran = run(command);
        if (ran.code() != 0) {
            unavailable(String.join(" ", command) + ": " + ran.said());
        }
    }

    private static void unavailable(String why) {
        if (System.getProperty("servers", "found").equals("required")) {
            Assertions.fail("a small disk is required, and cannot be had: %s", why);
        }
        Assumptions.abort("a small disk cannot be had: " + why);
    }

    private static Ran run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(), said);
        } catch (IOException e) {
            return new Ran(127, e.toString());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    @Override
    public void close() {
        run("umount", at.toString());
    }
}
