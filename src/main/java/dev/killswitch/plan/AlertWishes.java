package dev.killswitch.plan;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Reference;
import dev.killswitch.alert.Entity;
import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Entity.Trust;
import dev.killswitch.plan.Step.AtExpiry;
import dev.killswitch.plan.Step.Authority;
import dev.killswitch.rule.Match;
import dev.killswitch.rule.Rule;
import dev.killswitch.rule.Rule.Do;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads out of matches what each rule wants done, to which thing. */
final class AlertWishes {
    private final Ground ground;
    private final Whereabouts whereabouts;

    AlertWishes(Ground ground, Whereabouts whereabouts) {
        this.ground = ground;
        this.whereabouts = whereabouts;
    }

    /**
     * All of them, in the order of matches, of the rule's steps, of entities.
     *
     * @param aimless rules that want something and have nothing to do it to
     * @param leftOut how many more there were
     */
    record Sheet(List<Wanted> wanted, List<Match> aimless, int leftOut) {}

    Sheet of(AlertCase the) {
        List<Wanted> all = new ArrayList<>();
        List<Match> aimless = new ArrayList<>();
        for (Match match : the.matches()) {
            int before = all.size();
            List<Do> steps = match.rule().steps();
            for (int place = 0; place < steps.size(); place++) {
                all.addAll(wanted(the, match, steps.get(place), place));
            }
            if (all.size() == before && !steps.isEmpty()) {
                aimless.add(match);
            }
        }
        int kept = Math.min(all.size(), Ground.STEPS_MAX);
        return new Sheet(List.copyOf(all.subList(0, kept)), aimless, all.size() - kept);
    }

    /** The things that make two alerts one incident: what is acted on, and who or what the sender says took part. */
    Set<String> things(AlertCase the) {
        Stream<Entity> took = the.alert().entities().stream()
                .filter(AlertWishes::mayBeTarget)
                .filter(entity -> entity.role() == Role.TARGET || entity.role() == Role.ACTOR);
        Stream<Entity> aimed = the.matches().stream()
                .flatMap(match -> match.targets().values().stream())
                .flatMap(List::stream)
                .filter(AlertWishes::mayBeTarget);
        return Stream.concat(aimed, took)
                .map(entity -> whereabouts.find(entity, the.alert().occurred()))
                .filter(found -> found.lost().isEmpty())
                .map(found -> found.thing().name())
                .limit(Ground.STEPS_MAX)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private List<Wanted> wanted(AlertCase the, Match match, Do step, int place) {
        var authority = new Authority.Rule(match.rule().name(), the.rulebook());
        var terms = new Wish.Terms(
                Set.of(label(match.rule(), place)),
                step.after().stream().map(other -> label(match.rule(), other)).collect(Collectors.toSet()),
                step.ttl(),
                atExpiry(step),
                null,
                step.otherwise());
        List<Wanted> wanted = new ArrayList<>();
        for (Whereabouts.Found found : targets(match, step, the.alert().occurred())) {
            Reference thing = found.thing();
            for (Wish wish : wishes(step, thing, authority, terms)) {
                wanted.add(new Wanted(match, wish, found.lost()));
            }
        }
        return wanted;
    }

    private List<Wish> wishes(Do step, Reference thing, Authority authority, Wish.Terms terms) {
        return switch (step.kind()) {
            case ACTION ->
                ground.catalog().find(step.name()).stream()
                        .map(spec -> new Wish(spec, thing, step.parameters(), authority, terms))
                        .toList();
            case RECIPE ->
                ground.recipe(step.name()).stream()
                        .flatMap(recipe -> ground.wishes(recipe, thing, step.parameters(), authority, terms).stream())
                        .toList();
        };
    }

    /** What the rule selects, of the kind that the step is done to; each thing once. */
    private Set<Whereabouts.Found> targets(Match match, Do step, @Nullable Instant occurred) {
        Optional<String> kind = switch (step.kind()) {
            case ACTION -> ground.catalog().find(step.name()).map(ActionSpec::targetKind);
            case RECIPE -> ground.recipe(step.name()).map(Recipe::targetKind);
        };
        Map<String, Whereabouts.Found> byKey = match.targets().getOrDefault(step.on(), List.of()).stream()
                .filter(AlertWishes::mayBeTarget)
                .filter(entity -> kind.equals(Optional.of(entity.kind())))
                .map(entity -> whereabouts.find(entity, occurred))
                .collect(Collectors.toMap(
                        found -> found.thing().name(), found -> found, (one, _) -> one, LinkedHashMap::new));
        return new LinkedHashSet<>(byKey.values());
    }

    /** Whatever a rule selects: what stands in words of others, bait, and who looked into it are never acted on. */
    private static boolean mayBeTarget(Entity entity) {
        return entity.trust() != Trust.TEXT && entity.role() != Role.PLANTED && entity.role() != Role.ANALYST;
    }

    private static String label(Rule rule, int place) {
        return "rule " + rule.name() + " " + place;
    }

    private static AtExpiry atExpiry(Do step) {
        return switch (step.atExpiry()) {
            case ASK -> AtExpiry.ASK;
            case RELEASE -> AtExpiry.RELEASE;
        };
    }
}
