package dev.killswitch.rule;

import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Entity;
import dev.killswitch.config.Kebab;
import dev.killswitch.config.Section;
import dev.killswitch.rule.Rule.Mode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads one example of a rule and holds the rule to it. Used once. */
final class ExampleReader {
    /** Where an example says nothing of time. */
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Section example;
    private final Optional<RuleJudge> judge;

    /** {@code judge} is that of its rule; where that cannot be used, the example is read all the same. */
    ExampleReader(Section example, Optional<RuleJudge> judge) {
        this.example = example;
        this.judge = judge;
    }

    /** Tells where the rule does something else than the example expects. */
    void check() {
        example.requiredText("name");
        Section written = example.section("alert");
        String source = written.text("source")
                .orElseGet(() -> judge.stream()
                        .flatMap(known -> known.rule().sources().stream())
                        .sorted()
                        .findFirst()
                        .orElse(""));
        Instant now = time(example, "now").orElse(NOW);
        Alert alert = alert(written);
        List<String> expected = example.texts("expect");
        if (!example.names().contains("expect")) {
            example.problem("expect", "no 'expect'", "what is done, such as [\"" + exampleStep() + "\"], or []");
            return;
        }
        judge.ifPresent(known -> {
            var observed = new RuleJudge(with(known.rule()), known.when(), known.selectors());
            hold(new Rulebook(Map.of(), List.of(observed)).evaluate(alert, source, now), alert, expected);
        });
    }

    private void hold(Evaluation evaluation, Alert alert, List<String> expected) {
        evaluation
                .erred()
                .forEach(erred -> example.problem(
                        "alert",
                        "`" + erred.clause() + "` cannot be worked out: " + erred.why(),
                        "an answer for every alert"));
        List<String> done = evaluation.matches().stream()
                .flatMap(match -> steps(match, alert).stream())
                .toList();
        if (evaluation.erred().isEmpty()
                && !List.copyOf(new TreeSet<>(expected)).equals(List.copyOf(new TreeSet<>(done)))) {
            example.problem("expect", found(done, evaluation), "as written: " + expected);
        }
    }

    private String exampleStep() {
        return judge.stream()
                        .flatMap(known -> known.rule().steps().stream())
                        .findFirst()
                        .map(Rule.Do::name)
                        .orElse("action")
                + " id";
    }

    /** A rule that is off is held to its examples all the same. */
    private static Rule with(Rule rule) {
        return new Rule(
                rule.name(),
                Mode.OBSERVE,
                rule.sources(),
                rule.types(),
                rule.when(),
                rule.count(),
                rule.targets(),
                rule.steps(),
                rule.unresolved(),
                rule.budget(),
                rule.review(),
                rule.where());
    }

    private static String found(List<String> done, Evaluation evaluation) {
        String why = evaluation.misses().stream()
                .findFirst()
                .map(miss -> ", as `" + miss.clause() + "` is not so: " + miss.value())
                .orElse("");
        return "the rule does " + (done.isEmpty() ? "nothing" : done.toString()) + why;
    }

    /** Guards let nothing be done for what is closed, archived or a sample, whatever a rule says. */
    private static List<String> steps(Match match, Alert alert) {
        if (alert.activity() == Alert.Activity.CLOSED
                || alert.flags().contains(Alert.Flag.SAMPLE)
                || alert.flags().contains(Alert.Flag.ARCHIVED)) {
            return List.of();
        }
        var steps = new ArrayList<String>();
        for (Rule.Do step : match.rule().steps()) {
            for (Entity entity : match.targets().getOrDefault(step.on(), List.of())) {
                steps.add(step.name() + " " + entity.id());
            }
        }
        return steps;
    }

    private Alert alert(Section alert) {
        return new Alert(
                alert.text("finding").orElse("example"),
                orNull(alert.text("version")),
                alert.text("type").orElseGet(this::type),
                alert.text("title").orElse(""),
                alert.choice("activity", Alert.Activity.class, Alert.Activity.OPENED),
                alert.choice("severity", Alert.Severity.class, Alert.Severity.HIGH),
                orNull(time(alert, "occurred")),
                flags(alert),
                fields(alert),
                alert.sections("entities").stream().map(ExampleReader::entity).toList());
    }

    /** The first that the rule looks at. */
    private String type() {
        return judge.stream()
                .flatMap(known -> known.rule().types().stream())
                .findFirst()
                .orElse("example")
                .replace("*", "");
    }

    private static <T> @Nullable T orNull(Optional<T> value) {
        return value.orElse(null);
    }

    private static Optional<Instant> time(Section section, String key) {
        Optional<String> text = section.text(key);
        try {
            return text.map(Instant::parse);
        } catch (DateTimeException _) {
            section.problem(key, "'" + text.orElse("") + "'", "a time such as 2026-01-01T00:00:00Z");
            return Optional.empty();
        }
    }

    private static Set<Alert.Flag> flags(Section alert) {
        var flags = EnumSet.noneOf(Alert.Flag.class);
        for (String written : alert.texts("flags")) {
            Optional<Alert.Flag> flag = EnumSet.allOf(Alert.Flag.class).stream()
                    .filter(known -> Kebab.of(known).equals(written))
                    .findFirst();
            flag.ifPresentOrElse(
                    flags::add,
                    () -> alert.problemOf(
                            "flags", written, "'" + written + "'", "sample, already-mitigated or archived"));
        }
        return flags;
    }

    private static Map<String, Object> fields(Section alert) {
        var fields = new LinkedHashMap<String, Object>();
        if (alert.value("fields").orElse(Map.of()) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> fields.put(String.valueOf(name), value));
        } else {
            alert.problem("fields", "no keys", "'name: value' below it");
        }
        return fields;
    }

    private static Entity entity(Section entity) {
        Section scope = entity.section("scope");
        var scopes = new LinkedHashMap<String, String>();
        for (String name : scope.names()) {
            scopes.put(name, scope.requiredText(name));
        }
        return new Entity(
                entity.requiredText("kind"),
                entity.requiredText("id"),
                scopes,
                entity.choice("role", Entity.Role.class, Entity.Role.TARGET),
                entity.choice("trust", Entity.Trust.class, Entity.Trust.STRUCTURED),
                entity.text("path").orElse(""));
    }
}
