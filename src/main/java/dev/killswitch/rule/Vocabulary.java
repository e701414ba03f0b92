package dev.killswitch.rule;

import dev.killswitch.action.ActionCatalog;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The names that a rule may use.
 *
 * @param recipes by name
 * @param sources as configured, by name: where the alerts of each can make automation act
 */
public record Vocabulary(ActionCatalog actions, Map<String, RecipeSpec> recipes, Map<String, Set<Site>> sources) {
    public Vocabulary {
        recipes = new TreeMap<>(recipes);
        sources = new TreeMap<>(sources);
    }

    /** Where it is not known what the sources lead to: then no tier is judged. */
    public Vocabulary(ActionCatalog actions, Map<String, RecipeSpec> recipes, Set<String> sources) {
        this(actions, recipes, sources.stream().collect(Collectors.toMap(source -> source, _ -> Set.of())));
    }

    /** The same names; nothing is said of where the sources lead to. */
    Vocabulary namesOnly() {
        return new Vocabulary(actions, recipes, sources.keySet());
    }
}
