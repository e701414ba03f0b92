package dev.killswitch.assembly;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.function.Supplier;

/** Secrets that we make ourselves: each in a file of mode 0600, in a directory of mode 0700, and nowhere else. */
final class SecretFiles {
    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OUR_ROOM = PosixFilePermissions.fromString("rwx------");
    private static final int BYTES = 32;

    private final Path directory;
    private final SecureRandom random;

    SecretFiles(Path directory, SecureRandom random) {
        this.directory = directory;
        this.random = random;
    }

    /** The file called {@code name}; with a new secret in it where there was none. */
    Path once(String name) {
        return once(name, () -> {
            byte[] secret = new byte[BYTES];
            random.nextBytes(secret);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        });
    }

    /** The same with what {@code fresh} makes. */
    Path once(String name, Supplier<String> fresh) {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            write(name, fresh.get());
        }
        return file;
    }

    /**
     * Puts {@code content} into the file called {@code name}, whatever was in it before. Where that cannot be the start is
     * refused.
     */
    Path write(String name, String content) {
        try {
            makeRoom();
            Path file = directory.resolve(name);
            Path fresh = directory.resolve("." + name + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(OURS_ALONE));
            Files.write(fresh, content.getBytes(StandardCharsets.UTF_8));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException broken) {
            throw Startup.Refused.cannotWrite(directory.resolve(name), broken);
        }
    }

    private void makeRoom() throws IOException {
        Path parent = directory.getParent();
        if (parent != null) {
            Files.createDirectories(parent, PosixFilePermissions.asFileAttribute(OUR_ROOM));
        }
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OUR_ROOM));
        } catch (FileAlreadyExistsException _) {
            // As it should be from the second start on.
        }
    }
}
