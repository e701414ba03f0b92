package dev.killswitch.expression;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** The values of variables for one run or for many: text, numbers, truth values, times, lists and maps. Immutable. */
public final class Inputs {
    private final Map<String, Object> values;

    private Inputs(Map<String, Object> values) {
        this.values = values;
    }

    /** A null within stands for the language's null. */
    public static Inputs of(Map<String, ?> variables) {
        var values = new HashMap<String, Object>();
        variables.forEach((name, value) -> values.put(name, Values.in(value)));
        return new Inputs(Collections.unmodifiableMap(values));
    }

    /** These, and one more; the others are not converted again. */
    public Inputs and(String name, Object value) {
        var more = new HashMap<>(values);
        more.put(name, Values.in(value));
        return new Inputs(Collections.unmodifiableMap(more));
    }

    Map<String, Object> with(Map<String, Map<String, Object>> constants) {
        var all = new HashMap<String, Object>(constants);
        all.putAll(values);
        return all;
    }
}
