package dev.killswitch.store;

import dev.killswitch.alert.Body;
import dev.killswitch.alert.Delivery;
import dev.killswitch.config.Sha256;
import dev.killswitch.incident.Kept;
import dev.killswitch.incident.Register.InboxItem;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Deliveries as they are kept beside the ledger, the inbox of those that no rule matched, and who was last heard. */
final class DeliveryTables {
    private static final String COLUMNS =
            "source, id, observed, headers, body, sent_as, state, salt, status, answer, place, why";

    /** Headers whose name has one of these carry a sender's proof: they are not kept. */
    private static final Set<String> PROOFS =
            Set.of("auth", "cookie", "key", "token", "secret", "signature", "password", "credential");

    /** How many go at once where room is needed. */
    private static final int TRIM_STEP = 20;

    private final Session session;
    private final Map<String, Instant> heard = new HashMap<>();
    private int more;
    private long moreBytes;
    private long inboxNext;

    DeliveryTables(Session session) {
        this.session = session;
    }

    /** Keeps a delivery, or what it has come to by now. Totals follow with {@link #settle}, once for many. */
    void keep(Kept kept) throws SQLException {
        if (!add(kept)) {
            change(kept);
        }
        heard.merge(
                kept.delivery().source(), kept.delivery().observed(), (one, other) -> one.isAfter(other) ? one : other);
    }

    /** Writes what {@link #keep} and the drops have added up to. */
    void settle() throws SQLException {
        if (more != 0) {
            session.update(
                    "update head set deliveries = deliveries + ?, delivery_bytes = delivery_bytes + ? where id = 0",
                    more,
                    moreBytes);
        }
        if (inboxNext != 0) {
            session.update("update head set inbox_next = ? where id = 0", inboxNext);
        }
        for (Map.Entry<String, Instant> source : heard.entrySet()) {
            session.update(
                    "insert into heard (source, at) values (?, ?) on conflict (source) do update set at = excluded.at"
                            + " where excluded.at > heard.at",
                    source.getKey(),
                    source.getValue().toEpochMilli());
        }
        more = 0;
        moreBytes = 0;
        inboxNext = 0;
        heard.clear();
    }

    private void change(Kept kept) throws SQLException {
        boolean known = session.update(
                        "update delivery set state = ?, status = ?, answer = ?, place = ?, why = ? where id = ?",
                        kept.state().name(),
                        kept.status(),
                        kept.answer(),
                        kept.where(),
                        kept.why(),
                        kept.delivery().id())
                == 1;
        boolean isInInbox = session.exists(
                "select 1 from inbox where delivery = ?", kept.delivery().id());
        if (known && !isInInbox && kept.state() == Kept.State.UNMATCHED) {
            intoInbox(kept);
        }
    }

    private boolean add(Kept kept) throws SQLException {
        Delivery delivery = kept.delivery();
        int added = session.update(
                "insert into delivery (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                delivery.source(),
                delivery.id(),
                delivery.observed().toEpochMilli(),
                headers(delivery.headers()),
                delivery.body().bytes(),
                kept.key(),
                kept.state().name(),
                kept.salt(),
                kept.status(),
                kept.answer(),
                kept.where(),
                kept.why());
        if (added == 0) {
            return false;
        }
        more++;
        moreBytes += delivery.body().size();
        if (kept.state() == Kept.State.UNMATCHED) {
            intoInbox(kept);
        }
        return true;
    }

    private void intoInbox(Kept kept) throws SQLException {
        long number = inboxNext == 0 ? session.number("select inbox_next from head where id = 0") : inboxNext;
        session.update(
                "insert into inbox (number, delivery, digest) values (?, ?, ?)",
                number,
                kept.delivery().id(),
                digest(kept));
        inboxNext = number + 1;
    }

    /** As evidence has it: SHA-256 over salt and body. */
    private static String digest(Kept kept) {
        MessageDigest sha256 = Sha256.begin();
        sha256.update(HexFormat.of().parseHex(kept.salt()));
        return "sha256:"
                + HexFormat.of().formatHex(sha256.digest(kept.delivery().body().bytes()));
    }

