package dev.killswitch.rule;

import dev.killswitch.action.ActionSpec.Param;
import dev.killswitch.action.ActionSpec.Undo;
import java.util.List;

/**
 * What a rule file must know of a recipe to be checked.
 *
 * @param undo the least that any of its actions can promise
 * @param actions all that it may come to, by name
 */
public record RecipeSpec(String name, String targetKind, Undo undo, List<Param> parameters, List<String> actions) {
    public RecipeSpec {
        actions = List.copyOf(actions);
        parameters = List.copyOf(parameters);
    }
}
