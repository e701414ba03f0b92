package dev.killswitch.engine;

import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.config.IdSource;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Event.ReleaseNeeds;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Register;
import dev.killswitch.plan.Step.AtExpiry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a containment whose time is up: a person is asked, unless the rule says release and the undo is exact.
 * Held as long as the clock is not believed. Called each second, by one thread.
 */
final class Expiry {
    /** What one call looks at: what is left comes a second later. */
    private static final int BATCH = 100;

    private final Register register;
    private final Journal journal;
    private final ReleaseRunner releases;
    private final ClockWatch watch;
    private final Clock clock;
    private final IdSource ids;

    Expiry(Register register, Journal journal, ReleaseRunner releases, ClockWatch watch, Clock clock, IdSource ids) {
        this.register = register;
        this.journal = journal;
        this.releases = releases;
        this.watch = watch;
        this.clock = clock;
        this.ids = ids;
    }

    void look() {
        Optional<Instant> expected = watch.jump();
        if (expected.isPresent()) {
            Instant now = clock.instant();
            var page = new Event.Paged(
                    now, "clock", "the clock jumped: nothing expires until it is set right or an operator arms again");
            commit("clock-" + now.toEpochMilli(), List.of(new Event.ClockJumped(now, expected.get()), page));
        }
        if (watch.runsStraight()) {
            register.expired(clock.instant(), BATCH).forEach(this::expire);
        }
    }

    private void expire(Containment containment) {
        Instant now = clock.instant();
        boolean mayOpen =
                containment.step().course().atExpiry() == AtExpiry.RELEASE && containment.undo() == Undo.EXACT;
        var due = new Event.ContainmentDue(now, containment.id());
        if (!mayOpen) {
            var page = new Event.Paged(now, containment.id(), "its time is up: release it, or let it stand");
            commit(containment.id() + "/due", List.of(due, page));
            return;
        }
        String release = ids.next("r");
        var asked = new Event.ReleaseAsked(now, release, containment.id(), null, ReleaseNeeds.NOTHING, null, null);
        if (commit(containment.id() + "/due", List.of(due, asked)) instanceof Committed.Stored) {
            releases.submit(release, containment);
        }
    }

    private Committed commit(String id, List<Event> events) {
        return journal.commit(new Journal.Draft(id, events, List.of())).join();
    }
}
