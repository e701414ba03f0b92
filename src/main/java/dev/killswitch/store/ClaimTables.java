package dev.killswitch.store;

import dev.killswitch.plan.Claim;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
        if (taken(reserve.budget(), reserve.window(), now) + reserve.count() > reserve.max()) {
            return false;
        }
        session.update(
                "insert into budget (name, at, count, expires) values (?, ?, ?, ?)",
                reserve.budget(),
                now,
                reserve.count(),
                now + millis(reserve.window()));
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

    long taken(String budget, Duration window, long now) throws SQLException {
        return session.number(
                "select coalesce(sum(count), 0) from budget where name = ? and at > ?", budget, now - millis(window));
    }

    long counted(String key, Duration window, long now) throws SQLException {
        return session.number("select count(*) from tally where name = ? and at > ?", key, now - millis(window));
    }

    boolean isClaimed(String key) throws SQLException {
        return session.exists("select 1 from once where name = ?", key);
    }

    /** Windows that are over, and keys of so long ago that nobody sends again under them. */
    void forget(Instant now, Instant onceBefore) throws SQLException {
        session.update("delete from budget where expires < ?", now.toEpochMilli());
        session.update("delete from tally where expires < ?", now.toEpochMilli());
        session.update("delete from once where at < ?", onceBefore.toEpochMilli());
    }

    /** Below what a number of milliseconds can be, whatever the window. */
    private static long millis(Duration window) {
        return Math.min(window.toSeconds(), 1_000_000_000_000L) * 1000 + window.toMillisPart();
    }
}
