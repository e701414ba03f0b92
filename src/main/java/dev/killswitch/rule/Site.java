package dev.killswitch.rule;

import java.util.Set;

/**
 * A connection that a source's alerts can lead to, as far as a rule file is checked against it.
 *
 * @param kind of its provider: what stands before the dot of the name of each action in it
 * @param tiers of actions that an operator switched on
 * @param where its tiers stand in the configuration, {@code file:line:column}
 */
public record Site(String connection, String kind, Set<String> tiers, String where) {
    public Site {
        tiers = Set.copyOf(tiers);
    }

    boolean has(String action) {
        return action.startsWith(kind + ".");
    }
}
