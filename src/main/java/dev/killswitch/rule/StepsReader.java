package dev.killswitch.rule;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.Param;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Parameters;
import dev.killswitch.config.Kebab;
import dev.killswitch.config.Nearest;
import dev.killswitch.config.Section;
import dev.killswitch.expression.Condition;
import dev.killswitch.rule.Rule.AtExpiry;
import dev.killswitch.rule.Rule.Do;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads what a rule does, against the names there are. Used once. */
final class StepsReader {
    private static final int STEPS_MAX = 20;

    /** A containment that stands longer is one that nobody looks after. */
    private final Section rule;

    private final Vocabulary vocabulary;
    private final Map<String, Condition> selectors;
    private final Set<Site> sites;
    private final List<Do> steps = new ArrayList<>();
    private final Set<String> written = new HashSet<>();

    /** {@code sites}: where the rule acts. */
    StepsReader(Section rule, Vocabulary vocabulary, Map<String, Condition> selectors, Set<Site> sites) {
        this.rule = rule;
        this.sites = sites;
        this.vocabulary = vocabulary;
        this.selectors = selectors;
    }

    /** What a name in {@code do} means; {@code actions} is all that it may come to. */
    private record Meaning(
            Do.Kind kind, String name, String targetKind, Undo undo, List<Param> parameters, List<String> actions) {}

    List<Do> read() {
        List<Section> sections = rule.sections("do");
        if (sections.isEmpty()) {
            rule.problem("do", "nothing to do", "at least one action or recipe");
        }
        if (sections.size() > STEPS_MAX) {
            rule.problem("do", sections.size() + " steps", "at most " + STEPS_MAX);
        }
        sections.forEach(this::step);
        var unused = new TreeSet<>(rule.section("targets").names());
        sections.forEach(step -> step.text("on").ifPresent(unused::remove));
        for (String target : unused) {
            rule.section("targets")
                    .problem(target, "target '" + target + "', which nothing is done to", "a step on it");
        }
        return steps;
    }

    private void step(Section step) {
        Optional<Meaning> meaning = meaning(step);
        String on = on(step);
        Optional<Duration> ttl = ttl(step);
        AtExpiry atExpiry = step.choice("at-expiry", AtExpiry.class, AtExpiry.ASK);
        List<Integer> after = after(step);
        Optional<Object> stronger = step.value(StrongerReader.KEY);
        step.text("action").or(() -> step.text("recipe")).ifPresent(written::add);
        if (meaning.isEmpty()) {
            step.section("parameters").passOver();
            return;
        }
        Meaning known = meaning.get();
        Parameters parameters = Parameters.read(known.parameters(), step.section("parameters"));
        checkKind(step, on, known);
        checkExpiry(step, ttl, atExpiry, known);
        Set<String> otherwise = stronger.map(
                        _ -> new StrongerReader(step, vocabulary, known.name()).read(known.actions()))
                .orElse(null);
        checkTiers(step, known, otherwise);
        if (steps.stream()
                .anyMatch(
                        other -> other.name().equals(known.name()) && other.on().equals(on))) {
            step.problem("on", "'" + known.name() + "' on '" + on + "' again", "it once");
        }
        String where = step.where(known.kind() == Do.Kind.ACTION ? "action" : "recipe");
        steps.add(new Do(known.kind(), known.name(), on, parameters, orNull(ttl), atExpiry, after, otherwise, where));
    }

    private static @Nullable Duration orNull(Optional<Duration> ttl) {
        return ttl.orElse(null);
    }

    private Optional<Meaning> meaning(Section step) {
        Optional<String> action = step.text("action");
        Optional<String> recipe = step.text("recipe");
        if (action.isPresent() == recipe.isPresent()) {
            if (action.isPresent()
                    || !(step.names().contains("action") || step.names().contains("recipe"))) {
                step.problem(
                        "action", action.isPresent() ? "an action and a recipe" : "no action", "an action or a recipe");
            }
            return Optional.empty();
        }
        return action.isPresent() ? action(step, action.get()) : recipe(step, recipe.orElse(""));
    }

    private Optional<Meaning> action(Section step, String name) {
        Optional<ActionSpec> spec = vocabulary.actions().find(name);
        if (spec.isEmpty()) {
            boolean isRecipe = vocabulary.recipes().containsKey(name);
            step.problem(
                    "action",
                    "unknown action '" + name + "'",
                    isRecipe ? "recipe: " + name : vocabulary.actions().hint(name));
        }
        return spec.map(known -> new Meaning(
                Do.Kind.ACTION,
                known.name(),
                known.targetKind(),
                known.undo(),
                known.parameters(),
                List.of(known.name())));
    }

