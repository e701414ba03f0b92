package dev.killswitch.expression;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The names that an expression may use.
 *
 * @param variables given anew at each run
 * @param constants by name, their parts: always the same, and never shown as values
 * @param hidden dotted names whose text an attacker can write: explanations show its length and a digest
 */
public record Environment(
        Map<String, ValueType> variables, Map<String, Map<String, Object>> constants, Set<String> hidden) {
    public Environment {
        variables = Collections.unmodifiableMap(new TreeMap<>(variables));
        var copy = new TreeMap<String, Map<String, Object>>();
        constants.forEach((name, parts) -> copy.put(name, Collections.unmodifiableMap(new TreeMap<>(parts))));
        constants = Collections.unmodifiableMap(copy);
        hidden = Set.copyOf(hidden);
    }

    /** Each name with its type, parts of parts as {@code alert.severity}, those of a list's items as {@code a.b[].c}. */
    public Map<String, String> names() {
        var names = new TreeMap<String, String>();
        variables.forEach((name, type) -> add(names, name, type));
        constants.forEach((name, parts) ->
                parts.forEach((part, value) -> names.put(name + "." + part, value instanceof Long ? "int" : "string")));
        return names;
    }

    private static void add(Map<String, String> names, String name, ValueType type) {
        names.put(name, type.words());
        switch (type) {
            case ValueType.Struct struct ->
                struct.fields().forEach((field, part) -> add(names, name + "." + field, part));
            case ValueType.ListOf(ValueType.Struct item) ->
                item.fields().forEach((field, part) -> add(names, name + "[]." + field, part));
            case ValueType _ -> {}
        }
    }

    /** The type at a dotted name. */
    Optional<ValueType> typeOf(String dotted) {
        Optional<ValueType> found = Optional.empty();
        for (String part : dotted.split("\\.", -1)) {
            if (found.isEmpty()) {
                found = Optional.ofNullable(variables.get(part));
            } else {
                found = found.flatMap(type -> type instanceof ValueType.Struct struct
                        ? Optional.ofNullable(struct.fields().get(part))
                        : Optional.empty());
            }
            if (found.isEmpty()) {
                return found;
            }
        }
        return found;
    }

    boolean isHidden(String text) {
        return hidden.stream()
                .anyMatch(name -> text.equals(name) || text.startsWith(name + ".") || text.startsWith(name + "["));
    }
}
