package dev.killswitch.review;

import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Release;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.ReleasePolicy;
import dev.killswitch.plan.ReleasePolicy.How;
import dev.killswitch.plan.ReleasePolicy.Needs;
import dev.killswitch.plan.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
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
        List<Containment> standing = focus.steps().stream()
                .filter(focus::stands)
                .flatMap(step -> focus.containment(step).stream())
                .toList();
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
        return Sentence.of("{}; undo {}", how(first, more), exactly).and(again(standing));
    }

    /** Of what is no longer in force, and was not closed again, the command that does. */
    private static Sentence again(List<Containment> standing) {
        return standing.stream()
                .filter(one -> one.state() == Containment.State.DRIFTED)
                .map(Containment::step)
                .filter(lost -> standing.stream()
                        .filter(one -> one.state() != Containment.State.DRIFTED)
                        .map(Containment::step)
                        .noneMatch(other -> isSame(lost, other)))
                .flatMap(step -> byHand(step).stream())
                .findFirst()
                .map(command -> Sentence.words("; to close it again: " + command))
                .orElseGet(() -> Sentence.words(""));
    }

    private static boolean isSame(Step one, Step other) {
        return one.action().equals(other.action())
                && one.reference().connection().equals(other.reference().connection())
                && one.reference().id().equals(other.reference().id());
    }

    private static Sentence none(Focus focus) {
        var ends = new ArrayList<Sentence>();
        ends.add(Sentence.words("nothing stands"));
        for (StepState step : focus.steps()) {
            Sentence thing = Sentence.of("{}", step.planned().step().reference().id());
            focus.containment(step)
                    .flatMap(ReleaseAdvice::end)
                    .ifPresent(end -> ends.add(thing.and(Sentence.words(end))));
        }
        return AlertTeller.listed(ends.stream().distinct().toList(), ENDS_MAX).and(byHand(focus));
    }

    /** What became of one that does not hold; empty where it never stood. */
    private static Optional<String> end(Containment containment) {
        return switch (containment.state()) {
            case INTENDED -> Optional.of(" is under way");
            case RELEASED -> Optional.of(Headline.isGone(containment) ? " is gone" : " is released");
            case STANDING, DUE, DRIFTED -> Optional.of(" is gone");
            case ENDED ->
                containment.since() == null
                        ? Optional.empty()
                        : Optional.of(
                                containment.undo() == Undo.NONE
                                        ? " cannot be undone"
                                        : " was left to a person, see below");
        };
    }

    /** Where a guard held the last try and a person may, the command that does it. */
    private static Sentence byHand(Focus focus) {
        return focus.ownSteps().stream()
                .filter(step -> !Holds.of(step).isEmpty())
                .reduce((_, last) -> last)
                .flatMap(ReleaseAdvice::command)
                .map(command -> Sentence.words("; to do it by hand: " + command))
                .orElseGet(() -> Sentence.words(""));
    }

    private static Optional<String> command(StepState held) {
        Step step = held.planned().step();
        return Holds.of(held)
                .options(step.authority())
                .flatMap(options -> byHand(step).map(command -> command + options));
    }

    /** A text among its parameters narrows what it hits: without it the command would do more. */
    private static Optional<String> byHand(Step step) {
        var texts = new TreeMap<String, Object>(step.parameters().values());
        texts.values().removeIf(value -> !(value instanceof String text) || text.isEmpty());
        Verb verb = Verb.of(step.action());
        Optional<String> command = (texts.isEmpty() ? verb : verb.withParameters(step.action()))
                .byHand(step.reference().id())
                .flatMap(
                        one -> Verb.option(one, "--connection", step.reference().connection()));
        for (var text : texts.entrySet()) {
            command = command.flatMap(one -> Verb.option(one, "--param", text.getKey() + "=" + text.getValue()));
        }
        return command;
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
                        "ks approve {}   (asked for at {}; any other responder or a reviewer may agree{})",
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
                Sentence.of(
                        "two have to agree, a responder and another or a reviewer; one alone from {} on",
                        clock(second.aloneFrom()));
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
                Sentence.of("needs one of them or a reviewer to agree, or waits until {}", clock(second.aloneFrom()));
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
