package dev.killswitch.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/** Opens connections to the one SQLite file. */
final class Database {
    /** The level of what is written. It rises only when a reader of the level before could not read it. */
    static final int FORMAT = 1;

    /** The only other writer is a WAL checkpoint that ends in milliseconds. */
    private static final int BUSY_MILLIS = 2_000;

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;

    Database(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /**
     * For the appender. A commit is on disk when it returns; copying the write-ahead log back is somebody else's work, so
     * that no commit waits for it.
     */
    Session writer() throws SQLException {
        SQLiteConfig config = usual();
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setWalAutocheckpoint(0);
        config.setJournalSizeLimit((int) Keeper.WAL_BYTES_MAX);
        return new Session(source(config).getConnection());
    }

    Session reader() throws SQLException {
        SQLiteConfig config = usual();
        config.setTransactionMode(TransactionMode.DEFERRED);
        config.setWalAutocheckpoint(0);
        var session = new Session(source(config).getConnection());
        session.run("pragma query_only = 1");
        return session;
    }

    private SQLiteConfig usual() {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setGetGeneratedKeys(false);
        return config;
    }

    private SQLiteDataSource source(SQLiteConfig config) {
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /** Brings the tables up to date; refuses a record that a newer version wrote. */
    void prepare() {
        try {
            makeFile();
            refuseNewer();
            if (!isUpToDate()) {
                Migrations.run(source(usual()));
            }
        } catch (SQLException e) {
            throw new CannotOpen(
                    "expected a record of ours in " + file.toAbsolutePath() + ", but it cannot be opened: "
                            + Failures.why(e),
                    e);
        }
    }

    /** What people typed is in there. SQLite gives the files beside it the mode of this one. */
    private void makeFile() {
        try {
            Files.createFile(file, OWNER_ONLY);
        } catch (FileAlreadyExistsException _) {
            // As it should be from the second start on.
        } catch (IOException e) {
            throw new CannotOpen("expected to make " + file.toAbsolutePath() + ", but that cannot be done: " + e, e);
        }
    }

    /** Then nothing has to be migrated, and a start is half a second faster. */
    private boolean isUpToDate() throws SQLException {
        try (Session session = reader()) {
            return hasTable(session, Migrations.TABLE)
                    && session.number("select count(*) from " + Migrations.TABLE + " where success = 1")
                            == Migrations.FILES.size();
        }
    }

    private static boolean hasTable(Session session, String name) throws SQLException {
        return session.exists("select 1 from sqlite_master where type = 'table' and name = ?", name);
    }

    private void refuseNewer() throws SQLException {
        try (Session session = reader()) {
            Optional<Integer> format = hasTable(session, "head")
                    ? session.first("select format from head", row -> row.getInt(1))
                    : Optional.empty();
            if (format.isPresent() && format.get() > FORMAT) {
                throw new CannotOpen("the record in " + file.toAbsolutePath() + " is of format " + format.get()
                        + ", this version reads up to " + FORMAT
                        + "; start the newer version again, or restore the backup that was made before it first ran");
            }
        }
    }
}
