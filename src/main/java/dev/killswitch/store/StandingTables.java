package dev.killswitch.store;

import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Outcome;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Fold;
import dev.killswitch.incident.Recorded;
import dev.killswitch.incident.Release;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Step;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row for each containment, with its step and newest release: what lists and guards ask for. The row is made by the
 * same fold as everything else, over the few entries that speak of this containment.
 */
final class StandingTables {
    /** Fan-outs come from steps of steps, three deep at most; a chain that is longer is broken. */
    private static final int CAUSES_MAX = 8;

    private final Session session;
    private final Entries entries;

    StandingTables(Session session, Entries entries) {
        this.session = session;
        this.entries = entries;
    }

    /** The entries that speak of a containment, in the order of the log. */
    interface Entries {
        List<Recorded> of(String containment) throws SQLException;
    }

    /** The containment whose row {@code event} changes. */
    Optional<String> touched(Event event) throws SQLException {
        return switch (event) {
            case Event.StepIntended intended ->
                Optional.of(intended.planned().step().containment());
            case Event.StepStarted started -> ofStep(started.step());
            case Event.StepEnded ended -> ofStep(ended.step());
            case Event.StepProven proven -> ofStep(proven.step());
            case Event.EvidenceCollected collected -> Optional.of(collected.containment());
            case Event.ContainmentDue due -> Optional.of(due.containment());
            case Event.ContainmentDrifted drifted -> Optional.of(drifted.containment());
            case Event.ContainmentReapplied again -> Optional.of(again.containment());
            case Event.ReleaseAsked asked -> Optional.of(asked.containment());
            case Event.ReleaseApproved approved -> ofRelease(approved.release());
            case Event.ReleaseBrokeGlass alone -> ofRelease(alone.release());
            case Event.ReleaseStarted started -> Optional.of(started.containment());
            case Event.ReleaseEnded ended -> Optional.of(ended.containment());
            case Event.AlertDecided _,
                    Event.OrderGiven _,
                    Event.DeliveryUnread _,
                    Event.DeliveryReplayed _,
                    Event.InboxDigest _,
                    Event.AutomationSet _,
                    Event.RuleSwitched _,
                    Event.RulebookChunk _,
                    Event.RulebookActivated _,
                    Event.RulebookRefused _,
                    Event.SourceSilent _,
                    Event.SourceHeard _,
                    Event.Paged _,
                    Event.Started _,
                    Event.Stopped _,
                    Event.ConfigurationTaken _,
                    Event.ProfileMeasured _,
                    Event.LedgerGap _,
                    Event.ClockJumped _ -> Optional.empty();
        };
    }

    private Optional<String> ofStep(String step) throws SQLException {
        return session.first("select containment from step where id = ?", row -> row.getString(1), step);
    }

    private Optional<String> ofRelease(String release) throws SQLException {
        return session.first("select containment from release where id = ?", row -> row.getString(1), release);
    }

    /** Remembers that the entry at {@code index} speaks of {@code containment}. */
    void add(long index, Event event, String containment) throws SQLException {
        session.update("insert into entry_of (id, idx) values (?, ?) on conflict do nothing", containment, index);
        if (event instanceof Event.ReleaseAsked asked) {
            session.update(
                    "insert into release (id, containment, state, asked_idx) values (?, ?, ?, ?)"
                            + " on conflict do nothing",
                    asked.release(),
                    containment,
                    Release.State.RUNNING.name(),
                    index);
        }
    }

    /** Makes the row of {@code id} again, once its entries are in. */
    void refresh(String id) throws SQLException {
        List<Recorded> own = entries.of(id);
        var fold = new Fold();
        Long startedAt = null;
        Long endedAt = null;
        Instant stepEnded = null;
        for (Recorded recorded : own) {
            fold.add(recorded);
            boolean isOver = fold.containment(id).map(StandingTables::isOver).orElse(false);
            endedAt = !isOver ? null : endedAt == null ? Long.valueOf(recorded.index()) : endedAt;
            if (recorded.event() instanceof Event.StepStarted && startedAt == null) {
                startedAt = recorded.index();
            } else if (recorded.event() instanceof Event.StepEnded ended) {
                stepEnded = ended.at();
            } else if (recorded.event() instanceof Event.ReleaseEnded ended) {
                letGo(fold, ended);
            }
        }
        Optional<Containment> containment = fold.containment(id);
        if (containment.isPresent()) {
            write(containment.get(), fold, new Span(own.getFirst().index(), startedAt, endedAt, stepEnded));
        }
    }

