package dev.killswitch.store;

import dev.killswitch.action.Reference;
import dev.killswitch.action.Target;
import dev.killswitch.alert.Entity;
import dev.killswitch.incident.Event;
import dev.killswitch.plan.Mode;
import dev.killswitch.plan.Question;
import dev.killswitch.plan.Step;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which incident an entry belongs to, and by what people and planners find it again. Follows from the entries alone. */
final class RecordTables {
    /** Longer is no name that anybody types, and would make the index large. */
    private static final int NAME_LENGTH_MAX = 512;

    /** A plan follows its alert at once: most alerts that are asked for are among the last few. */
    private static final int RECENT_MAX = 1_000;

    private final Session session;
    private final Entries entries;
    private final Map<String, Event.AlertDecided> recent = new HashMap<>();
    private final Set<String> named = new HashSet<>();

    RecordTables(Session session, Entries entries) {
        this.session = session;
        this.entries = entries;
    }

    /** The entries that are in the log, and those that this transaction adds. */
    interface Entries {
        Event at(long index) throws SQLException;
    }

    /** The incident that {@code event} belongs to; for what speaks of a step or a release, that of its containment. */
    @Nullable
    String incidentOf(Event event) throws SQLException {
        return switch (event) {
            case Event.AlertDecided decided -> decided.incident();
            case Event.OrderGiven given -> given.incident();
            case Event.StepIntended intended -> intended.planned().step().incident();
            case Event.StepStarted started -> belongs(started.step());
            case Event.StepEnded ended -> belongs(ended.step());
            case Event.StepProven proven -> belongs(proven.step());
            case Event.EvidenceCollected collected -> belongs(collected.containment());
            case Event.ContainmentDue due -> belongs(due.containment());
            case Event.ContainmentDrifted drifted -> belongs(drifted.containment());
            case Event.ContainmentReapplied again -> belongs(again.containment());
            case Event.ReleaseAsked asked -> belongs(asked.containment());
            case Event.ReleaseApproved approved -> belongs(approved.release());
            case Event.ReleaseBrokeGlass alone -> belongs(alone.release());
            case Event.ReleaseStarted started -> belongs(started.containment());
            case Event.ReleaseEnded ended -> belongs(ended.containment());
            case Event.Paged paged -> belongs(paged.subject());
            case Event.DeliveryUnread _,
                    Event.DeliveryReplayed _,
                    Event.InboxDigest _,
                    Event.AutomationSet _,
                    Event.RuleSwitched _,
                    Event.RulebookChunk _,
                    Event.RulebookActivated _,
                    Event.RulebookRefused _,
                    Event.SourceSilent _,
                    Event.SourceHeard _,
                    Event.Started _,
                    Event.Stopped _,
                    Event.ConfigurationTaken _,
                    Event.ProfileMeasured _,
                    Event.LedgerGap _,
                    Event.ClockJumped _ -> null;
        };
    }

    private @Nullable String belongs(String id) throws SQLException {
        return incidentOf(id).orElse(null);
    }

    /** The incident of that id, or the one that something of that id belongs to. */
    Optional<String> incidentOf(String id) throws SQLException {
        return session.first("select incident from belongs where id = ?", row -> row.getString(1), id);
    }

    /** Takes the entry at {@code index} in. */
    void add(long index, Event event, @Nullable String incident) throws SQLException {
        if (incident != null) {
            open(incident, index);
            session.update("insert into entry_of (id, idx) values (?, ?) on conflict do nothing", incident, index);
        }
        switch (event) {
            case Event.AlertDecided decided -> alert(index, decided);
            case Event.OrderGiven given -> order(given);
            case Event.StepIntended intended -> step(intended.planned().step(), intended.at());
            case Event.StepStarted started -> target(started.target(), incident);
            case Event.ReleaseAsked asked -> release(asked, incident);
            case Event.AutomationSet set -> automation(set);
            case Event.RuleSwitched switched -> rule(switched);
            case Event.RulebookChunk chunk -> chunk(index, chunk);
            case Event.RulebookActivated _ ->
                session.update(
                        "insert into rulebook_active (id, idx) values (0, ?)"
                                + " on conflict (id) do update set idx = excluded.idx",
                        index);
            case Event.ProfileMeasured measured ->
                session.update(
                        "insert into measured (connection, idx) values (?, ?)"
                                + " on conflict (connection) do update set idx = excluded.idx",
                        measured.connection(),
                        index);
            case Event.InboxDigest digest ->
                session.update(
                        "update head set inbox_digested = ? where id = 0 and inbox_digested < ?",
                        digest.to(),
                        digest.to());
            case Event.StepEnded _,
                    Event.StepProven _,
                    Event.EvidenceCollected _,
                    Event.ContainmentDue _,
                    Event.ContainmentDrifted _,
                    Event.ContainmentReapplied _,
                    Event.ReleaseApproved _,
                    Event.ReleaseBrokeGlass _,
                    Event.ReleaseStarted _,
                    Event.ReleaseEnded _,
                    Event.DeliveryUnread _,
                    Event.DeliveryReplayed _,
                    Event.RulebookRefused _,
                    Event.SourceSilent _,
                    Event.SourceHeard _,
                    Event.Paged _,
                    Event.Started _,
                    Event.Stopped _,
                    Event.ConfigurationTaken _,
                    Event.LedgerGap _,
                    Event.ClockJumped _ -> {
                // Found by their place in the log, or by their incident.
            }
        }
    }

