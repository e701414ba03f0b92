package dev.killswitch.store;

import dev.killswitch.ledger.Hash;
import dev.killswitch.ledger.LogReader;
import dev.killswitch.ledger.SignedCheckpoint;
import dev.killswitch.ledger.Tile;
import java.util.List;
import java.util.Optional;

/** The log for whoever publishes, exports or verifies it. */
final class StoredLog implements LogReader {
    private final Readers readers;

    StoredLog(Readers readers) {
        this.readers = readers;
    }

    @Override
    public Optional<SignedCheckpoint> checkpoint() {
        return readers.read(session -> new LedgerTables(session).newestCheckpoint());
    }

    @Override
    public List<byte[]> entries(long from, long to) {
        return readers.read(session -> new LedgerTables(session).entries(from, to));
    }

    @Override
    public List<Hash> leaves(long from, long to) {
        return readers.read(session -> new LedgerTables(session).leaves(from, to));
    }

    @Override
    public Tile tile(int level, long index) {
        return readers.read(session -> new LedgerTables(session).tile(level, index));
    }
}
