package dev.killswitch.engine;

import dev.killswitch.action.Connection;
import dev.killswitch.action.Connection.Related;
import dev.killswitch.action.Reference;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal;
import dev.killswitch.plan.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** What follows once a step has ended: its proof, what it fans out to, what could not be recorded. Thread-safe. */
final class Aftermath {
    /** One listing of what belongs to a target. */
    private static final Duration LISTING_MAX = Duration.ofSeconds(10);

    private final Prover prover;
    private final StandingWatch standing;
    private final FanOut fanOut;
    private final LateEntries late;
    private final Journal journal;
    private final Clock clock;
    private final Retry retry;

    Aftermath(After after, LateEntries late, Journal journal, Clock clock, Retry retry) {
        this.prover = after.prover();
        this.standing = after.standing();
        this.fanOut = after.fanOut();
        this.late = late;
        this.journal = journal;
        this.clock = clock;
        this.retry = retry;
    }

    /** Those who go on from there. */
    record After(Prover prover, StandingWatch standing, FanOut fanOut) {}

    /**
     * Still in the step's own thread and slot: its fan-out is known before anybody thinks that the plan is done.
     *
     * @param looks what lets the first look at it run
     */
    void of(Step step, StepRunner.Ended ended, Connection connection, Executor looks) {
        ended.unrecorded().forEach(late::keep);
        StepRunner.Attempt attempt = ended.attempt();
        if (attempt == null) {
            return;
        }
        if (ended.outcome().mayHold()) {
            standing.begin(step, attempt, connection);
            prover.prove(step, attempt, connection, looks);
        }
        fanOut(step, attempt, connection);
    }

    /** Also where the step itself came to nothing: that a user cannot be denied is no reason to leave its keys alive. */
    void fanOut(Step step, StepRunner.Attempt attempt, Connection connection) {
        Step.Each each = step.course().each();
        if (each == null) {
            return;
        }
        Instant deadline = clock.instant().plus(LISTING_MAX);
        var found = new ArrayList<Reference>();
        for (Step.Each one : each.all()) {
            Related related = retry.whileAway(
                    () -> connection.related(attempt.target(), one.kind(), deadline),
                    answer -> answer instanceof Related.Unreachable,
                    deadline);
            switch (related) {
                case Related.Found some -> found.addAll(some.references());
                case Related.Unreachable away -> page(step, one, away.why());
            }
        }
        fanOut.add(step, each, found, this);
    }

    private void page(Step step, Step.Each each, String why) {
        var paged = new Event.Paged(
                clock.instant(), step.id(), "what " + each.action() + " was for could not be listed: " + why);
        journal.commit(new Journal.Draft(step.id() + "/each-unknown-" + each.kind(), List.of(paged), List.of()))
                .join();
    }
}
