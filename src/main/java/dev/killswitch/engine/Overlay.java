package dev.killswitch.engine;

import dev.killswitch.plan.Claim;
import dev.killswitch.plan.History;
import dev.killswitch.plan.Planned;
import dev.killswitch.plan.Question;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the alerts of one delivery planned before add to what the record says: they are recorded together, so that none of
 * them is in it yet. Used by one thread.
 */
final class Overlay {
    private final Map<String, String> incidents = new HashMap<>();
    private final Map<String, Set<String>> taken = new HashMap<>();
    private final Map<String, Integer> counted = new HashMap<>();
    private final Set<String> claimed = new HashSet<>();

    /** The record's answer with that on top. */
    History over(History history, Question question) {
        return new History(
                history.incident().or(() -> incident(question)),
                history.automation(),
                history.rulesOff(),
                sum(history.tallies(), counted, question.tallies().keySet()),
                both(history.budgets(), question.budgets().keySet()),
                union(history.claimed(), claimed),
                history.held());
    }

    /** Remembers what was planned for an alert that asked {@code question}. */
    void add(Question question, Planned planned) {
        String incident = planned.incident();
        if (incident != null) {
            remember(question.finding(), incident);
            question.things().forEach(thing -> remember(thing, incident));
        }
        for (Claim claim : planned.claims()) {
            switch (claim) {
                case Claim.Once once -> claimed.add(once.key());
                case Claim.Reserve reserve ->
                    reserve.slots()
                            .forEach(slot -> taken.computeIfAbsent(reserve.budget(), _ -> new HashSet<>())
                                    .add(slot.thing()));
                case Claim.Tally tally -> counted.merge(tally.key(), 1, Integer::sum);
            }
        }
    }

    private void remember(@Nullable String name, String incident) {
        if (name != null) {
            incidents.putIfAbsent(name, incident);
        }
    }

    private Optional<String> incident(Question question) {
        String finding = question.finding();
        Optional<String> same = finding == null ? Optional.empty() : Optional.ofNullable(incidents.get(finding));
        return same.or(() -> question.things().stream()
                .map(incidents::get)
                .filter(Objects::nonNull)
                .findFirst());
    }

    private Map<String, Set<String>> both(Map<String, Set<String>> said, Set<String> asked) {
        var both = new HashMap<String, Set<String>>();
        asked.forEach(key -> both.put(key, union(said.getOrDefault(key, Set.of()), taken.getOrDefault(key, Set.of()))));
        return both;
    }

    private static Map<String, Integer> sum(Map<String, Integer> said, Map<String, Integer> more, Set<String> asked) {
        var sum = new HashMap<>(said);
        asked.forEach(key -> {
            Integer add = more.get(key);
            if (add != null) {
                sum.merge(key, add, Integer::sum);
            }
        });
        return sum;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }
}
