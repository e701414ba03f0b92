package dev.killswitch.web;

import dev.killswitch.rule.Rulebook;
import java.util.List;

/**
 * What is known of the rules now.
 *
 * @param rulebook the live one
 * @param refused what is wrong with the directory as it is, as told to the operator; none where all of it is live
 */
public record LiveRules(Rulebook rulebook, List<String> refused) {
    public LiveRules {
        refused = List.copyOf(refused);
    }
}
