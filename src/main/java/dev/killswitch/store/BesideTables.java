package dev.killswitch.store;

import dev.killswitch.alert.Body;
import dev.killswitch.incident.Journal.Evidence;
import dev.killswitch.incident.Journal.Remember;
import dev.killswitch.incident.Register.Answered;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Evidence by digest, and answers by idempotency key. */
final class BesideTables {
    private final Session session;

    BesideTables(Session session) {
        this.session = session;
    }

    void keep(Evidence evidence, Instant now) throws SQLException {
        session.update(
                "insert into evidence (digest, kind, salt, content, at) values (?, ?, ?, ?, ?) on conflict do nothing",
                evidence.digest(),
                evidence.kind(),
                evidence.salt(),
                evidence.content().bytes(),
                now.toEpochMilli());
    }

    Optional<Evidence> evidence(String digest) throws SQLException {
        return session.first(
                "select digest, kind, salt, content from evidence where digest = ?",
                row -> new Evidence(row.getString(1), row.getString(2), row.getString(3), Body.of(row.getBytes(4))),
                digest);
    }

    void keep(Remember answer, Instant now) throws SQLException {
        session.update(
                "insert into answer (name, request, status, body, at) values (?, ?, ?, ?, ?) on conflict do nothing",
                answer.key(),
                answer.request(),
                answer.status(),
                answer.body(),
                now.toEpochMilli());
    }

    Optional<Answered> answered(String key) throws SQLException {
        return session.first(
                "select request, status, body from answer where name = ?",
                row -> new Answered(row.getString(1), row.getInt(2), row.getString(3)),
                key);
    }

    /** At most {@code limit}. */
    void forgetEvidence(Instant before, int limit) throws SQLException {
        session.update(
                "delete from evidence where digest in (select digest from evidence where at < ? order by at limit ?)",
                before.toEpochMilli(),
                limit);
    }

    void forgetAnswers(Instant before) throws SQLException {
        session.update("delete from answer where at < ?", before.toEpochMilli());
    }
}
