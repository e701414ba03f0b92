package dev.killswitch.rule;

import dev.killswitch.rule.Rulebook.Judge;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the rules that look at an alert, at a cost that grows with those that could match and not with all there are. */
final class Index {
    private static final String ALL = "*";

    private final Map<String, Types> sources = new HashMap<>();

    Index(List<? extends Judge> judges) {
        for (int place = 0; place < judges.size(); place++) {
            Judge judge = judges.get(place);
            Rule rule = judge.rule();
            if (rule.mode() == Rule.Mode.OFF) {
                continue;
            }
            for (String source : rule.sources()) {
                Types types = sources.computeIfAbsent(source, _ -> new Types());
                for (String type : rule.types().isEmpty() ? List.of(ALL) : rule.types()) {
                    types.add(type, place, judge);
                }
            }
        }
    }

    /** In the order of the rulebook, each once. */
    Collection<Judge> of(String source, String type) {
        Types types = sources.get(source);
        return types == null ? List.of() : types.of(type);
    }

    /** The rules of one source. A type that ends in the star is a beginning; there are few lengths of beginnings. */
    private static final class Types {
        private final Map<String, List<Placed>> exact = new HashMap<>();
        private final Map<String, List<Placed>> beginnings = new HashMap<>();
        private final TreeSet<Integer> lengths = new TreeSet<>();

        private record Placed(int place, Judge judge) {}

        void add(String type, int place, Judge judge) {
            if (type.endsWith(ALL)) {
                String beginning = type.substring(0, type.length() - 1);
                lengths.add(beginning.length());
                beginnings.computeIfAbsent(beginning, _ -> new ArrayList<>()).add(new Placed(place, judge));
            } else {
                exact.computeIfAbsent(type, _ -> new ArrayList<>()).add(new Placed(place, judge));
            }
        }

        Collection<Judge> of(String type) {
            var found = new TreeMap<Integer, Judge>();
            exact.getOrDefault(type, List.of()).forEach(placed -> found.put(placed.place(), placed.judge()));
            for (int length : lengths.headSet(type.length(), true)) {
                beginnings
                        .getOrDefault(type.substring(0, length), List.of())
                        .forEach(placed -> found.put(placed.place(), placed.judge()));
            }
            return found.values();
        }
    }
}
