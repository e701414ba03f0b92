package dev.killswitch.rule;

import dev.killswitch.action.ActionCatalog;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The names that a rule may use.
 *
 * @param recipes by name
 * @param sources as configured
 */
public record Vocabulary(ActionCatalog actions, Map<String, RecipeSpec> recipes, Set<String> sources) {
    public Vocabulary {
        recipes = new TreeMap<>(recipes);
        sources = Set.copyOf(sources);
    }
}
