package dev.killswitch.engine;

import dev.killswitch.action.Call;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Notice;
import dev.killswitch.action.Notice.What;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Released;
import dev.killswitch.action.Target;
import dev.killswitch.config.Guarded;
import dev.killswitch.incident.Containment;
import dev.killswitch.plan.Guard;
import dev.killswitch.plan.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the owners of things, in the things' own system, what became of them. Best effort, after the record, in slots of its
 * own: what cannot be told changes nothing, and nobody waits for it. Thread-safe.
 */
final class Notices {
    private static final Logger LOG = Logger.getLogger(Notices.class);

    /** Of one connection at once: beside the steps' own calls, which are in a hurry where these are not. */
    private static final Lanes.Settings SLOTS = new Lanes.Settings(2, 0);

    /** Where a system does not take them as fast as they come, the newest are left out. */
    private static final int WAITING_MAX = 1_000;

    private static final Duration POST_MAX = Duration.ofSeconds(5);

    private final Clock clock;
    private final Lanes lanes;
    private final AtomicLong count = new AtomicLong();

    Notices(Clock clock, Executor threads) {
        this.clock = clock;
        this.lanes = new Lanes(SLOTS, threads);
    }

    /** What a step that begins at {@code since} leaves on its target. */
    static Call.Mark mark(Step step, Instant since, Connection connection) {
        Duration ttl = step.course().ttl();
        return mark(step, since, ttl == null ? null : until(since, ttl), connection);
    }

    /** The same for what stands. */
    static Call.Mark mark(Containment containment, Connection connection) {
        return mark(containment.step(), containment.since(), containment.until(), connection);
    }

    private static Call.Mark mark(Step step, @Nullable Instant since, @Nullable Instant until, Connection connection) {
        String by = switch (step.authority()) {
            case Step.Authority.Rule rule -> "rule " + rule.name();
            case Step.Authority.Person _ -> "order of a responder";
        };
        var told = new Call.Told(by, since, until, connection.contact());
        return new Call.Mark(step.containment(), step.incident(), told);
    }

    /** A longer hold is one without an end to whoever reads it. */
    private static @Nullable Instant until(Instant since, Duration ttl) {
        return ttl.toDays() > 36_500 ? null : since.plus(ttl);
    }

    /** A step has ended. What there is nothing of, or is held already by another, is not told. */
    void ended(Step step, StepRunner.Ended ended, Connection connection) {
        Target target = ended.target();
        if (target == null || connection.board().isEmpty()) {
            return;
        }
        Call.Mark mark = mark(step, clock.instant(), connection);
        switch (ended.outcome()) {
            case Outcome.Done _, Outcome.AlreadyDone _ -> post(What.APPLIED, step, target, mark, "", connection);
            case Outcome.Unknown _ ->
                post(What.APPLIED, step, target, mark, "no answer came: it may not have taken hold", connection);
            case Outcome.Refused refused when Guard.ALREADY_CONTAINED.word().equals(refused.guard()) -> {
                // The one that holds it has told of itself.
            }
            case Outcome.Refused _, Outcome.Busy _, Outcome.Changed _ ->
                post(What.REFUSED, step, target, mark, Outcomes.why(ended.outcome()), connection);
            case Outcome.Gone _ -> {
                // Nobody looks at what is gone.
            }
        }
    }

    /** A release has ended by itself, and not by being handed to a person. */
    void released(Containment containment, Target target, Released released, Connection connection) {
        if (connection.board().isEmpty()) {
            return;
        }
        Optional<String> how = switch (released) {
            case Released.Restored _ -> Optional.of("it is as it was before");
            case Released.Replaced replaced -> Optional.of(replaced.by());
            case Released.Drifted _ -> Optional.of("somebody changed it since, and it was left so");
            case Released.Gone _, Released.ByHand _, Released.Impossible _, Released.Retry _ -> Optional.empty();
        };
        how.ifPresent(more -> post(
                released instanceof Released.Drifted ? What.DRIFTED : What.RELEASED,
                containment.step(),
                target,
                mark(containment, connection),
                more,
                connection));
    }

    /** Somebody undid what stands; {@code more} says what became of that. */
    void drifted(Containment containment, Target target, String more, Connection connection) {
        if (connection.board().isPresent()) {
            post(What.DRIFTED, containment.step(), target, mark(containment, connection), more, connection);
        }
    }

    private void post(What what, Step step, Target target, Call.Mark mark, String more, Connection connection) {
        if (lanes.backlog() >= WAITING_MAX) {
            LOG.warnf("too many notices wait: one less step=%s", step.id());
            return;
        }
        var notice = new Notice(what, step.action(), target, mark, clock.instant(), more);
        Runnable work = () -> connection.board().ifPresent(board -> post(board, notice, step));
        lanes.submit(List.of(new Lanes.Job(
                step.id() + "/notice-" + count.incrementAndGet(),
                connection.name(),
                target.uid(),
                Lanes.Rank.USUAL,
                Set.of(),
                Guarded.runnable(work, defect -> LOG.errorf(defect, "defect notice step=%s", step.id())))));
    }

    private void post(Notice.Board board, Notice notice, Step step) {
        Outcome outcome = board.post(notice, clock.instant().plus(POST_MAX));
        Outcomes.trouble(outcome).ifPresent(why -> LOG.debugf("notice not posted step=%s: %s", step.id(), why));
    }
}
