package dev.killswitch.store;

import dev.killswitch.alert.Body;
import dev.killswitch.config.Sha256;
import dev.killswitch.incident.Event.Extent;
import dev.killswitch.incident.Event.Piece;
import dev.killswitch.incident.EvidenceStore;
import dev.killswitch.incident.Journal.Evidence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Collected evidence as files: a directory for each containment, a file for each piece, which is its salt and what was
 * kept, so that its SHA-256 is the digest in the ledger. Thread-safe.
 */
public final class EvidenceFiles implements EvidenceStore {
    private static final Logger LOG = Logger.getLogger(EvidenceFiles.class);

    /** Names of ours and of providers: nothing that leads out of the directory. */
    private static final Pattern CONTAINMENT = Pattern.compile("c-[0-9a-z]{1,40}");

    private static final Pattern PIECE = Pattern.compile("[a-z0-9][a-z0-9.-]{0,199}");
    private static final int SALT_BYTES = 32;

    private final EvidenceSettings settings;
    private final Supplier<Optional<String>> shortage;
    private final Supplier<byte[]> salts;
    private final Clock clock;

    /** Bytes by containment, whose ids sort by age. */
    private final TreeMap<String, Long> sizes = new TreeMap<>();

    private long total;

    private EvidenceFiles(
            EvidenceSettings settings, Supplier<Optional<String>> shortage, Supplier<byte[]> salts, Clock clock) {
        this.settings = settings;
        this.shortage = shortage;
        this.salts = salts;
        this.clock = clock;
    }

    /**
     * Opens the directory, and makes it where there is none.
     *
     * @param shortage why nothing new is written now; empty where it is
     * @param salts 32 bytes that nobody can guess, new at each call
     */
    public static EvidenceFiles open(
            EvidenceSettings settings, Supplier<Optional<String>> shortage, Supplier<byte[]> salts, Clock clock) {
        var files = new EvidenceFiles(settings, shortage, salts, clock);
        try {
            room(settings.directory());
            for (Path containment : listed(settings.directory())) {
                files.found(containment);
            }
            return files;
        } catch (IOException e) {
            throw new CannotOpen(
                    "expected to read and write " + settings.directory().toAbsolutePath() + ", but it cannot be: " + e
                            + "; see to the disk and to the rights of the account that we run as",
                    e);
        }
    }

