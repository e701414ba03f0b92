package dev.killswitch.store;

import dev.killswitch.action.Outcome;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Fold;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Recorded;
import dev.killswitch.incident.Register.Holding;
import dev.killswitch.incident.Release;
import dev.killswitch.incident.StepState;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Questions about incidents, containments and releases: rows say which, the entries say what. */
final class IncidentQueries {
    /** Longer than a service stays down: what a step that ended before then was to add is nobody's wish any more. */
    private static final Duration FANNED_OUT_AFTER = Duration.ofDays(7);

    private final Session session;
    private final LedgerTables ledger;
    private final RecordTables record;

    IncidentQueries(Session session) {
        this.session = session;
        this.ledger = new LedgerTables(session);
        this.record = new RecordTables(session, ledger::event);
    }

    Optional<Incident> incident(String id) throws SQLException {
        return session.exists("select 1 from incident where id = ?", id)
                ? Fold.incident(id, ledger.recordedOf(id))
                : Optional.empty();
    }

    Optional<String> incidentOf(String id) throws SQLException {
        return record.incidentOf(id);
    }

    List<String> withOpenSteps(Instant now) throws SQLException {
        return session.list(
                "select incident from containment where is_open = 1 or fans_at > ?"
                        + " group by incident order by min(intended_idx)",
                row -> row.getString(1),
                now.minus(FANNED_OUT_AFTER).toEpochMilli());
    }

    List<String> withOpenReleases() throws SQLException {
        return session.list(
                "select incident from containment where release_state = 'RUNNING'"
                        + " group by incident order by min(intended_idx)",
                row -> row.getString(1));
    }

    List<Incident> incidents(@Nullable String after, int limit) throws SQLException {
        long before = after == null
                ? Long.MAX_VALUE
                : session.first("select opened_idx from incident where id = ?", row -> row.getLong(1), after)
                        .orElse(0L);
        List<String> ids = session.list(
                "select id from incident where opened_idx < ? order by opened_idx desc limit ?",
                row -> row.getString(1),
                before,
                limit);
        var incidents = new ArrayList<Incident>();
        for (String id : ids) {
            incident(id).ifPresent(incidents::add);
        }
        return incidents;
    }

    List<String> naming(String text, int limit) throws SQLException {
        return session.list("""
                select i.id from incident i where i.id in
                    (select incident from name where name = ? union select incident from thing where name = ?
                     union select incident from finding where name = ? union select incident from belongs where id = ?)
                order by i.opened_idx desc limit ?
                """, row -> row.getString(1), text, text, text, text, limit);
    }

    int standing() throws SQLException {
        int standing = 0;
        for (Containment.State state : Containment.STANDING) {
            standing += (int) session.number("select count(*) from containment where state = ?", state.name());
        }
        return standing;
    }

    List<Containment> containments(Set<Containment.State> states, @Nullable String after, int limit)
            throws SQLException {
        long before = after == null
                ? Long.MAX_VALUE
                : session.first("select intended_idx from containment where id = ?", row -> row.getLong(1), after)
                        .orElse(0L);
        var rows = new ArrayList<Placed>();
        for (Containment.State state : states) {
            rows.addAll(session.list(
                    "select intended_idx, id from containment where state = ? and intended_idx < ?"
                            + " order by intended_idx desc limit ?",
                    row -> new Placed(row.getLong(1), row.getString(2)),
                    state.name(),
                    before,
                    limit));
        }
        return folded(rows.stream()
                .sorted((one, other) -> Long.compare(other.place(), one.place()))
                .limit(limit)
                .map(Placed::id)
                .toList());
    }

    private record Placed(long place, String id) {}

    /** A release that runs, waits or came to nothing is somebody's business already. */
    List<Containment> expired(Instant now, int limit) throws SQLException {
        return folded(session.list("""
                select id from containment
                where until_at <= ? and state in ('STANDING', 'DRIFTED') and (release_state is null or release_state = 'FAILED')
                order by until_at limit ?
                """, row -> row.getString(1), now.toEpochMilli(), limit));
    }

    private List<Containment> folded(List<String> ids) throws SQLException {
        var containments = new ArrayList<Containment>();
        for (String id : ids) {
            containment(id).ifPresent(containments::add);
        }
        return containments;
    }

    private Optional<Containment> containment(String id) throws SQLException {
        return fold(id).containment(id);
    }

    private Fold fold(String containment) throws SQLException {
        var fold = new Fold();
        for (Recorded recorded : ledger.recordedOf(containment)) {
            fold.add(recorded);
        }
        return fold;
    }

    /** Ids of those that hold an effect on a thing now, the first one first. */
    List<String> holders(String connection, String uid, String effect) throws SQLException {
        return session.list("""
                select id from containment where connection = ? and uid = ? and effect = ?
                    and holds = 1 and ended_idx is null order by started_idx
                """, row -> row.getString(1), connection, uid, effect);
    }

    Holding holding(String connection, String uid, String effect) throws SQLException {
        List<String> standing = holders(connection, uid, effect);
        if (standing.isEmpty()) {
            return Holding.NOBODY;
        }
        List<Span> spans = session.list(
                """
                select id, started_idx, coalesce(ended_idx, ?) from containment
                where connection = ? and uid = ? and effect = ? and holds = 1 order by started_idx
                """,
                row -> new Span(row.getString(1), row.getLong(2), row.getLong(3)),
                Long.MAX_VALUE,
                connection,
                uid,
                effect);
        List<String> run = newestRun(spans);
        int marked = marked(run);
        return new Holding(
                folded(standing),
                containment(run.getFirst()),
                containment(run.get(marked)),
                folded(run.subList(marked + 1, run.size())));
    }

    private record Span(String id, long from, long to) {}

    /** The newest ones between whom somebody always held, the first one first. */
    private static List<String> newestRun(List<Span> spans) {
        var run = new ArrayList<String>();
        long heldTo = 0;
        for (Span span : spans) {
            if (span.from() > heldTo) {
                run.clear();
            }
            run.add(span.id());
            heldTo = Math.max(heldTo, span.to());
        }
        return run;
    }

    /** The last one that was told that its call made the change; the first one where none was. */
    private int marked(List<String> run) throws SQLException {
        for (int place = run.size() - 1; place > 0; place--) {
            Fold fold = fold(run.get(place));
            Optional<StepState> step = fold.containment(run.get(place))
                    .flatMap(one -> fold.step(one.step().id()));
            if (step.map(StepState::outcome)
                    .filter(Outcome.Done.class::isInstance)
                    .isPresent()) {
                return place;
            }
        }
        return 0;
    }

    List<Release> waiting() throws SQLException {
        List<String[]> rows = session.list(
                "select id, containment from release where state in ('NEEDS_SECOND_PERSON', 'WAITS') order by asked_idx",
                row -> new String[] {row.getString(1), row.getString(2)});
        var releases = new ArrayList<Release>();
        for (String[] row : rows) {
            fold(Objects.requireNonNull(row[1])).release(row[0]).ifPresent(releases::add);
        }
        return releases;
    }
}
