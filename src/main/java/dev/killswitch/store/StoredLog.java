package dev.killswitch.store;

import dev.killswitch.ledger.Hash;
import dev.killswitch.ledger.LogReader;
import dev.killswitch.ledger.SignedCheckpoint;
import dev.killswitch.ledger.Tile;
import java.util.List;
import java.util.Optional;

/** The log as the tables have it, each piece read by {@code door}. */
record StoredLog(Door door) implements LogReader {
    /** How a piece is read: on a session of its own, or within a transaction that is open. */
    interface Door {
        <T> T read(Readers.Read<T> read);
    }

    @Override
    public Optional<SignedCheckpoint> checkpoint() {
        return door.read(session -> new LedgerTables(session).newestCheckpoint());
    }

    @Override
    public List<byte[]> entries(long from, long to) {
        return door.read(session -> new LedgerTables(session).entries(from, to));
    }

    @Override
    public List<Hash> leaves(long from, long to) {
        return door.read(session -> new LedgerTables(session).leaves(from, to));
    }

    @Override
    public Tile tile(int level, long index) {
        return door.read(session -> new LedgerTables(session).tile(level, index));
    }
}