    private Optional<Meaning> recipe(Section step, String name) {
        RecipeSpec spec = vocabulary.recipes().get(name);
        if (spec == null) {
            boolean isAction = vocabulary.actions().find(name).isPresent();
            step.problem(
                    "recipe",
                    "unknown recipe '" + name + "'",
                    isAction
                            ? "action: " + name
                            : Nearest.hint(name, vocabulary.recipes().keySet()));
            return Optional.empty();
        }
        return Optional.of(new Meaning(
                Do.Kind.RECIPE, spec.name(), spec.targetKind(), spec.undo(), spec.parameters(), spec.actions()));
    }

    private String on(Section step) {
        String on = step.requiredText("on");
        Set<String> targets = rule.section("targets").names();
        if (!on.isBlank() && !targets.contains(on)) {
            step.problem("on", "unknown target '" + on + "'", Nearest.hint(on, targets));
        }
        return on;
    }

    private static Optional<Duration> ttl(Section step) {
        if (step.text("ttl").isEmpty()) {
            return Optional.empty();
        }
        Duration ttl = step.duration("ttl", Do.TTL_MAX);
        if (ttl.isZero() || ttl.compareTo(Do.TTL_MAX) > 0) {
            step.problem("ttl", "'" + step.text("ttl").orElse("") + "'", "more than nothing and at most 365d");
        }
        return Optional.of(ttl);
    }

    /** All steps before this one that have that name, on whatever target. */
    private List<Integer> after(Section step) {
        var places = new ArrayList<Integer>();
        for (String name : step.texts("after")) {
            if (!written.contains(name)) {
                step.problemOf("after", name, "no step before this one is '" + name + "'", Nearest.hint(name, written));
            }
            for (int place = 0; place < steps.size(); place++) {
                if (steps.get(place).name().equals(name)) {
                    places.add(place);
                }
            }
        }
        return places;
    }

    private void checkKind(Section step, String on, Meaning meaning) {
        Condition selector = selectors.get(on);
        if (selector == null) {
            return;
        }
        Set<String> kinds = selector.pinned("entity.kind").orElse(Set.of(meaning.targetKind()));
        if (!kinds.equals(Set.of(meaning.targetKind()))) {
            step.problem(
                    "on",
                    "'" + on + "', which selects " + String.join(" and ", new TreeSet<>(kinds)),
                    "a target that selects " + meaning.targetKind() + ", as " + meaning.name() + " acts on that");
        }
    }

    private static void checkExpiry(Section step, Optional<Duration> ttl, AtExpiry atExpiry, Meaning meaning) {
        if (step.text("at-expiry").isPresent() && ttl.isEmpty()) {
            step.problem("at-expiry", "at-expiry without ttl", "a ttl, or neither");
        }
        if (atExpiry == AtExpiry.RELEASE && meaning.undo() != Undo.EXACT) {
            step.problem(
                    "at-expiry",
                    "'release' for " + meaning.name() + ", whose undo is " + Kebab.of(meaning.undo()),
                    "ask: only what can be undone exactly is released by itself");
        }
    }

    /** What would be refused there at the alert is refused now. Each place that lacks a tier is told by itself. */
    private void checkTiers(Section step, Meaning meaning, @Nullable Set<String> otherwise) {
        checkTiers(step, meaning.kind() == Do.Kind.ACTION ? "action" : "recipe", meaning.actions());
        if (otherwise != null) {
            List<String> rungs = otherwise.stream()
                    .filter(name -> !meaning.actions().contains(name))
                    .sorted()
                    .toList();
            checkTiers(step, StrongerReader.KEY, rungs);
        }
    }

    private void checkTiers(Section step, String key, List<String> actions) {
        for (Site site :
                sites.stream().sorted(Comparator.comparing(Site::connection)).toList()) {
            var lacking = new TreeMap<String, String>();
            actions.stream()
                    .filter(site::has)
                    .flatMap(name -> vocabulary.actions().find(name).stream())
                    .filter(spec -> !site.tiers().contains(spec.tier()))
                    .forEach(spec -> lacking.putIfAbsent(spec.tier(), spec.name()));
            lacking.forEach((tier, action) -> step.problem(
                    key,
                    "rule '" + rule.text("name").orElse("") + "' needs tier " + tier + " on connection "
                            + site.connection() + ", for " + action,
                    tier + " among the tiers of " + site.connection() + " (" + site.where() + "), or "
                            + (key.equals(StrongerReader.KEY) ? "stronger without it" : "the step dropped")
                            + ", or mode: observe"));
        }
    }
}
