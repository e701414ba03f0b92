package dev.killswitch.store;

import dev.killswitch.incident.EncodedEntry;
import dev.killswitch.incident.EntryCodec;
import dev.killswitch.incident.Envelope;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Journal.Evidence;
import dev.killswitch.incident.Journal.Remember;
import dev.killswitch.incident.Kept;
import dev.killswitch.incident.Recorded;
import dev.killswitch.ledger.Edge;
import dev.killswitch.plan.Claim;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One transaction over the drafts of one moment: each in order, all of it or nothing of it; then the log and the rows
 * that follow from it. Nothing is so before {@link #commit}.
 */
final class Batch {
    private final Session session;
    private final LedgerTables ledger;
    private final ClaimTables claims;
    private final RecordTables record;
    private final StandingTables standing;
    private final DeliveryTables deliveries;
    private final BesideTables beside;
    private final Edge edge;
    private final Writing writing;
    private final Instant now;
    private final List<byte[]> entries = new ArrayList<>();
    private final Set<String> touched = new LinkedHashSet<>();

    Batch(Session session, Edge edge, Writing writing, Instant now) {
        this.session = session;
        this.ledger = new LedgerTables(session);
        this.claims = new ClaimTables(session);
        this.record = new RecordTables(session, this::entry);
        this.standing = new StandingTables(session, id -> writing.recent().of(id, ledger));
        this.deliveries = new DeliveryTables(session);
        this.beside = new BesideTables(session);
        this.edge = edge;
        this.writing = writing;
        this.now = now;
    }

    /** What is the same for each batch. */
    record Writing(EntryCodec codec, EntryIds ids, RecentEntries recent, StoreSettings settings) {}

    /** What {@code draft} will have come to, once this batch is committed. */
    Committed add(Draft draft) throws SQLException {
        session.mark();
        int entriesBefore = entries.size();
        long first = edge.size() + entriesBefore;
        if (!ledger.keepDraft(draft.id(), first)) {
            session.keep();
            return new Committed.Duplicate(ledger.draft(draft.id()).orElseThrow());
        }
        List<Claim> lost = claims.take(draft.claims(), now);
        @Nullable String unfit = lost.isEmpty() ? write(draft) : null;
        if (lost.isEmpty() && unfit == null) {
            session.keep();
            return new Committed.Stored(first);
        }
        session.undo();
        writing.recent().clear();
        session.keep();
        entries.subList(entriesBefore, entries.size()).clear();
        return unfit == null ? new Committed.Lost(lost) : new Committed.Unrecorded(unfit);
    }

    /** Returns why it cannot be written whatever the disk does, or null. */
    private @Nullable String write(Draft draft) throws SQLException {
        int place = 0;
        for (Event event : draft.events()) {
            String incident = record.incidentOf(event);
            var envelope = new Envelope(writing.ids().next(now, draft.id(), place++), now, incident, draft.entry());
            EncodedEntry encoded;
            try {
                encoded = writing.codec().encode(envelope, event);
            } catch (IllegalArgumentException tooLong) {
                return tooLong.getMessage();
            }
            long index = edge.size() + entries.size();
            entries.add(encoded.bytes());
            project(new Recorded(index, now, encoded.event()), encoded.bytes().length, incident);
            if (event instanceof Event.StepEnded ended) {
                claims.giveBack(ended);
            }
        }
        // Nothing but the end of the whole transaction undoes a draft that has come so far.
        for (Kept kept : draft.beside().kept()) {
            deliveries.keep(kept);
        }
        for (Evidence evidence : draft.beside().evidence()) {
            beside.keep(evidence, now);
        }
        for (Remember answer : draft.beside().answers()) {
            beside.keep(answer, now);
        }
        return null;
    }

    private Event entry(long index) throws SQLException {
        return index < edge.size()
                ? ledger.event(index)
                : EntryCodec.decode(entries.get((int) (index - edge.size()))).event();
    }

    private void project(Recorded recorded, int bytes, @Nullable String incident) throws SQLException {
        record.add(recorded.index(), recorded.event(), incident);
        Optional<String> containment = standing.touched(recorded.event());
        if (containment.isPresent()) {
            standing.add(recorded.index(), recorded.event(), containment.get());
            writing.recent().add(recorded, bytes);
            touched.add(containment.get());
        }
    }

    /** Puts it all on disk and returns the log's new edge. */
    Edge commit() throws SQLException {
        Edge next = edge;
        if (!entries.isEmpty()) {
            Edge.Appended appended = edge.append(entries);
            ledger.append(entries, appended);
            next = appended.edge();
        }
        deliveries.trim(writing.settings().deliveriesMax(), writing.settings().deliveryBytesMax());
        for (String containment : touched) {
            standing.refresh(containment);
        }
        session.commit();
        return next;
    }
}
