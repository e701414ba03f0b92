package dev.killswitch.rule;

import dev.killswitch.config.Nearest;
import dev.killswitch.config.Section;
import dev.killswitch.config.Section.Place;
import dev.killswitch.expression.Compiled;
import dev.killswitch.expression.Condition;
import dev.killswitch.expression.Expressions;
import dev.killswitch.rule.Rule.Budget;
import dev.killswitch.rule.Rule.Count;
import dev.killswitch.rule.Rule.Mode;
import dev.killswitch.rule.Rule.Review;
import dev.killswitch.rule.Rule.Unresolved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one rule. Whatever is wrong is told and reading goes on. Used once. */
final class RuleReader {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int COUNT_MAX = 10_000;
    private static final int BUDGET_MAX = 10_000;

    /** What is counted is kept in the record that long. */
    private static final Duration WINDOW_MAX = Duration.ofDays(7);

    private final Section rule;
    private final Vocabulary vocabulary;
    private boolean complete = true;

    RuleReader(Section rule, Vocabulary vocabulary) {
        this.rule = rule;
        this.vocabulary = vocabulary;
    }

    /** Empty where it cannot be used, which was told. */
    Optional<RuleJudge> read() {
        String name = name();
        Mode mode = rule.choice("mode", Mode.class, Mode.OBSERVE);
        Set<String> sources = sources();
        List<String> types = types();
        Optional<Condition> when = condition(rule, "when", Language.CONDITIONS);
        Count count = count();
        Map<String, Condition> selectors = selectors();
        List<Rule.Do> steps = new StepsReader(rule, vocabulary, selectors, sites(mode, sources)).read();
        Unresolved unresolved = rule.choice("unresolved", Unresolved.class, Unresolved.PAGE);
        Budget budget = budget();
        Review review = rule.choice("review", Review.class, Review.LIGHT);
        List<Section> examples = rule.sections("examples");
        if (when.isEmpty() || name.isBlank() || !complete) {
            examples.forEach(example -> new ExampleReader(example, Optional.empty()).check());
            return Optional.empty();
        }
        var texts = new LinkedHashMap<String, String>();
        selectors.forEach((target, selector) -> texts.put(target, selector.text()));
        var read = new Rule(
                name,
                mode,
                sources,
                types,
                when.get().text(),
                count,
                texts,
                steps,
                unresolved,
                budget,
                review,
                rule.where("name"));
        var judge = new RuleJudge(read, when.get(), selectors);
        examples.forEach(example -> new ExampleReader(example, Optional.of(judge)).check());
        return Optional.of(judge);
    }

    private String name() {
        String name = rule.requiredText("name");
        if (!name.isBlank() && !NAME.matcher(name).matches()) {
            rule.problem("name", "'" + name + "'", "1 to 63 of a-z, 0-9 and hyphens, not a hyphen first");
        }
        return name;
    }

    private Set<String> sources() {
        List<String> sources = rule.texts("sources");
        if (sources.isEmpty() && !rule.names().contains("sources")) {
            rule.problem("sources", "no 'sources'", "the configured sources whose alerts it looks at");
        } else if (sources.isEmpty()) {
            rule.problem("sources", "no source in 'sources'", "at least one");
        }
        for (String source : sources) {
            if (!vocabulary.sources().containsKey(source)) {
                rule.problemOf(
                        "sources",
                        source,
                        "unknown source '" + source + "'",
                        Nearest.hint(source, vocabulary.sources().keySet()));
            }
        }
        return Set.copyOf(new TreeSet<>(sources));
    }

    /** Where it acts: a rule that only observes needs no tier, and is checked when it is to enforce. */
    private Set<Site> sites(Mode mode, Set<String> sources) {
        return mode != Mode.ENFORCE
                ? Set.of()
                : sources.stream()
                        .flatMap(source -> vocabulary.sources().getOrDefault(source, Set.of()).stream())
                        .collect(Collectors.toSet());
    }

    private List<String> types() {
        List<String> types = rule.texts("types");
        for (String type : types) {
            int star = type.indexOf('*');
            if (star >= 0 && star < type.length() - 1) {
                rule.problemOf("types", type, "'" + type + "'", "a star at the end only");
            }
            if (type.isBlank()) {
                rule.problemOf("types", type, "a blank type", "a type, or the key left out for all");
            }
        }
        return types;
    }

    private @Nullable Count count() {
        if (!rule.names().contains("count")) {
            return null;
        }
        Section count = rule.section("count");
        int atLeast = (int) count.count("at-least", 1, 1, COUNT_MAX);
        Duration within = window(count, "within");
        return new Count(atLeast, within, count.choice("per", Count.Per.class, Count.Per.TARGET));
    }

    private @Nullable Budget budget() {
        if (!rule.names().contains("budget")) {
            return null;
        }
        Section budget = rule.section("budget");
        if (budget.requiredText("targets").isBlank()) {
            return null;
        }
        return new Budget((int) budget.count("targets", 1, 1, BUDGET_MAX), window(budget, "per"));
    }

    private static Duration window(Section section, String key) {
        Duration window = section.requiredText(key).isBlank() ? Duration.ZERO : section.duration(key, WINDOW_MAX);
        if (!section.text(key).orElse("").isBlank() && (window.compareTo(WINDOW_MAX) > 0 || window.isZero())) {
            section.problem(key, "'" + section.text(key).orElse("") + "'", "more than nothing and at most 7d");
        }
        return window;
    }

    private Map<String, Condition> selectors() {
        Section targets = rule.section("targets");
        var selectors = new LinkedHashMap<String, Condition>();
        for (String name : new TreeSet<>(targets.names())) {
            if (!NAME.matcher(name).matches()) {
                targets.problem(name, "'" + name + "'", "1 to 63 of a-z, 0-9 and hyphens, not a hyphen first");
            }
            condition(targets, name, Language.SELECTORS).ifPresent(selector -> {
                selectors.put(name, selector);
                tellUnknownWords(targets, name, selector);
            });
        }
        return selectors;
    }

    /** A word that no entity can have would never be met, and nobody would notice. */
    private void tellUnknownWords(Section targets, String name, Condition selector) {
        var kinds = new HashSet<String>();
        vocabulary.actions().specs().forEach(spec -> kinds.add(spec.targetKind()));
        vocabulary.recipes().values().forEach(recipe -> kinds.add(recipe.targetKind()));
        tellUnknown(targets, name, selector.pinned("entity.kind"), kinds, "target kind");
        tellUnknown(targets, name, selector.pinned("entity.role"), Language.ROLES, "role");
        tellUnknown(targets, name, selector.pinned("entity.trust"), Language.TRUSTS, "trust");
    }

    private static void tellUnknown(
            Section targets, String name, Optional<Set<String>> pinned, Set<String> known, String what) {
        for (String word : new TreeSet<>(pinned.orElse(Set.of()))) {
            if (!known.contains(word)) {
                targets.problem(name, "unknown " + what + " '" + word + "'", Nearest.hint(word, known));
            }
        }
    }

    private Optional<Condition> condition(Section section, String key, Expressions expressions) {
        String text = section.requiredText(key);
        if (text.isBlank()) {
            complete = false;
            return Optional.empty();
        }
        return switch (expressions.condition(text)) {
            case Compiled.Ready<Condition> ready -> Optional.of(ready.expression());
            case Compiled.Wrong<Condition> wrong -> {
                complete = false;
                new ArrayList<>(wrong.mistakes())
                        .forEach(mistake -> section.problemIn(
                                key, new Place(mistake.line(), mistake.column()), mistake.found(), mistake.expected()));
                yield Optional.empty();
            }
        };
    }
}
