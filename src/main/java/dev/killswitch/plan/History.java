package dev.killswitch.plan;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The answer of the record to a {@link Question}, as of one moment.
 *
 * @param incident that the finding, else a thing named, already belongs to
 * @param automation by connection; the key {@code *} is for everything
 * @param rulesOff names of the rules that somebody turned off
 * @param tallies by key, how many came within the window asked for
 * @param budgets by key, the things that have a slot within the window asked for
 * @param claimed which of the keys asked for are claimed
 * @param held {@code connection:kind/id#effect} of what is in force, with its containment
 */
public record History(
        Optional<String> incident,
        Map<String, Mode> automation,
        Set<String> rulesOff,
        Map<String, Integer> tallies,
        Map<String, Set<String>> budgets,
        Set<String> claimed,
        Map<String, String> held) {
    public static final History EMPTY =
            new History(Optional.empty(), Map.of(), Set.of(), Map.of(), Map.of(), Set.of(), Map.of());

    public History {
        automation = Map.copyOf(automation);
        rulesOff = Set.copyOf(rulesOff);
        tallies = Map.copyOf(tallies);
        budgets = Map.copyOf(budgets);
        claimed = Set.copyOf(claimed);
        held = Map.copyOf(held);
    }

    /** The things that have a slot of the budget of that key. */
    Set<String> taken(String budget) {
        return budgets.getOrDefault(budget, Set.of());
    }

    /** What automation may do on that connection: the lesser of everything's and its own. */
    public Mode automation(String connection, Mode unsaid) {
        return automation.getOrDefault(Mode.EVERYTHING, Mode.ARMED).lesser(automation.getOrDefault(connection, unsaid));
    }
}
