package dev.killswitch.store;

import dev.killswitch.action.Profile;
import dev.killswitch.incident.EntryCodec;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Recorded;
import dev.killswitch.ledger.Edge;
import dev.killswitch.ledger.Frontier;
import dev.killswitch.ledger.Hash;
import dev.killswitch.ledger.LogReader;
import dev.killswitch.ledger.SignedCheckpoint;
import dev.killswitch.ledger.Tile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The log's own tables: head, leaves, complete tiles, checkpoints, drafts. */
final class LedgerTables {
    private final Session session;

    LedgerTables(Session session) {
        this.session = session;
    }

    Frontier head() throws SQLException {
        return session.first(
                        "select size, frontier from head where id = 0",
                        row -> Frontier.of(row.getLong(1), row.getBytes(2)))
                .orElseThrow(() -> new SQLException("expected one head of the ledger, found none"));
    }

    long size() throws SQLException {
        return session.number("select size from head where id = 0");
    }

    /** Adds what one append made. */
    void append(List<byte[]> entries, Edge.Appended appended) throws SQLException {
        for (int i = 0; i < entries.size(); i++) {
            session.update(
                    "insert into leaf (idx, entry, hash) values (?, ?, ?)",
                    appended.first() + i,
                    entries.get(i),
                    appended.leaves().get(i).bytes());
        }
        for (Tile tile : appended.tiles()) {
            session.update(
                    "insert into tile (level, n, hashes) values (?, ?, ?)", tile.level(), tile.index(), tile.bytes());
        }
        Frontier frontier = appended.edge().frontier();
        session.update("update head set size = ?, frontier = ? where id = 0", frontier.size(), frontier.bytes());
    }

    OptionalLong draft(String id) throws SQLException {
        return session.first("select first from draft where id = ?", row -> row.getLong(1), id)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /** False where one of that id was written before. */
    boolean keepDraft(String id, long first) throws SQLException {
        return session.update("insert into draft (id, first) values (?, ?) on conflict do nothing", id, first) == 1;
    }

    void keepCheckpoint(SignedCheckpoint checkpoint, long at) throws SQLException {
        session.update(
                "insert into checkpoint (size, note, made_at) values (?, ?, ?) on conflict (size) do nothing",
                checkpoint.size(),
                checkpoint.bytes(),
                at);
    }

    Optional<SignedCheckpoint> newestCheckpoint() throws SQLException {
        return session.first(
                "select note from checkpoint order by size desc limit 1",
                row -> SignedCheckpoint.parse(row.getBytes(1)).orThrow("the newest checkpoint of the record"));
    }

    List<byte[]> entries(long from, long to) throws SQLException {
        return whole(
                from,
                to,
                session.list(
                        "select entry from leaf where idx >= ? and idx < ? order by idx",
                        row -> row.getBytes(1),
                        from,
                        to));
    }

    List<Hash> leaves(long from, long to) throws SQLException {
        return whole(
                from,
                to,
                session.list(
                        "select hash from leaf where idx >= ? and idx < ? order by idx",
                        row -> Hash.of(row.getBytes(1)),
                        from,
                        to));
    }

    private static <T> List<T> whole(long from, long to, List<T> found) throws SQLException {
        if (found.size() != to - from) {
            throw new SQLException(
                    "expected the entries " + from + " to " + to + ", found " + found.size() + " of them");
        }
        return found;
    }

    Tile tile(int level, long index) throws SQLException {
        return session.first(
                        "select hashes from tile where level = ? and n = ?",
                        row -> Tile.of(level, index, row.getBytes(1)),
                        level,
                        index)
                .orElseThrow(() -> new SQLException("expected the tile " + level + "/" + index + ", found none"));
    }

    List<Recorded> recorded(long from, int limit) throws SQLException {
        return session.list(
                "select idx, entry from leaf where idx >= ? order by idx limit ?", LedgerTables::recorded, from, limit);
    }

    /** The entries that belong to an incident, or to a containment. */
    List<Recorded> recordedOf(String id) throws SQLException {
        return session.list(
                "select l.idx, l.entry from entry_of e join leaf l on l.idx = e.idx where e.id = ? order by e.idx",
                LedgerTables::recorded,
                id);
    }

    /** Where in the log those entries stand. */
    List<Long> placesOf(String id) throws SQLException {
        return session.list("select idx from entry_of where id = ? order by idx", row -> row.getLong(1), id);
    }

    /** The entry at {@code index}, read back. */
    Event event(long index) throws SQLException {
        return EntryCodec.decode(entries(index, index + 1).getFirst()).event();
    }

    /** What was measured last of a connection. */
    Optional<Profile.Measurement> measured(String connection) throws SQLException {
        Optional<Long> index =
                session.first("select idx from measured where connection = ?", row -> row.getLong(1), connection);
        return index.isPresent() && event(index.get()) instanceof Event.ProfileMeasured last
                ? Optional.of(last.measurement())
                : Optional.empty();
    }

    private static Recorded recorded(ResultSet row) throws SQLException {
        EntryCodec.Written written = EntryCodec.decode(row.getBytes(2));
        return new Recorded(row.getLong(1), written.envelope().recorded(), written.event());
    }

    /** This log, for reading within the session's transaction. */
    LogReader log() {
        return new StoredLog(this::reading);
    }

    /** Reads that fail are told as the ledger's reader promises: by throwing. */
    private <T> T reading(Readers.Read<T> read) {
        try {
            return read.from(session);
        } catch (SQLException e) {
            throw new IllegalStateException("the ledger cannot be read: " + e.getMessage(), e);
        }
    }
}
