package dev.killswitch.rule;

import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Entity;
import dev.killswitch.config.Kebab;
import dev.killswitch.expression.Environment;
import dev.killswitch.expression.Expressions;
import dev.killswitch.expression.Inputs;
import dev.killswitch.expression.ValueType;
import dev.killswitch.expression.ValueType.ListOf;
import dev.killswitch.expression.ValueType.MapOf;
import dev.killswitch.expression.ValueType.Named;
import dev.killswitch.expression.ValueType.Scalar;
import dev.killswitch.expression.ValueType.Struct;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a rule's conditions can see. docs/rules.md has a line for each name; a test compares. */
final class Language {
    /** What a sender writes for people, and what it puts in besides: an attacker may have chosen the words. */
    private static final Set<String> HIDDEN = Set.of("alert.title", "alert.fields");

    // Type names with a blank in them cannot be written in a condition: only variables have names there.
    private static final Struct ENTITY = new Struct(
            "an entity",
            Map.of(
                    "kind", Scalar.TEXT,
                    "id", Scalar.TEXT,
                    "role", Scalar.TEXT,
                    "trust", Scalar.TEXT,
                    "scope", new MapOf(Scalar.TEXT),
                    "path", Scalar.TEXT));

    private static final Struct ALERT = new Struct(
            "an alert",
            Map.ofEntries(
                    Map.entry("source", Scalar.TEXT),
                    Map.entry("finding", Scalar.TEXT),
                    Map.entry("version", Scalar.TEXT),
                    Map.entry("type", Scalar.TEXT),
                    Map.entry("title", Scalar.TEXT),
                    Map.entry("activity", Scalar.TEXT),
                    Map.entry("opened", Scalar.BOOL),
                    Map.entry("updated", Scalar.BOOL),
                    Map.entry("closed", Scalar.BOOL),
                    Map.entry("severity", severities()),
                    Map.entry("flags", new ListOf(Scalar.TEXT)),
                    Map.entry("occurred", Scalar.TIME),
                    Map.entry("fields", new MapOf(Scalar.ANY)),
                    Map.entry("entities", new ListOf(ENTITY))));

    static final Set<String> ROLES = words(Entity.Role.values());
    static final Set<String> TRUSTS = words(Entity.Trust.values());

    private static final Map<String, ValueType> VARIABLES =
            Map.of("alert", ALERT, "source", Scalar.TEXT, "now", Scalar.TIME);

    static final Environment CONDITION = new Environment(VARIABLES, constants(), HIDDEN);
    static final Environment SELECTOR = new Environment(withEntity(), constants(), HIDDEN);

    /** Built when the first rulebook is loaded: that takes a tenth of a second. */
    static final Expressions CONDITIONS = Expressions.over(CONDITION);

    static final Expressions SELECTORS = Expressions.over(SELECTOR);

    private Language() {}

    private static Set<String> words(Enum<?>[] constants) {
        return Stream.of(constants).map(Kebab::of).collect(Collectors.toUnmodifiableSet());
    }

    private static Named severities() {
        return new Named(Stream.of(Alert.Severity.values()).collect(Collectors.toMap(Language::level, Enum::name)));
    }

    /** OCSF's numbers. */
    private static long level(Alert.Severity severity) {
        return switch (severity) {
            case UNKNOWN -> 0;
            case INFORMATIONAL -> 1;
            case LOW -> 2;
            case MEDIUM -> 3;
            case HIGH -> 4;
            case CRITICAL -> 5;
            case FATAL -> 6;
        };
    }

    private static Map<String, Map<String, Object>> constants() {
        return Map.of(
                "severity",
                Stream.of(Alert.Severity.values())
                        .collect(Collectors.toMap(Enum::name, severity -> (Object) level(severity))),
                "role",
                Stream.of(Entity.Role.values()).collect(Collectors.toMap(Enum::name, role -> (Object) Kebab.of(role))));
    }

    private static Map<String, ValueType> withEntity() {
        var variables = new HashMap<>(VARIABLES);
        variables.put("entity", ENTITY);
        return variables;
    }

    static Inputs inputs(Alert alert, String source, Instant now) {
        var seen = new HashMap<String, Object>();
        seen.put("source", source);
        seen.put("finding", alert.finding());
        seen.put("version", alert.version() == null ? "" : alert.version());
        seen.put("type", alert.type());
        seen.put("title", alert.title());
        seen.put("activity", Kebab.of(alert.activity()));
        seen.put("opened", alert.activity() == Alert.Activity.OPENED);
        seen.put("updated", alert.activity() == Alert.Activity.UPDATED);
        seen.put("closed", alert.activity() == Alert.Activity.CLOSED);
        seen.put("severity", level(alert.severity()));
        seen.put("flags", alert.flags().stream().map(Kebab::of).sorted().toList());
        if (alert.occurred() != null) {
            seen.put("occurred", alert.occurred());
        }
        seen.put("fields", alert.fields());
        seen.put("entities", alert.entities().stream().map(Language::entity).toList());
        return Inputs.of(Map.of("alert", seen, "source", source, "now", now));
    }

    static Map<String, Object> entity(Entity entity) {
        return Map.of(
                "kind", entity.kind(),
                "id", entity.id(),
                "role", Kebab.of(entity.role()),
                "trust", Kebab.of(entity.trust()),
                "scope", entity.scope(),
                "path", entity.path());
    }
}
