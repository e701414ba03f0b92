package dev.killswitch.store;

import dev.killswitch.incident.EntryCodec;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Register;
import dev.killswitch.ledger.Edge;
import dev.killswitch.ledger.Hash;
import dev.killswitch.ledger.LogReader;
import dev.killswitch.ledger.SignedCheckpoint;
import dev.killswitch.ledger.SigningKey;
import dev.killswitch.ledger.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The record in one SQLite file: journal and register of the engine, and the log for whoever publishes it. Answers of
 * {@link #commit} complete on the writing thread: what follows from them and takes time belongs on another.
 */
public final class SqliteStore implements Journal, AutoCloseable {
    private final DirectoryLock directory;
    private final Appender appender;
    private final Readers readers;
    private final CheckpointSigner signer;
    private final Keeper keeper;
    private final SqliteRegister register;
    private final SigningKey key;

    private SqliteStore(DirectoryLock directory, Appender appender, Parts parts, SigningKey key) {
        this.directory = directory;
        this.appender = appender;
        this.readers = parts.readers();
        this.signer = parts.signer();
        this.keeper = parts.keeper();
        this.register = parts.register();
        this.key = key;
    }

    private record Parts(Readers readers, CheckpointSigner signer, Keeper keeper, SqliteRegister register) {}

    /**
     * Opens the record, makes it where there is none, checks its head against its newest checkpoint, and signs what was
     * not signed yet. Throws {@link CannotOpen} with the sentence that helps.
     */
    public static SqliteStore open(StoreSettings store, LedgerSettings ledger, RegisterSettings register, Clock clock) {
        Path file = store.database().toAbsolutePath();
        DirectoryLock lock = DirectoryLock.take(store.directory());
        boolean isOpen = false;
        try {
            SigningKey key = key(ledger);
            SqliteStore opened = open(lock, store, key, register, clock);
            isOpen = true;
            return opened;
        } catch (SQLException e) {
            throw new CannotOpen(
                    "expected to read and write " + file + ", but " + Failures.why(e)
                            + "; see to the disk, to the rights of the account that we run as, and that no other program"
                            + " has it open",
                    e);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new CannotOpen("the record in " + file + " is not whole: " + e.getMessage(), e);
        } finally {
            if (!isOpen) {
                close(lock);
            }
        }
    }

    private static SqliteStore open(
            DirectoryLock lock, StoreSettings settings, SigningKey key, RegisterSettings register, Clock clock)
            throws SQLException {
        var database = new Database(settings.database());
        database.prepare();
        var codec = new EntryCodec(key.vkey().name());
        var appender = new Appender(database, settings, codec, clock);
        var readers = new Readers(database);
        @Nullable SignedCheckpoint newest = checked(appender, readers);
        var signer = new CheckpointSigner(key, appender, clock, appender.edge(), newest);
        var keeper = new Keeper(database, appender, settings, clock);
        appender.start(signer::grown);
        signer.start();
        keeper.start();
        var parts = new Parts(readers, signer, keeper, new SqliteRegister(readers, register, clock));
        return new SqliteStore(lock, appender, parts, key);
    }

    /** The newest checkpoint, which must speak of the beginning of this very log. */
    private static @Nullable SignedCheckpoint checked(Appender appender, Readers readers) throws SQLException {
        boolean isWhole = false;
        try {
            @Nullable SignedCheckpoint newest = checked(appender.edge(), new StoredLog(readers::read));
            isWhole = true;
            return newest;
        } finally {
            if (!isWhole) {
                appender.close();
                readers.close();
            }
        }
    }

    private static @Nullable SignedCheckpoint checked(Edge edge, StoredLog log) {
        SignedCheckpoint newest = log.checkpoint().orElse(null);
        if (newest == null) {
            return null;
        }
        Hash root = newest.size() <= edge.size() ? new Tree(log).root(newest.size()) : Hash.EMPTY_ROOT;
        if (!root.equals(newest.checkpoint().root())) {
            throw new IllegalStateException("its newest checkpoint has size " + newest.size() + " and root "
                    + newest.checkpoint().root().brief() + "…, the entries in it (" + edge.size() + ") give "
                    + root.brief() + "…; restore a backup");
        }
        return newest;
    }

    private static SigningKey key(LedgerSettings ledger) {
        try {
            if (Files.notExists(ledger.key()) && ledger.missingKey() == LedgerSettings.MissingKey.GENERATE) {
                SigningKey key = SigningKey.generate(ledger.origin());
                key.store(ledger.key());
                return key;
            }
            return SigningKey.load(ledger.origin(), ledger.key());
        } catch (IOException e) {
            throw new CannotOpen(
                    "expected the ledger's signing key in " + ledger.key()
                            + " (an Ed25519 key in PEM, as openssl genpkey -algorithm ed25519 makes it), but it cannot"
                            + " be read: " + e,
                    e);
        }
    }

    @Override
    public CompletableFuture<Committed> commit(Draft draft) {
        return appender.commit(draft);
    }

    public Register register() {
        return register;
    }

    /** The log, for publishing, export and verification. Its checkpoint is at most a second old: {@link #signNow}. */
    public LogReader log() {
        return new StoredLog(readers::read);
    }

    /** The key that signs, and whose public half verifies. */
    public SigningKey key() {
        return key;
    }

    /**
     * Completes once a checkpoint covers all that is committed now: before it is shown to somebody, in a receipt, a
     * document, an export. Fails where that cannot be written.
     */
    public CompletableFuture<Void> signNow() {
        return signer.signNow();
    }

    /** Why nothing new of senders and automation is taken now; empty where it is. */
    public Optional<String> shortage() {
        return appender.shortage();
    }

    /** For tests that hold up the writing thread, or do to its connection what a disk does. */
    CompletableFuture<Void> onWriter(Appender.Work work) {
        return appender.run(work);
    }

    /** How many transactions wrote drafts since the start. */
    public long transactions() {
        return appender.batches();
    }

    /** Writes what waits, signs it, and ends. */
    @Override
    public void close() {
        appender.refuse();
        signer.close();
        keeper.close();
        appender.close();
        try {
            readers.close();
        } catch (SQLException _) {
            // Nothing was written through it.
        }
        keeper.copyAllBack();
        close(directory);
    }

    private static void close(DirectoryLock lock) {
        try {
            lock.close();
        } catch (IOException _) {
            // The system lets go of it with the process.
        }
    }
}
