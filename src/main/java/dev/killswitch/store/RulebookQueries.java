package dev.killswitch.store;

import dev.killswitch.alert.Body;
import dev.killswitch.incident.Event;
import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rulebook that was activated last, put together again from its chunks in the ledger. */
final class RulebookQueries {
    private final Session session;
    private final LedgerTables ledger;

    RulebookQueries(Session session) {
        this.session = session;
        this.ledger = new LedgerTables(session);
    }

    Map<String, Body> active() throws SQLException {
        Optional<Long> index = session.first("select idx from rulebook_active where id = 0", row -> row.getLong(1));
        if (index.isEmpty() || !(ledger.event(index.get()) instanceof Event.RulebookActivated activated)) {
            return Map.of();
        }
        var bytes = new TreeMap<String, ByteArrayOutputStream>();
        // A file without a byte has no chunk.
        activated.files().keySet().forEach(path -> bytes.put(path, new ByteArrayOutputStream()));
        for (long place : session.list(
                "select idx from rulebook_chunk where digest = ? order by path, part",
                row -> row.getLong(1),
                activated.digest())) {
            if (ledger.event(place) instanceof Event.RulebookChunk chunk) {
                bytes.computeIfAbsent(chunk.path(), _ -> new ByteArrayOutputStream())
                        .writeBytes(Base64.getDecoder().decode(chunk.base64()));
            }
        }
        var files = new TreeMap<String, Body>();
        bytes.forEach((path, content) -> files.put(path, Body.of(content.toByteArray())));
        return files;
    }
}
