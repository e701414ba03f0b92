package dev.killswitch.plan;

import java.util.Set;

/**
 * What planning knows of one connection.
 *
 * @param kind of its provider, such as {@code kubernetes}: what stands before the dot of each kind of target in it
 * @param accounts those it acts in; empty where its kind has none
 * @param tiers of actions that an operator switched on
 * @param unsaid what automation may do in it while nobody has said otherwise
 */
public record ConnectionSettings(String name, String kind, Set<String> accounts, Set<String> tiers, Mode unsaid) {
    public ConnectionSettings {
        accounts = Set.copyOf(accounts);
        tiers = Set.copyOf(tiers);
    }

    /** Whether things of {@code targetKind} can be in it. */
    boolean holds(String targetKind) {
        return targetKind.startsWith(kind + ".");
    }
}
