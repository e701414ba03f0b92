package dev.killswitch.store;

import dev.killswitch.incident.Event;
import dev.killswitch.plan.Claim;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What drafts have claimed. Within the transaction that writes them, so that of two that race one is told. */
final class ClaimTables {
    private final Session session;

    ClaimTables(Session session) {
        this.session = session;
    }

    /** Takes each of {@code claims} that holds at {@code now} and returns those that do not. */
    List<Claim> take(List<Claim> claims, Instant now) throws SQLException {
        var lost = new ArrayList<Claim>();
        for (Claim claim : claims) {
            if (!take(claim, now.toEpochMilli())) {
                lost.add(claim);
            }
        }
        return lost;
    }

    private boolean take(Claim claim, long now) throws SQLException {
        return switch (claim) {
            case Claim.Once once ->
                session.update("insert into once (name, at) values (?, ?) on conflict do nothing", once.key(), now)
                        == 1;
            case Claim.Reserve reserve -> reserve(reserve, now);
            case Claim.Tally tally -> tally(tally, now);
        };
    }

    private boolean reserve(Claim.Reserve reserve, long now) throws SQLException {
        Set<String> taken = taken(reserve.budget(), reserve.window(), now);
        long more = reserve.slots().stream()
                .map(Claim.Slot::thing)
                .distinct()
                .filter(thing -> !taken.contains(thing))
                .count();
        if (more > 0 && taken.size() + more > reserve.max()) {
            return false;
        }
        for (Claim.Slot slot : reserve.slots()) {
            session.update(
                    "insert into budget (name, step, thing, at, expires) values (?, ?, ?, ?, ?) on conflict do nothing",
                    reserve.budget(),
                    slot.step(),
                    slot.thing(),
                    now,
                    now + millis(reserve.window()));
        }
        return true;
    }

    private boolean tally(Claim.Tally tally, long now) throws SQLException {
        if (counted(tally.key(), tally.window(), now) != tally.seen()) {
            return false;
        }
        session.update(
                "insert into tally (name, at, expires) values (?, ?, ?)",
                tally.key(),
                now,
                now + millis(tally.window()));
        return true;
    }

    /** The things that have a slot. */
    Set<String> taken(String budget, Duration window, long now) throws SQLException {
        return new HashSet<>(session.list(
                "select distinct thing from budget where name = ? and at > ?",
                row -> row.getString(1),
                budget,
                now - millis(window)));
    }

    /** Slots of a thing are those of its steps: it keeps one as long as any of them may hold. */
    void giveBack(Event.StepEnded ended) throws SQLException {
        if (!ended.outcome().mayHold()) {
            session.update("delete from budget where step = ?", ended.step());
        }
    }

    long counted(String key, Duration window, long now) throws SQLException {
        return session.number("select count(*) from tally where name = ? and at > ?", key, now - millis(window));
    }

    boolean isClaimed(String key) throws SQLException {
        return session.exists("select 1 from once where name = ?", key);
    }

    /** Windows that are over, and keys of so long ago that nobody sends again under them; of orders, with their answers. */
    void forget(Instant now, Instant onceBefore, Instant ordersBefore) throws SQLException {
        session.update("delete from budget where expires < ?", now.toEpochMilli());
        session.update("delete from tally where expires < ?", now.toEpochMilli());
        session.update(
                "delete from once where at < case when substr(name, 1, ?) = ? then ? else ? end",
                Claim.Once.ORDER.length(),
                Claim.Once.ORDER,
                ordersBefore.toEpochMilli(),
                onceBefore.toEpochMilli());
    }

    /** Below what a number of milliseconds can be, whatever the window. */
    private static long millis(Duration window) {
        return Math.min(window.toSeconds(), 1_000_000_000_000L) * 1000 + window.toMillisPart();
    }
}
