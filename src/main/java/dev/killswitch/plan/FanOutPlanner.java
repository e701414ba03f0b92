package dev.killswitch.plan;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import dev.killswitch.config.IdSource;
import dev.killswitch.plan.Step.Authority;
import dev.killswitch.plan.Step.Each;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a step adds once it has ended: one more on each thing that was found to belong to its target. */
final class FanOutPlanner {
    private final Ground ground;
    private final NameGuards guards;

    FanOutPlanner(Ground ground) {
        this.ground = ground;
        this.guards = ground.guards();
    }

    Question question(Step ended, Each each, List<Reference> found) {
        List<Wish> wishes = wishes(ended, each, found);
        Budgets.Budget automation = ground.settings().budgets().automation();
        return new Question(
                null,
                wishes.stream().map(Wish::thingKey).toList(),
                ground.settings().near(),
                Map.of(),
                Map.of(Budgets.OF_AUTOMATION, automation.per()),
                wishes.stream().map(wish -> onceKey(ended, wish)).toList());
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
        var slots = new Slots(Budgets.OF_AUTOMATION, ground.settings().budgets().automation(), situation.history());
        List<Draft> drafts = new ArrayList<>();
        List<Claim> claims = new ArrayList<>();
        for (Wish wish : wishes) {
            if (situation.history().claimed().contains(onceKey(ended, wish))) {
                continue;
            }
            Draft draft = judged(wish, situation, slots);
            drafts.add(draft);
            if (draft.goesOn()) {
                claims.add(new Claim.Once(onceKey(ended, wish)));
            }
            draft.pages().ifPresent(pages::add);
        }
        List<PlannedStep> steps = new Drafts(drafts).steps(ended.incident(), ended.id(), ids);
        reserve(ended.authority(), steps, slots).ifPresent(claims::add);
        return new Planned(
                Decisions.of(drafts),
                ended.incident(),
                steps,
                claims,
                Decisions.why(drafts, notes),
                pages.stream().distinct().toList());
    }

    private Draft judged(Wish wish, Situation situation, Slots slots) {
        List<Verdict> objections = new ArrayList<>(guards.judge(wish, situation));
        if (wish.authority() instanceof Authority.Rule) {
            if (objections.isEmpty() && !slots.hasFor(wish.thingKey())) {
                objections.add(slots.full());
            }
            if (objections.isEmpty()) {
                slots.take(wish.thingKey());
            }
        }
        return new Draft(wish, objections, wish.terms().labels());
    }

    /** A rule's budget counts what the rule names; that of automation counts what follows from it too. */
    private Optional<Claim> reserve(Authority authority, List<PlannedStep> steps, Slots slots) {
        Stream<Step> going = steps.stream().filter(PlannedStep::goesOn).map(PlannedStep::step);
        return switch (authority) {
            case Authority.Rule _ -> slots.claim(going);
            case Authority.Person person ->
                Slots.claim(
                        Budgets.ofPerson(person.id()),
                        going,
                        Integer.MAX_VALUE,
                        ground.settings().budgets().person());
        };
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