    private void order(Event.OrderGiven given) throws SQLException {
        belongs(given.order().id(), given.incident());
        thing(given.order().target(), given.incident(), given.at());
        name(given.order().what(), given.incident());
    }

    private void target(Target target, @Nullable String incident) throws SQLException {
        if (incident != null) {
            name(target.id(), incident);
            name(target.uid(), incident);
        }
    }

    private void release(Event.ReleaseAsked asked, @Nullable String incident) throws SQLException {
        if (incident != null) {
            belongs(asked.release(), incident);
        }
    }

    private void automation(Event.AutomationSet set) throws SQLException {
        session.update(
                "insert into automation (connection, mode) values (?, ?)"
                        + " on conflict (connection) do update set mode = excluded.mode",
                set.connection() == null ? Mode.EVERYTHING : set.connection(),
                set.mode().name());
    }

    private void rule(Event.RuleSwitched switched) throws SQLException {
        session.update(
                "insert into rule_switch (rule, position) values (?, ?)"
                        + " on conflict (rule) do update set position = excluded.position",
                switched.rule(),
                switched.position().name());
    }

    private void chunk(long index, Event.RulebookChunk chunk) throws SQLException {
        session.update(
                "insert into rulebook_chunk (digest, path, part, idx) values (?, ?, ?, ?)"
                        + " on conflict (digest, path, part) do update set idx = excluded.idx",
                chunk.digest(),
                chunk.path(),
                chunk.part(),
                index);
    }

    private void open(String incident, long index) throws SQLException {
        session.update("insert into incident (id, opened_idx) values (?, ?) on conflict do nothing", incident, index);
        belongs(incident, incident);
    }

    private void belongs(String id, String incident) throws SQLException {
        session.update("insert into belongs (id, incident) values (?, ?) on conflict do nothing", id, incident);
    }

    private void alert(long index, Event.AlertDecided decided) throws SQLException {
        Event.Seen seen = decided.seen();
        session.update(
                "insert into alert (id, source, type, idx) values (?, ?, ?, ?) on conflict do nothing",
                decided.alert(),
                decided.source(),
                seen.type(),
                index);
        String incident = decided.incident();
        if (incident == null) {
            return;
        }
        if (recent.size() >= RECENT_MAX) {
            recent.clear();
            named.clear();
        }
        recent.put(decided.alert(), decided);
        belongs(decided.alert(), incident);
        session.update(
                "insert into finding (name, incident) values (?, ?) on conflict do nothing",
                Question.finding(decided.source(), seen.finding()),
                incident);
        name(seen.finding(), incident);
        name(decided.delivery(), incident);
        for (Event.Matched match : decided.matches()) {
            name(match.rule(), incident);
        }
        for (Entity entity : seen.entities()) {
            name(entity.id(), incident);
        }
    }

    private void step(Step step, Instant at) throws SQLException {
        String incident = step.incident();
        session.update(
                "insert into step (id, containment, cause) values (?, ?, ?) on conflict do nothing",
                step.id(),
                step.containment(),
                step.course().cause());
        belongs(step.id(), incident);
        belongs(step.containment(), incident);
        thing(step.reference(), incident, at);
        thingsOfCause(step);
        if (step.authority() instanceof Step.Authority.Rule rule) {
            name(rule.name(), incident);
        }
    }

    /** What else the alert names, in the connection of this step: another alert that names it belongs here too. */
    private void thingsOfCause(Step step) throws SQLException {
        String cause = step.course().cause();
        String connection = step.reference().connection();
        if (cause == null || !named.add(cause + "@" + connection)) {
            return;
        }
        Event.AlertDecided decided = alert(cause);
        if (decided == null) {
            return;
        }
        for (Entity entity : decided.seen().entities()) {
            if (mayBeTarget(entity)) {
                thing(Reference.name(connection, entity.kind(), entity.id()), step.incident(), decided.at());
            }
        }
    }

    private Event.@Nullable AlertDecided alert(String id) throws SQLException {
        Event.AlertDecided known = recent.get(id);
        if (known != null) {
            return known;
        }
        Optional<Long> index = session.first("select idx from alert where id = ?", row -> row.getLong(1), id);
        return index.isPresent() && entries.at(index.get()) instanceof Event.AlertDecided decided ? decided : null;
    }

    private static boolean mayBeTarget(Entity entity) {
        return entity.trust() != Entity.Trust.TEXT
                && (entity.role() == Entity.Role.TARGET || entity.role() == Entity.Role.ACTOR);
    }

    private void thing(Reference reference, String incident, Instant at) throws SQLException {
        thing(reference.name(), incident, at);
        name(reference.id(), incident);
    }

    private void thing(String name, String incident, Instant at) throws SQLException {
        if (name.length() <= NAME_LENGTH_MAX) {
            session.update(
                    "insert into thing (name, incident, last_at) values (?, ?, ?)"
                            + " on conflict (name, incident) do update set last_at = excluded.last_at"
                            + " where excluded.last_at > thing.last_at",
                    name,
                    incident,
                    at.toEpochMilli());
        }
    }

    /** Under its whole name, and under its last part: of {@code payments/api-7f9c} people often say {@code api-7f9c}. */
    private void name(String name, String incident) throws SQLException {
        if (name.isEmpty() || name.length() > NAME_LENGTH_MAX) {
            return;
        }
        String sql = "insert into name (name, incident) values (?, ?) on conflict do nothing";
        session.update(sql, name, incident);
        int slash = name.lastIndexOf('/');
        if (slash >= 0 && slash < name.length() - 1) {
            session.update(sql, name.substring(slash + 1), incident);
        }
    }
}
