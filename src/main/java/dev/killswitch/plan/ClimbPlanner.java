package dev.killswitch.plan;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import dev.killswitch.config.IdSource;
import dev.killswitch.plan.Step.AtExpiry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is taken where a step fell short: the stronger action that its answer named, once for each thing in an incident. A
 * guard that objects is the end of that way up, and somebody is paged.
 */
final class ClimbPlanner {
    private final Ground ground;
    private final Followed followed;

    ClimbPlanner(Ground ground) {
        this.ground = ground;
        this.followed = new Followed(ground);
    }

    Question question(Climb climb) {
        List<Wish> wishes = wishes(climb);
        return followed.question(wishes, wish -> onceKey(climb, wish));
    }

    /** Each of its steps is on record, also one that does not go on: that the way up was tried, and where it ended. */
    Planned plan(Climb climb, Situation situation, IdSource ids) {
        Step from = climb.from();
        List<Wish> wishes = wishes(climb);
        Slots slots = followed.slots(situation);
        List<Draft> drafts = new ArrayList<>();
        List<Claim> claims = new ArrayList<>();
        List<String> pages = new ArrayList<>();
        for (Wish wish : wishes) {
            Optional<Verdict> done = doneAlready(climb, wish, situation.history());
            Draft draft = done.map(verdict ->
                            new Draft(wish, List.of(verdict), wish.terms().labels()))
                    .orElseGet(() -> followed.judged(wish, situation, slots));
            drafts.add(draft);
            if (draft.goesOn()) {
                claims.add(new Claim.Once(onceKey(climb, wish)));
            } else if (done.isEmpty()) {
                pages.add(wish.spec().name() + " on " + Shown.of(wish.thing().id()) + " is not taken after " + from.id()
                        + " fell short: " + draft.why());
            }
        }
        leftOut(climb, wishes.size()).ifPresent(pages::add);
        List<PlannedStep> steps = new Drafts(drafts).steps(from.incident(), from.id(), climb.fellShort(), ids);
        followed.reserve(from.authority(), steps, slots).ifPresent(claims::add);
        return new Planned(
                Decisions.of(drafts),
                from.incident(),
                steps,
                claims,
                Decisions.why(drafts, List.of()),
                pages.stream().distinct().toList());
    }

    /** Whoever was first does it: another step of the incident, or one that is planned at this moment. */
    private static Optional<Verdict> doneAlready(Climb climb, Wish wish, History history) {
        String doing = climb.doing().get(Climb.doing(wish.spec().name(), wish.thing()));
        if (doing != null) {
            return Optional.of(
                    Guard.ALREADY_CONTAINED.says(doing + " of this incident is for the same: nothing is left to do"));
        }
        return history.claimed().contains(onceKey(climb, wish))
                ? Optional.of(Guard.ALREADY_CONTAINED.says(
                        "another step of this incident is for the same: nothing is left to do"))
                : Optional.empty();
    }

    private Optional<String> leftOut(Climb climb, int wished) {
        int named = Math.max(1, climb.rung().on().size());
        return named == wished
                ? Optional.empty()
                : Optional.of(climb.rung().action() + " is not taken on " + (named - wished) + " of " + named
                        + " things after " + climb.from().id() + " fell short: it is no rung above "
                        + climb.from().action() + ", they are of another kind or connection, or past "
                        + Ground.STEPS_MAX);
    }

    /** Only what the step's own spec names, and only in its connection: an answer leads nowhere else. */
    private List<Wish> wishes(Climb climb) {
        Step from = climb.from();
        Optional<ActionSpec> rung = ground.catalog()
                .find(from.action())
                .filter(spec -> spec.stronger().contains(climb.rung().action()))
                .filter(_ -> from.course().otherwise().contains(climb.rung().action()))
                .flatMap(_ -> ground.catalog().find(climb.rung().action()));
        List<Reference> things = climb.rung().on().isEmpty()
                ? List.of(from.reference())
                : climb.rung().on();
        return rung.stream()
                .flatMap(spec -> things.stream()
                        .filter(thing -> thing.kind().equals(spec.targetKind())
                                && thing.connection().equals(from.reference().connection()))
                        .distinct()
                        .limit(Ground.STEPS_MAX)
                        .map(thing -> wish(from, spec, thing)))
                .toList();
    }

    /** It holds as long as what it was taken for; only what can be undone exactly is released by itself. */
    private Wish wish(Step from, ActionSpec spec, Reference thing) {
        Step.Course course = from.course();
        AtExpiry atExpiry = spec.undo() == Undo.EXACT ? course.atExpiry() : AtExpiry.ASK;
        var terms = new Wish.Terms(
                Set.of(), Set.of(), course.ttl(), atExpiry, null, ground.above(spec, course.otherwise()));
        return new Wish(spec, thing, Ground.parameters(spec, Parameters.NONE), from.authority(), terms);
    }

    /** However often an answer names it, and whichever step's: once for each thing of an incident. */
    private static String onceKey(Climb climb, Wish wish) {
        return Keys.of("rung", climb.from().incident(), wish.spec().name(), wish.thingKey());
    }
}
