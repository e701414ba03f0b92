package dev.killswitch.plan;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import dev.killswitch.config.IdSource;
import dev.killswitch.plan.Step.Each;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What a step adds once it has ended: one more on each thing that was found to belong to its target. */
final class FanOutPlanner {
    private final Ground ground;
    private final Followed followed;

    FanOutPlanner(Ground ground) {
        this.ground = ground;
        this.followed = new Followed(ground);
    }

    Question question(Step ended, Each each, List<Reference> found) {
        List<Wish> wishes = wishes(ended, each, found);
        return followed.question(wishes, wish -> onceKey(ended, wish));
    }

    Planned plan(Step ended, Each each, List<Reference> found, Situation situation, IdSource ids) {
        List<Wish> wishes = wishes(ended, each, found);
        List<String> notes = new ArrayList<>();
        if (wishes.size() < found.size()) {
            notes.add(Guard.TOO_MANY.word() + ": of " + found.size() + " things " + (found.size() - wishes.size())
                    + " are left out, of another kind or connection, or past " + Ground.STEPS_MAX
                    + ": a person has to look");
        }
        List<String> pages = new ArrayList<>(notes);
        Slots slots = followed.slots(situation);
        List<Draft> drafts = new ArrayList<>();
        List<Claim> claims = new ArrayList<>();
        for (Wish wish : wishes) {
            if (situation.history().claimed().contains(onceKey(ended, wish))) {
                continue;
            }
            Draft draft = followed.judged(wish, situation, slots);
            drafts.add(draft);
            if (draft.goesOn()) {
                claims.add(new Claim.Once(onceKey(ended, wish)));
            }
            draft.pages().ifPresent(pages::add);
        }
        List<PlannedStep> steps = new Drafts(drafts).steps(ended.incident(), ended.id(), ids);
        followed.reserve(ended.authority(), steps, slots).ifPresent(claims::add);
        return new Planned(
                Decisions.of(drafts),
                ended.incident(),
                steps,
                claims,
                Decisions.why(drafts, notes),
                pages.stream().distinct().toList());
    }

    /** Only things of the kinds asked for, in the connection of the step: a provider's answer leads nowhere else. */
    private List<Wish> wishes(Step ended, Each each, List<Reference> found) {
        Map<String, ActionSpec> specs = each.all().stream()
                .flatMap(one -> ground.catalog().find(one.action()).map(spec -> Map.entry(one.kind(), spec)).stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return found.stream()
                .filter(thing -> specs.containsKey(thing.kind())
                        && thing.connection().equals(ended.reference().connection()))
                .distinct()
                .limit(Ground.STEPS_MAX)
                .map(thing -> wish(ended, Objects.requireNonNull(specs.get(thing.kind())), thing))
                .toList();
    }

    /** A parameter that is called as the kind of what ended takes that thing's id: whose the found ones are. */
    private static Parameters whose(ActionSpec spec, Reference owner) {
        String name = Recipes.whose(owner.kind());
        return spec.parameters().stream().anyMatch(param -> param.name().equals(name))
                ? Parameters.of(Map.of(name, owner.id()))
                : Parameters.NONE;
    }

    private Wish wish(Step ended, ActionSpec spec, Reference thing) {
        Step.Course course = ended.course();
        var terms = new Wish.Terms(
                Set.of(), Set.of(), course.ttl(), course.atExpiry(), null, ground.above(spec, course.otherwise()));
        return new Wish(spec, thing, Ground.parameters(spec, whose(spec, ended.reference())), ended.authority(), terms);
    }

    private static String onceKey(Step ended, Wish wish) {
        return Keys.of("each", ended.id(), wish.spec().name(), wish.thingKey());
    }
}
