package dev.killswitch.review;

import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.PlannedStep;
import dev.killswitch.plan.Step;
import dev.killswitch.review.Timeline.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was intended, done and seen. Applied is never told as proven. */
final class StepTeller {
    private static final int LISTED_MAX = 5;

    private final ThingNames names;

    StepTeller(ThingNames names) {
        this.names = names;
    }

    Told tell(Event.StepIntended intended) {
        PlannedStep planned = intended.planned();
        Step step = planned.step();
        Sentence what = planned.goesOn()
                ? Sentence.of("{} intended{}{}", ThingNames.of(step), held(step.course()), since(step))
                : Sentence.of(
                        "{} not done: {}{}",
                        ThingNames.of(step),
                        planned.verdict().why(),
                        since(step));
        return Told.key(Phase.DECIDE, Who.of(step.authority()), what)
                .by(Sentence.of("step {}, containment {}", step.id(), step.containment()));
    }

    /** What it was to make up for; nothing where it is not for that. */
    private Sentence since(Step step) {
        String fellShort = step.course().fellShort();
        String from = step.course().cause();
        return fellShort == null || from == null
                ? Sentence.words("")
                : Sentence.of("; the next stronger action, since {} fell short: {}", names.ofStep(from), fellShort);
    }

    private static Sentence held(Step.Course course) {
        Duration ttl = course.ttl();
        if (ttl == null) {
            return Sentence.words(", until somebody releases it");
        }
        return switch (course.atExpiry()) {
            case ASK -> Sentence.of(", to be asked about after {}", ttl);
            case RELEASE -> Sentence.of(", to be released after {}", ttl);
        };
    }

    Told tell(Event.StepStarted started) {
        Sentence what = Sentence.of(
                "about to do {}{}; how it was before is recorded, undo {}",
                names.ofStep(started.step()),
                started.look() > 1 ? Sentence.of(" (look {})", started.look()) : Sentence.words(""),
                started.undo());
        return Told.detail(Phase.ACT, names.whoOfStep(started.step()), what)
                .by(Sentence.of(
                        "{} with uid {}",
                        started.target().toString(),
                        started.target().uid()));
    }

    Told tell(Event.StepEnded ended) {
        Sentence what = Sentence.of("{} {}", names.ofStep(ended.step()), outcome(ended.outcome()));
        Told told = Told.key(Phase.ACT, names.whoOfStep(ended.step()), what);
        return ended.outcome() instanceof Outcome.Done done ? told.by(Sentence.of("receipt {}", done.receipt())) : told;
    }

    static Sentence outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> Sentence.words("applied: the system acknowledged it");
            case Outcome.AlreadyDone _ -> Sentence.words("applied: it was so already, nothing was written");
            case Outcome.Changed changed ->
                Sentence.of("failed, nothing written: the target kept changing, now {}", changed.now());
            case Outcome.Busy busy -> Sentence.of("failed, nothing written: {}", busy.why());
            case Outcome.Gone gone -> Sentence.of("nothing written, there is nothing to do it to: {}", gone.why());
            case Outcome.Refused refused ->
                refused.guard() == null
                        ? Sentence.of("refused, nothing written: {}", refused.why())
                        : Sentence.of("held by guard {}, nothing written: {}", refused.guard(), refused.why());
            case Outcome.Unknown unknown ->
                Sentence.of("ended without an answer, the change may or may not have been made: {}", unknown.why());
        };
    }

    Told tell(Event.StepProven proven) {
        StepState step = names.step(proven.step());
        Sentence said = proof(proven.proof(), proven.at(), step == null ? Effect.AT_ONCE : effect(step));
        Sentence what = Sentence.of("{} {}", names.ofStep(proven.step()), said);
        return proven.proof() instanceof Proof.Pending
                ? Told.detail(Phase.PROVE, Who.Role.KILLSWITCH, what)
                : Told.key(Phase.PROVE, Who.Role.KILLSWITCH, what);
    }

    /** Whether a system enforces what it acknowledged at once. */
    enum Effect {
        AT_ONCE,
        /** Cloud IAM: so that when it is in effect can only be estimated. */
        LATER
    }

    static Effect effect(StepState step) {
        return step.planned().step().action().startsWith("aws.") ? Effect.LATER : Effect.AT_ONCE;
    }

    static Sentence proof(Proof proof, Instant at, Effect effect) {
        return switch (proof) {
            case Proof.Proven proven -> Sentence.of("proven: {}", proven.how());
            case Proof.ProvenForNew proven ->
                Sentence.of(
                        "proven for new attempts: {}; still works: {}{}",
                        proven.how(),
                        proven.survives(),
                        until(proven.until()));
            case Proof.Partial partial -> Sentence.of("partial, this still works: {}", stillWorks(partial));
            case Proof.Unproven unproven -> Sentence.of("not proven: {}", unproven.why());
            case Proof.Pending pending ->
                effect == Effect.LATER
                        ? Sentence.of("not proven yet: effective by {} (estimate)", Times.after(at, pending.again()))
                        : Sentence.of("not proven yet: looked at again at {}", Times.after(at, pending.again()));
        };
    }

    static Sentence stillWorks(Proof.Partial partial) {
        List<Sentence> works = partial.stillWorks().stream()
                .map(what -> Sentence.of("{}", what))
                .toList();
        return works.isEmpty() ? Sentence.words("something unnamed") : AlertTeller.listed(works, LISTED_MAX);
    }

    static Sentence until(@Nullable Instant until) {
        return until == null ? Sentence.words("") : Sentence.of(", until {}", until);
    }
}
