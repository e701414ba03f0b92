package dev.killswitch.plan;

import dev.killswitch.action.ActionCatalog;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.Param;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What every kind of planning stands on. */
record Ground(PlanSettings settings, Map<String, ConnectionSettings> connections, ActionCatalog catalog) {
    /**
     * More than a rule's worth of actions on each thing that automation may take in its window; past it a plan is no
     * longer something that a person can read.
     */
    static final int STEPS_MAX = 100;

    Ground {
        connections = Map.copyOf(connections);
    }

    NameGuards guards() {
        return new NameGuards(settings.names(), connections);
    }

    /** The actions of a recipe on one thing; {@code place} sets its labels apart from those of others in the plan. */
    List<Wish> wishes(Recipe recipe, Reference thing, Parameters given, Step.Authority authority, Wish.Terms terms) {
        String place = recipe.name() + " " + thing.name();
        List<Wish> wishes = new ArrayList<>();
        for (Recipe.Part part : recipe.parts()) {
            ActionSpec spec = catalog.find(part.action()).orElseThrow();
            var labels = Set.of(place + " " + part.action());
            Set<String> after =
                    part.after().stream().map(action -> place + " " + action).collect(Collectors.toSet());
            var own = new Wish.Terms(
                    joined(terms.labels(), labels),
                    joined(terms.after(), after),
                    terms.ttl(),
                    terms.atExpiry(),
                    part.each(),
                    terms.otherwise() == null ? otherwise(part) : above(spec, terms.otherwise()));
            wishes.add(new Wish(spec, thing, parameters(spec, given), authority, own));
        }
        return wishes;
    }

    private Set<String> otherwise(Recipe.Part part) {
        return switch (part.stronger()) {
            case SUGGEST -> Set.of();
            case TAKE ->
                catalog.above(part.action()).stream().map(ActionSpec::name).collect(Collectors.toSet());
        };
    }

    /** Of what a step takes where it falls short, what is stronger than {@code spec}: no other can be named. */
    Set<String> above(ActionSpec spec, Set<String> otherwise) {
        return catalog.above(spec.name()).stream()
                .map(ActionSpec::name)
                .filter(otherwise::contains)
                .collect(Collectors.toSet());
    }

    private static Set<String> joined(Set<String> one, Set<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
    }

    /** The recipe of that name, where all of its actions are installed. */
    Optional<Recipe> recipe(String name) {
        return Recipes.find(name).filter(recipe -> Recipes.isWhole(recipe, catalog));
    }

    /** The names that an order or a rule may use. */
    Set<String> names() {
        return joined(catalog.names(), Recipes.specs(catalog).keySet());
    }

    /** Those of {@code spec}: as given where given, else as they are where nobody says anything. */
    static Parameters parameters(ActionSpec spec, Parameters given) {
        var unsaid = Document.of(spec.name(), Map.of(), new Problems()).root();
        var values = new HashMap<>(Parameters.read(spec, unsaid).values());
        for (Param param : spec.parameters()) {
            Object said = given.values().get(param.name());
            if (said != null) {
                values.put(param.name(), said);
            }
        }
        return Parameters.of(values);
    }
}
