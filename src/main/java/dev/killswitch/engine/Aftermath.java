package dev.killswitch.engine;

import dev.killswitch.action.Connection;
import dev.killswitch.action.Connection.Related;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Reference;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.StepState;
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
    private final Climber climber;
    private final SecondLook second;
    private final LateEntries late;
    private final Journal journal;
    private final Clock clock;
    private final Retry retry;

    Aftermath(After after, Connections connections, Parts parts, LateEntries late, Retry retry) {
        this.prover = after.prover();
        this.standing = after.standing();
        this.fanOut = after.fanOut();
        this.climber = after.climber();
        this.second = new SecondLook(parts.register(), connections, prover, this::seen);
        this.late = late;
        this.journal = parts.journal();
        this.clock = parts.clock();
        this.retry = retry;
    }

    private void seen(Step step, Proof proof) {
        climber.seen(step, proof, this);
    }

    /** Looks again at what something follows from. */
    SecondLook second() {
        return second;
    }

    /** Those who go on from there. */
    record After(Prover prover, StandingWatch standing, FanOut fanOut, Climber climber) {}

    /**
     * Still in the step's own thread and slot: its fan-out is known before anybody thinks that the plan is done.
     *
     * @param looks what lets the first look at it run
     */
    void of(Step step, StepRunner.Ended ended, Connection connection, Executor looks) {
        ended.unrecorded().forEach(late::keep);
        if (ended.unrecorded().isEmpty() || step.authority() instanceof Step.Authority.Person) {
            climber.ended(step, ended.outcome(), this);
        }
        if (step.isRung()) {
            climber.doubtful(step).forEach(second::at);
        }
        StepRunner.Attempt attempt = ended.attempt();
        if (attempt == null) {
            return;
        }
        if (ended.outcome().mayHold()) {
            standing.begin(step, attempt, connection);
            prove(step, attempt, connection, looks);
        }
        fanOut(step, attempt, connection);
    }

    /** Looks whether it holds; what is stronger follows where it does not, and the step says so. */
    void prove(Step step, StepRunner.Attempt attempt, Connection connection, Executor looks) {
        prover.prove(step, attempt, connection, looks, proof -> seen(step, proof));
    }

    /** What is stronger than a step that fell short, where a crash came before it was taken. */
    void climb(StepState step) {
        climber.resume(step, this);
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
