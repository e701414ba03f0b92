package dev.killswitch.review;

import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Reference;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Release;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Guard;
import dev.killswitch.plan.PlannedStep;
import dev.killswitch.plan.ReleasePolicy;
import dev.killswitch.plan.ReleasePolicy.How;
import dev.killswitch.plan.ReleasePolicy.Needs;
import dev.killswitch.plan.Step;
import dev.killswitch.plan.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How to open it again, and who may right now. */
final class ReleaseAdvice {
    /** Somebody who has nothing to do with it yet. */
    private static final String ANYBODY = "";

    /** The rest is counted. */
    private static final int ENDS_MAX = 4;

    private final ReleasePolicy policy;
    private final Instant now;

    ReleaseAdvice(ReleasePolicy policy, Instant now) {
        this.policy = policy;
        this.now = now;
    }

    Sentence line(Focus focus) {
        List<Containment> standing =
                focus.containments().stream().filter(Containment::stands).toList();
        if (standing.isEmpty()) {
            return none(focus);
        }
        Containment first = standing.getFirst();
        Sentence more = standing.size() == 1
                ? Sentence.words("")
                : Sentence.of(
                        " (and {})",
                        AlertTeller.listed(
                                standing.stream()
                                        .skip(1)
                                        .map(one -> Sentence.of("{}", one.id()))
                                        .toList(),
                                3));
        Undo undo = first.undo();
        Sentence exactly = undo == null ? Sentence.words("unknown") : Sentence.of("{}", undo);
        return Sentence.of("{}; undo {}", how(first, more), exactly);
    }

    private static Sentence none(Focus focus) {
        var ends = new ArrayList<Sentence>();
        ends.add(Sentence.words("nothing stands"));
        for (Containment containment : focus.containments()) {
            Sentence thing = Sentence.of("{}", containment.step().reference().id());
            switch (containment.state()) {
                case INTENDED -> ends.add(thing.and(Sentence.words(" is under way")));
                case RELEASED -> ends.add(thing.and(Sentence.words(" is released")));
                case ENDED -> ended(containment).ifPresent(how -> ends.add(thing.and(Sentence.words(how))));
                case STANDING, DUE, DRIFTED -> {}
            }
        }
        return AlertTeller.listed(ends, ENDS_MAX).and(byHand(focus));
    }

    /** Empty where it never stood. */
    private static Optional<String> ended(Containment containment) {
        if (containment.since() == null) {
            return Optional.empty();
        }
        return Optional.of(
                containment.undo() == Undo.NONE ? " cannot be undone" : " was left to a person: see its release");
    }

    /** Where a guard held automation and a person may, the command that does it. */
    private static Sentence byHand(Focus focus) {
        return focus.steps().stream()
                .filter(step -> step.started() == null && step.outcome() == null)
                .map(StepState::planned)
                .filter(planned -> !planned.goesOn())
                .findFirst()
                .flatMap(ReleaseAdvice::command)
                .map(command -> Sentence.words("; to do it by hand: " + command))
                .orElseGet(() -> Sentence.words(""));
    }

    /** Empty where nobody may. */
    private static Optional<String> command(PlannedStep planned) {
        var overrides = new TreeSet<String>();
        for (Verdict objection : planned.objections()) {
            switch (objection) {
                case Verdict.Act _ -> {}
                case Verdict.Never _ -> {
                    return Optional.empty();
                }
                case Verdict.PersonMay may ->
                    Guard.of(may.guard())
                            .filter(guard -> guard.bends() == Guard.Bends.BY_NAME)
                            .ifPresent(guard -> overrides.add(guard.word()));
            }
        }
        String named = overrides.isEmpty() ? "" : " --override " + String.join(",", overrides) + " --confirm 1";
        Reference on = planned.step().reference();
        return Verb.of(planned.step().action())
                .byHand(on.id())
                .flatMap(command -> Verb.option(command, "--connection", on.connection()))
                .map(command -> command + named);
    }

    private Sentence how(Containment containment, Sentence more) {
        Release release = containment.release();
        if (release != null) {
            Optional<Sentence> underWay = underWay(release);
            if (underWay.isPresent()) {
                return underWay.get().and(more);
            }
        }
        return Sentence.of("ks release {}{}   ({})", containment.id(), more, who(containment));
    }

    private Optional<Sentence> underWay(Release release) {
        return switch (release.state()) {
            case RUNNING -> Optional.of(Sentence.of("under way: {}", release.id()));
            case NEEDS_SECOND_PERSON, WAITS ->
                Optional.of(Sentence.of(
                        "ks approve {}   (asked for at {}; anybody but who asked may agree{})",
                        release.id(),
                        clock(release.asked()),
                        alone(release.waitsUntil())));
            case RELEASED, ENDED, FAILED -> Optional.empty();
        };
    }

    private Sentence alone(@Nullable Instant until) {
        return until == null ? Sentence.words("") : Sentence.of("; goes on alone at {}", clock(until));
    }

    private Sentence who(Containment containment) {
        return switch (containment.step().authority()) {
            case Step.Authority.Rule rule -> Sentence.of("a rule closed it: {}", one(rule, containment));
            case Step.Authority.Person person ->
                Sentence.of(
                        "a person closed it: any other responder may open it at once; who closed it {}",
                        own(person, containment));
        };
    }

    private Sentence one(Step.Authority.Rule rule, Containment containment) {
        return switch (needs(rule, containment, ANYBODY)) {
            case Needs.Now _ -> Sentence.words("any one responder may open it");
            case Needs.SecondPerson second ->
                Sentence.of("two responders have to agree; one alone from {} on", clock(second.aloneFrom()));
            case Needs.Wait wait -> Sentence.of("it opens at {}, sooner if a second one agrees", clock(wait.until()));
        };
    }

    private Sentence own(Step.Authority.Person person, Containment containment) {
        return switch (needs(person, containment, person.id())) {
            case Needs.Now(How how)
            when how == How.OWN ->
                Sentence.of("may alone until {}", clock(Times.after(since(containment), policy.ownWithin())));
            case Needs.Now _ -> Sentence.words("may alone");
            case Needs.SecondPerson second ->
                Sentence.of("needs one of them to agree, or waits until {}", clock(second.aloneFrom()));
            case Needs.Wait wait -> Sentence.of("waits until {}", clock(wait.until()));
        };
    }

    private Needs needs(Step.Authority closed, Containment containment, String person) {
        return policy.needs(closed, since(containment), new ReleasePolicy.Asked(person, now, List.of()), now);
    }

    private Instant since(Containment containment) {
        Instant since = containment.since();
        return since == null ? now : since;
    }

    private Sentence clock(Instant at) {
        return Sentence.words(Times.clock(at, now));
    }
}
