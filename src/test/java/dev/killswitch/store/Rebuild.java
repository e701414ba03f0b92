package dev.killswitch.store;

import dev.killswitch.incident.EntryCodec;
import dev.killswitch.incident.EntryCodec.Written;
import dev.killswitch.incident.Event;
import dev.killswitch.ledger.Hash;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the rows that follow from the entries once more, from the entries alone, and compares: what lists and guards see
 * is what the ledger says, or somebody changed the one beside the other.
 */
final class Rebuild {
    /** The tables that follow from the entries, each with what its rows are ordered by. */
    private static final List<String> TABLES = List.of(
            "incident",
            "entry_of",
            "belongs",
            "alert",
            "finding",
            "thing",
            "name",
            "step",
            "containment",
            "release",
            "let_go",
            "automation",
            "rule_switch",
            "rulebook_chunk",
            "rulebook_active",
            "measured");

    private static final int DIFFERENCES_MAX = 20;
    private static final int PAGE = 1_000;

    private final LedgerTables original;
    private final Session rebuilt;
    private final RecordTables record;
    private final StandingTables standing;
    private final Set<String> touched = new LinkedHashSet<>();

    private Rebuild(LedgerTables original, Session rebuilt) {
        this.original = original;
        this.rebuilt = rebuilt;
        this.record = new RecordTables(rebuilt, original::event);
        this.standing = new StandingTables(rebuilt, new LedgerTables(rebuilt)::recordedOf);
    }

    /**
     * The first few differences, each as one line that names the table; none where all is as it should be.
     *
     * @param scratch a file that is not there yet, for as long as this takes
     */
    static List<String> differences(Session session, Path scratch) throws SQLException {
        var database = new Database(scratch);
        database.prepare();
        try (Session rebuilt = database.writer()) {
            rebuilt.begin();
            session.begin();
            var rebuild = new Rebuild(new LedgerTables(session), rebuilt);
            List<String> differences = rebuild.replay();
            for (String table : TABLES) {
                compare(table, session, rebuilt, differences);
            }
            session.rollback();
            rebuilt.rollback();
            return differences.subList(0, Math.min(differences.size(), DIFFERENCES_MAX));
        }
    }

    private List<String> replay() throws SQLException {
        var differences = new ArrayList<String>();
        long size = original.size();
        for (long from = 0; from < size; from += PAGE) {
            long to = Math.min(from + PAGE, size);
            List<byte[]> entries = original.entries(from, to);
            List<Hash> leaves = original.leaves(from, to);
            for (int i = 0; i < entries.size(); i++) {
                if (!Hash.leaf(entries.get(i)).equals(leaves.get(i))) {
                    differences.add("leaf: the hash of entry " + (from + i) + " is not that of its bytes");
                }
                rebuilt.update(
                        "insert into leaf (idx, entry, hash) values (?, ?, ?)",
                        from + i,
                        entries.get(i),
                        leaves.get(i).bytes());
                add(from + i, EntryCodec.decode(entries.get(i)), differences);
            }
        }
        for (String containment : touched) {
            standing.refresh(containment);
        }
        return differences;
    }

    private void add(long index, Written written, List<String> differences) throws SQLException {
        Event event = written.event();
        String incident = record.incidentOf(event);
        if (!Objects.equals(incident, written.envelope().incident())) {
            differences.add("leaf: entry " + index + " belongs to another incident than it says");
        }
        record.add(index, event, incident);
        Optional<String> containment = standing.touched(event);
        if (containment.isPresent()) {
            standing.add(index, event, containment.get());
            touched.add(containment.get());
        }
    }

    private static void compare(String table, Session one, Session other, List<String> differences)
            throws SQLException {
        List<List<Object>> rows = rows(table, one);
        List<List<Object>> again = rows(table, other);
        if (rows.size() != again.size()) {
            differences.add(table + ": expected " + again.size() + " rows, found " + rows.size());
        }
        for (int i = 0; i < Math.min(rows.size(), again.size()); i++) {
            if (!rows.get(i).equals(again.get(i))) {
                differences.add(table + ": expected " + again.get(i) + ", found " + rows.get(i));
                return;
            }
        }
    }

    /** Sorted here, since two tables of one content may keep their rows in another order. */
    private static List<List<Object>> rows(String table, Session session) throws SQLException {
        var rows = new ArrayList<>(session.list("select * from " + table, Rebuild::row));
        rows.sort((one, other) -> one.toString().compareTo(other.toString()));
        return rows;
    }

    private static List<Object> row(ResultSet row) throws SQLException {
        var values = new ArrayList<Object>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            values.add(String.valueOf(row.getObject(i)));
        }
        return values;
    }
}
