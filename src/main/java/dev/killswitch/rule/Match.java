package dev.killswitch.rule;

import dev.killswitch.alert.Entity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule that said yes to an alert.
 *
 * @param source the configured name of the source it came by
 * @param finding the alert's
 * @param explanation the tree of its condition with its values, as JSON text
 * @param targets for each of the rule's, the entities it selects; an empty list where it selects none
 */
public record Match(Rule rule, String source, String finding, String explanation, Map<String, List<Entity>> targets) {
    public Match {
        var copy = new LinkedHashMap<String, List<Entity>>();
        targets.forEach((name, entities) -> copy.put(name, List.copyOf(entities)));
        targets = Collections.unmodifiableMap(copy);
    }

    /** Where matches of this rule like this one are counted; {@code thing} tells targets apart, and is used for them only. */
    public String tallyKey(String thing) {
        Rule.Count count = rule.count();
        String apart = switch (count == null ? Rule.Count.Per.RULE : count.per()) {
            case TARGET -> "target/" + thing;
            case SOURCE -> "source/" + source;
            case FINDING -> "finding/" + source + "/" + finding;
            case RULE -> "rule";
        };
        return "count/" + rule.name() + "/" + apart;
    }
}
