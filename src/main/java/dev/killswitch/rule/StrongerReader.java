package dev.killswitch.rule;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.config.Nearest;
import dev.killswitch.config.Section;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads what a step takes where it falls short: {@code take} for whatever its answer names, {@code suggest} for nothing, or
 * the names of those that it may take. Used once.
 */
final class StrongerReader {
    static final String KEY = "stronger";

    private final Section step;
    private final Vocabulary vocabulary;
    private final String name;

    /** {@code name} of the step's action or recipe. */
    StrongerReader(Section step, Vocabulary vocabulary, String name) {
        this.step = step;
        this.vocabulary = vocabulary;
        this.name = name;
    }

    private enum Word {
        SUGGEST,
        TAKE
    }

    /** Names of actions; {@code actions} is all that the step may come to. */
    Set<String> read(List<String> actions) {
        Set<String> above = actions.stream()
                .flatMap(action -> vocabulary.actions().above(action).stream())
                .map(ActionSpec::name)
                .collect(Collectors.toCollection(TreeSet::new));
        return step.value(KEY).filter(List.class::isInstance).isPresent() ? named(above) : worded(above);
    }

    private Set<String> worded(Set<String> above) {
        return switch (step.choice(KEY, Word.class, Word.SUGGEST)) {
            case SUGGEST -> Set.of();
            case TAKE -> {
                if (above.isEmpty()) {
                    step.problem(KEY, "'take' for " + name + ", than which no action is stronger", "the key left out");
                }
                yield above;
            }
        };
    }

    private Set<String> named(Set<String> above) {
        List<String> named = step.texts(KEY);
        for (String one : named) {
            if (!above.contains(one)) {
                step.problemOf(
                        KEY,
                        one,
                        "'" + one + "', which is not among the actions stronger than " + name,
                        above.isEmpty() ? "the key left out: there is none" : Nearest.hint(one, above));
            }
        }
        return Set.copyOf(named);
    }
}