    /** One header a line: the name, a tab, the value; neither can have a line break where HTTP was spoken. */
    private static String headers(Map<String, List<String>> headers) {
        var text = new StringBuilder();
        headers.forEach((name, values) -> {
            if (PROOFS.stream().noneMatch(name.toLowerCase(Locale.ROOT)::contains)) {
                values.forEach(value -> text.append(oneLine(name))
                        .append('\t')
                        .append(oneLine(value))
                        .append('\n'));
            }
        });
        return text.toString();
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\t\\r\\n\\x00]", " ");
    }

    private static Map<String, List<String>> headers(String text) {
        var headers = new TreeMap<String, List<String>>();
        text.lines().forEach(line -> {
            int tab = line.indexOf('\t');
            headers.merge(
                    line.substring(0, tab),
                    List.of(line.substring(tab + 1)),
                    (first, more) ->
                            Stream.concat(first.stream(), more.stream()).toList());
        });
        return headers;
    }

    Optional<Kept.Said> said(String source, String key) throws SQLException {
        return session.first(
                "select status, answer from delivery where source = ? and sent_as = ?",
                row -> new Kept.Said(row.getInt(1), row.getString(2)),
                source,
                key);
    }

    Optional<Kept> byId(String id) throws SQLException {
        return session.first("select " + COLUMNS + " from delivery where id = ?", DeliveryTables::kept, id);
    }

    List<Kept.Summary> list(Kept.State state, long before, int limit) throws SQLException {
        return session.list(
                """
                select id, source, observed, status, length(body), place, why from delivery
                where state = ? and number < ? order by number desc limit ?
                """,
                row -> new Kept.Summary(
                        row.getString(1),
                        row.getString(2),
                        Instant.ofEpochMilli(row.getLong(3)),
                        state,
                        row.getInt(4),
                        row.getInt(5),
                        row.getString(6),
                        row.getString(7)),
                state.name(),
                before,
                limit);
    }

    Optional<Long> numberOf(String id) throws SQLException {
        return session.first("select number from delivery where id = ?", row -> row.getLong(1), id);
    }

    private static Kept kept(ResultSet row) throws SQLException {
        var delivery = new Delivery(
                row.getString(1),
                row.getString(2),
                Instant.ofEpochMilli(row.getLong(3)),
                headers(row.getString(4)),
                Body.of(row.getBytes(5)));
        return new Kept(
                delivery,
                row.getString(6),
                Kept.State.valueOf(row.getString(7)),
                row.getString(8),
                row.getInt(9),
                row.getString(10),
                row.getString(11),
                row.getString(12));
    }

    List<InboxItem> inbox(long from, int limit) throws SQLException {
        return session.list(
                "select number, delivery, digest from inbox where number >= ? order by number limit ?",
                row -> new InboxItem(row.getLong(1), row.getString(2), row.getString(3)),
                from,
                limit);
    }

    Map<String, Instant> heard() throws SQLException {
        var heard = new HashMap<String, Instant>();
        session.list(
                "select source, at from heard",
                row -> heard.put(row.getString(1), Instant.ofEpochMilli(row.getLong(2))));
        return heard;
    }

    /**
     * Drops the oldest while there are more than {@code countMax}, or their bodies larger than {@code bytesMax}: those
     * that no rule matched before the others, and none that the next inbox digest is still to cover.
     */
    void trim(int countMax, long bytesMax) throws SQLException {
        settle();
        boolean isDropping = true;
        while (isDropping && isOver(countMax, bytesMax)) {
            isDropping = dropOldest(TRIM_STEP) > 0;
        }
    }

    private boolean isOver(int countMax, long bytesMax) throws SQLException {
        return session.exists(
                "select 1 from head where id = 0 and (deliveries > ? or delivery_bytes > ?)", countMax, bytesMax);
    }

    private int dropOldest(int limit) throws SQLException {
        List<String> oldest = session.list("""
                select d.id from delivery d left join inbox i on i.delivery = d.id
                where d.state = 'UNMATCHED'
                    and (i.number is null or i.number < (select inbox_digested from head where id = 0))
                order by d.number limit ?
                """, row -> row.getString(1), limit);
        if (oldest.isEmpty()) {
            oldest = session.list(
                    "select id from delivery where state <> 'UNMATCHED' order by number limit ?",
                    row -> row.getString(1),
                    limit);
        }
        for (String id : oldest) {
            drop(id);
        }
        settle();
        return oldest.size();
    }

    /** Drops what was observed before {@code time}; at most {@code limit}, so that no commit waits long. */
    void dropBefore(Instant time, int limit) throws SQLException {
        List<String> old = session.list(
                "select id from delivery where observed < ? order by observed limit ?",
                row -> row.getString(1),
                time.toEpochMilli(),
                limit);
        for (String id : old) {
            drop(id);
        }
        settle();
    }

    private void drop(String id) throws SQLException {
        long bytes = session.number("select length(body) from delivery where id = ?", id);
        session.update("delete from inbox where delivery = ?", id);
        session.update("delete from delivery where id = ?", id);
        more--;
        moreBytes -= bytes;
    }
}
