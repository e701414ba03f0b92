package dev.killswitch.source.generic;

import dev.killswitch.alert.Entity.Role;
import dev.killswitch.config.Section;
import dev.killswitch.config.Section.Place;
import dev.killswitch.expression.Compiled;
import dev.killswitch.expression.Condition;
import dev.killswitch.expression.Environment;
import dev.killswitch.expression.Expressions;
import dev.killswitch.expression.Mapping;
import dev.killswitch.expression.Mistake;
import dev.killswitch.expression.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the operator wrote under {@code map}: an expression for each field, over {@code body}, {@code headers} and, where
 * {@code items} makes a list, {@code item}.
 *
 * @param fields by key; {@code finding} and {@code type} are always there
 * @param ignoreWhen deliveries in which no alert is looked for, such as pings
 */
record FieldMap(Map<String, Mapping> fields, Optional<Condition> ignoreWhen, List<NamedThing> things) {
    private static final List<String> REQUIRED = List.of("finding", "type");

    /** {@code delivery} is the sender's own id of the delivery; it must be something that the proof covers. */
    private static final List<String> OPTIONAL =
            List.of("items", "delivery", "version", "title", "severity", "activity", "occurred", "flags");

    FieldMap {
        fields = Map.copyOf(fields);
        things = List.copyOf(things);
    }

    Optional<Mapping> field(String key) {
        return Optional.ofNullable(fields.get(key));
    }

    /**
     * One thing that a delivery may name.
     *
     * @param id text, or a list of texts for several of them; nothing where the delivery names none
     * @param scope by {@code account}, {@code region}, {@code cluster}, {@code node}, {@code container} or {@code uid}. Never the connection: that is the operator's word
     */
    record NamedThing(String kind, Role role, Mapping id, Optional<Condition> when, Map<String, Mapping> scope) {
        NamedThing {
            scope = Map.copyOf(scope);
        }
    }

    /** Empty where there is something wrong, which is told. */
    static Optional<FieldMap> read(Section own) {
        if (!own.names().contains("map")) {
            own.problem("map", "no map", "expressions for finding, type, severity and entities");
            return Optional.empty();
        }
        Section map = own.section("map");
        var keys = new Keys(map);
        var things = new ArrayList<NamedThing>();
        for (Section thing : map.sections("entities")) {
            thing(thing).ifPresent(things::add);
        }
        var fields = new TreeMap<String, Mapping>();
        REQUIRED.forEach(key -> keys.required(key).ifPresent(mapping -> fields.put(key, mapping)));
        OPTIONAL.forEach(key -> keys.optional(key).ifPresent(mapping -> fields.put(key, mapping)));
        Optional<Condition> ignoreWhen = keys.condition("ignore-when");
        return fields.keySet().containsAll(REQUIRED)
                ? Optional.of(new FieldMap(fields, ignoreWhen, things))
                : Optional.empty();
    }

    private static Optional<NamedThing> thing(Section section) {
        var keys = new Keys(section);
        String kind = section.requiredText("kind");
        if (!kind.isBlank() && !kind.matches("[a-z][a-z0-9]*([.-][a-z0-9]+)*")) {
            section.problem("kind", kind, "a kind such as kubernetes.pod");
        }
        Role role = section.choice("role", Role.class, Role.TARGET);
        Optional<Condition> when = keys.condition("when");
        var scopeKeys = new Keys(section.section("scope"));
        var scope = new TreeMap<String, Mapping>();
        for (String key : List.of("account", "region", "cluster", "node", "container", "uid")) {
            scopeKeys.optional(key).ifPresent(mapping -> scope.put(key, mapping));
        }
        return keys.required("id").map(id -> new NamedThing(kind, role, id, when, scope));
    }

    /** Compiles what stands under the keys of one level, and tells each mistake at its place within the expression. */
    private record Keys(Section section) {
        private static final Expressions EXPRESSIONS = Expressions.over(new Environment(
                Map.of(
                        "body", ValueType.Scalar.ANY,
                        "item", ValueType.Scalar.ANY,
                        "headers", new ValueType.MapOf(new ValueType.ListOf(ValueType.Scalar.TEXT))),
                Map.of(),
                Set.of()));

        Optional<Mapping> required(String key) {
            String text = section.requiredText(key);
            return text.isBlank() ? Optional.empty() : compiled(key, mapping(text));
        }

        Optional<Mapping> optional(String key) {
            return section.text(key).flatMap(text -> compiled(key, mapping(text)));
        }

        Optional<Condition> condition(String key) {
            return section.text(key).flatMap(text -> compiled(key, EXPRESSIONS.condition(text)));
        }

        private static Compiled<Mapping> mapping(String text) {
            return EXPRESSIONS.value(text);
        }

        private <T> Optional<T> compiled(String key, Compiled<T> compiled) {
            return switch (compiled) {
                case Compiled.Ready<T> ready -> Optional.of(ready.expression());
                case Compiled.Wrong<T> wrong -> {
                    for (Mistake mistake : wrong.mistakes()) {
                        section.problemIn(
                                key, new Place(mistake.line(), mistake.column()), mistake.found(), mistake.expected());
                    }
                    yield Optional.empty();
                }
            };
        }
    }
}