    private static boolean isOver(Containment containment) {
        return containment.state() == Containment.State.RELEASED || containment.state() == Containment.State.ENDED;
    }

    private record Span(
            long intended,
            @Nullable Long started,
            @Nullable Long ended,
            @Nullable Instant stepEnded) {}

    private void write(Containment containment, Fold fold, Span span) throws SQLException {
        Step step = containment.step();
        Optional<StepState> state = fold.step(step.id());
        Release release = containment.release();
        boolean isOpen = state.map(StandingTables::isOpen).orElse(false);
        boolean adds =
                step.course().each() != null || state.flatMap(StepState::owed).isPresent();
        @Nullable Instant fans = adds ? span.stepEnded() : null;
        session.update("delete from containment where id = ?", containment.id());
        session.update(
                """
                insert into containment (id, incident, state, action, thing, connection, uid, effect, until_at,
                    is_open, fans_at, holds, in_force, release_state, intended_idx, started_idx, ended_idx)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                containment.id(),
                containment.incident(),
                containment.state().name(),
                step.action(),
                step.reference().name(),
                containment.target() == null ? null : containment.target().connection(),
                containment.target() == null ? null : containment.target().uid(),
                containment.effect(),
                containment.until() == null ? null : containment.until().toEpochMilli(),
                isOpen ? 1 : 0,
                fans == null ? null : fans.toEpochMilli(),
                holds(containment, state) ? 1 : 0,
                isInForce(containment, state) ? 1 : 0,
                release == null ? null : release.state().name(),
                span.intended(),
                span.started(),
                span.ended());
        if (release != null) {
            session.update(
                    "update release set state = ? where id = ?", release.state().name(), release.id());
        }
    }

    /** Not ended, or not yet seen to be so or not: whoever starts the service again looks at it. */
    private static boolean isOpen(StepState step) {
        return step.planned().goesOn() && (step.isOpen() || step.isUnseen());
    }

    /** Whether it ever held, or may: a step that wrote nothing never did. */
    private static boolean holds(Containment containment, Optional<StepState> step) {
        boolean started = containment.before() != null && containment.undo() != Undo.NONE;
        return started
                && (containment.since() != null || step.map(StepState::isOpen).orElse(false));
    }

    /** Whether it is known to hold now: not where the call had no answer, nor where somebody else took it away. */
    private static boolean isInForce(Containment containment, Optional<StepState> step) {
        boolean stands =
                containment.state() == Containment.State.STANDING || containment.state() == Containment.State.DUE;
        return stands
                && step.map(StepState::outcome)
                        .filter(outcome -> outcome instanceof Outcome.Done || outcome instanceof Outcome.AlreadyDone)
                        .isPresent();
    }

    /** Alerts like the one behind it move no rule on what a person released. */
    private void letGo(Fold fold, Event.ReleaseEnded ended) throws SQLException {
        Optional<Release> release = fold.release(ended.release());
        Optional<Containment> containment = fold.containment(ended.containment());
        if (release.isEmpty()
                || containment.isEmpty()
                || release.get().state() != Release.State.RELEASED
                || release.get().person() == null
                || containment.get().target() == null) {
            return;
        }
        String uid = containment.get().target().uid();
        Optional<Alerted> alerted =
                alertBehind(containment.get().step().course().cause());
        if (alerted.isPresent()) {
            session.update(
                    "insert into let_go (uid, source, type, at) values (?, ?, ?, ?)"
                            + " on conflict (uid, source, type) do update set at = excluded.at"
                            + " where excluded.at > let_go.at",
                    uid,
                    alerted.get().source(),
                    alerted.get().type(),
                    ended.at().toEpochMilli());
        }
    }

    /** Of what kind the alert was that moved a step, directly or through the step that added it. */
    record Alerted(String source, String type) {}

    Optional<Alerted> alertBehind(@Nullable String cause) throws SQLException {
        String id = cause;
        for (int i = 0; i < CAUSES_MAX && id != null; i++) {
            Optional<Alerted> alert = session.first(
                    "select source, type from alert where id = ?",
                    row -> new Alerted(row.getString(1), row.getString(2)),
                    id);
            if (alert.isPresent()) {
                return alert;
            }
            id = session.first("select cause from step where id = ? and cause is not null", row -> row.getString(1), id)
                    .orElse(null);
        }
        return Optional.empty();
    }
}
