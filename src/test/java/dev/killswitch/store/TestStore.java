package dev.killswitch.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Register;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A store in a directory of a test, that can be closed and opened again. */
final class TestStore implements AutoCloseable {
    static final RegisterSettings REGISTER = new RegisterSettings(Duration.ofHours(24), Map.of());

    private final StoreSettings settings;
    private final Path directory;
    private final Clock clock;
    private SqliteStore store;

    TestStore(Path directory, Clock clock) {
        this(directory, clock, settings(directory));
    }

    TestStore(Path directory, Clock clock, StoreSettings settings) {
        this.directory = directory;
        this.clock = clock;
        this.settings = settings;
        Empty.into(settings.database());
        this.store = open();
    }

    /** A record without entries, made once: migrating takes longer than most of the tests. */
    private static final class Empty {
        private static final byte[] BYTES = make();

        private static byte[] make() {
            try {
                Path directory = Files.createTempDirectory("empty-record");
                Path file = directory.resolve("empty.db");
                new Database(file).prepare();
                byte[] bytes = Files.readAllBytes(file);
                Files.delete(file);
                Files.delete(directory);
                return bytes;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static void into(Path file) {
            try {
                if (Files.notExists(file)) {
                    Files.createDirectories(file.toAbsolutePath().getParent());
                    Files.write(file, BYTES);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The usual ones, on whatever disk the tests run, however slow it is today. */
    static StoreSettings settings(Path directory) {
        StoreSettings usual = StoreSettings.in(directory);
        return new StoreSettings(
                usual.database(),
                0,
                usual.queueMax(),
                Duration.ofSeconds(30),
                usual.deliveriesMax(),
                usual.deliveryBytesMax(),
                usual.deliveriesKept(),
                usual.answersKept(),
                usual.evidenceKept());
    }

    private SqliteStore open() {
        return SqliteStore.open(settings, LedgerSettings.in(directory), REGISTER, clock);
    }

    SqliteStore store() {
        return store;
    }

    Journal journal() {
        return store;
    }

    Register register() {
        return store.register();
    }

    void restart() {
        store.close();
        store = open();
    }

    /** Also sees to it that the rows beside the ledger follow from its entries. */
    @Override
    public void close() {
        Path scratch = directory.resolve("scratch-" + System.nanoTime() + ".db");
        Empty.into(scratch);
        assertThat(differencesFromLedger(scratch)).isEmpty();
        store.close();
    }

    /** How the rows beside the ledger differ from those that its entries make, in a file {@code scratch}. */
    List<String> differencesFromLedger(Path scratch) {
        try (Session session = new Database(settings.database()).reader()) {
            return Rebuild.differences(session, scratch);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