    private static void room(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static List<Path> listed(Path directory) throws IOException {
        try (Stream<Path> list = Files.list(directory)) {
            return list.toList();
        }
    }

    private void found(Path containment) throws IOException {
        if (CONTAINMENT.matcher(name(containment)).matches()) {
            long bytes = 0;
            for (Path piece : listed(containment)) {
                bytes += Files.size(piece);
            }
            sizes.put(name(containment), bytes);
            total += bytes;
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    @Override
    public Kept keep(String containment, String name, String mediaType, byte[] content) {
        if (!isOurs(containment, name)) {
            return new Kept.Not("its name is not one that is kept");
        }
        Optional<String> no = shortage.get();
        if (no.isPresent()) {
            return new Kept.Not(no.get());
        }
        boolean isWhole = content.length <= settings.pieceBytesMax();
        byte[] kept = isWhole ? content : Arrays.copyOf(content, (int) settings.pieceBytesMax());
        byte[] salt = salts.get();
        if (!takeRoom(containment, SALT_BYTES + kept.length)) {
            return new Kept.Not("what is kept of one containment has reached " + settings.containmentBytesMax()
                    + " bytes; evidence.containment-max allows more");
        }
        try {
            write(containment, name, salt, kept);
        } catch (FileAlreadyExistsException _) {
            giveBack(containment, SALT_BYTES + kept.length);
            return new Kept.Not("one of that name is kept already");
        } catch (IOException e) {
            LOG.warnf(
                    "evidence could not be written containment=%s: %s",
                    containment, e.getClass().getSimpleName());
            giveBack(containment, SALT_BYTES + kept.length);
            return new Kept.Not("it could not be written: " + e.getClass().getSimpleName());
        }
        return new Kept.As(
                new Piece(name, mediaType, kept.length, digest(salt, kept), isWhole ? Extent.WHOLE : Extent.CUT));
    }

    private static boolean isOurs(String containment, String name) {
        return CONTAINMENT.matcher(containment).matches() && PIECE.matcher(name).matches();
    }

    /** Whatever is older gives way; what is being collected does not. */
    private synchronized boolean takeRoom(String containment, long bytes) {
        long before = sizes.getOrDefault(containment, 0L);
        if (before + bytes > settings.containmentBytesMax() || before + bytes > settings.totalBytesMax()) {
            return false;
        }
        while (total + bytes > settings.totalBytesMax()) {
            String oldest = sizes.firstKey().equals(containment) ? sizes.higherKey(containment) : sizes.firstKey();
            drop(oldest);
        }
        sizes.put(containment, before + bytes);
        total += bytes;
        return true;
    }

    /** What gave way meanwhile has given back all of its room. */
    private synchronized void giveBack(String containment, long bytes) {
        if (sizes.computeIfPresent(containment, (_, size) -> size - bytes) != null) {
            total -= bytes;
        }
    }

    private void write(String containment, String name, byte[] salt, byte[] content) throws IOException {
        Path directory = settings.directory().resolve(containment);
        room(directory);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var ours = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel file = FileChannel.open(directory.resolve(name), options, ours)) {
            for (byte[] part : List.of(salt, content)) {
                var bytes = ByteBuffer.wrap(part);
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            }
            file.force(false);
        }
        Files.setLastModifiedTime(directory, FileTime.from(clock.instant()));
    }

    private static String digest(byte[] salt, byte[] content) {
        var sha256 = Sha256.begin();
        sha256.update(salt);
        return "sha256:" + HexFormat.of().formatHex(sha256.digest(content));
    }

    @Override
    public Optional<Evidence> read(String containment, String name) {
        if (!isOurs(containment, name)) {
            return Optional.empty();
        }
        try {
            byte[] file =
                    Files.readAllBytes(settings.directory().resolve(containment).resolve(name));
            byte[] salt = Arrays.copyOf(file, Math.min(SALT_BYTES, file.length));
            byte[] content = Arrays.copyOfRange(file, salt.length, file.length);
            return Optional.of(new Evidence(
                    digest(salt, content), "collected", HexFormat.of().formatHex(salt), Body.of(content)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warnf(
                    "evidence could not be read containment=%s: %s",
                    containment, e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    @Override
    public boolean has(String containment, String name) {
        return isOurs(containment, name)
                && Files.isRegularFile(settings.directory().resolve(containment).resolve(name));
    }

    @Override
    public synchronized void forget() {
        Instant before = clock.instant().minus(settings.kept());
        for (String containment : List.copyOf(sizes.keySet())) {
            if (isOlder(containment, before)) {
                drop(containment);
            }
        }
    }

    private boolean isOlder(String containment, Instant before) {
        try {
            Path directory = settings.directory().resolve(containment);
            return Files.getLastModifiedTime(directory).toInstant().isBefore(before);
        } catch (IOException _) {
            // Not there any more, or not made yet: then it is small, and found again at the next start.
            return false;
        }
    }

    /** What cannot be deleted is counted no more until the next start, so that nothing waits for it for ever. */
    private void drop(String containment) {
        Long bytes = sizes.remove(containment);
        total -= bytes == null ? 0 : bytes;
        Path directory = settings.directory().resolve(containment);
        try {
            for (Path piece : listed(directory)) {
                Files.delete(piece);
            }
            Files.delete(directory);
        } catch (NoSuchFileException _) {
            // It is gone, which is what was wanted.
        } catch (IOException e) {
            LOG.warnf(
                    "evidence could not be deleted containment=%s: %s",
                    containment, e.getClass().getSimpleName());
        }
    }
}
