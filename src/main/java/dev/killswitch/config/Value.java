package dev.killswitch.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What was written, with its place: the YAML nodes without the library. */
sealed interface Value {
    Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,18}");
    Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");

    Spot spot();

    /** Text, numbers, truth values, lists and maps; empty for nothing. */
    Optional<Object> plain();

    /** Line and column as counted by the library: from 0, in code points. Negative where there is no file. */
    record Spot(int line, int column) {
        static final Spot NOWHERE = new Spot(-1, -1);
    }

    /** A text that was written without quotes may mean a number, a truth value or nothing. */
    record Scalar(String text, boolean quoted, Spot spot) implements Value {
        boolean isNothing() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        @Override
        public Optional<Object> plain() {
            if (quoted) {
                return Optional.of(text);
            }
            if (isNothing()) {
                return Optional.empty();
            }
            return Optional.of(
                    switch (text) {
                        case "true" -> true;
                        case "false" -> false;
                        case String number when WHOLE.matcher(number).matches() -> Long.parseLong(number);
                        case String number when DECIMAL.matcher(number).matches() -> Double.parseDouble(number);
                        case String word -> word;
                    });
        }
    }

    record Listed(List<Value> values, Spot spot) implements Value {
        @Override
        public Optional<Object> plain() {
            var plain = new ArrayList<Object>();
            values.forEach(value -> value.plain().ifPresent(plain::add));
            return Optional.of(List.copyOf(plain));
        }
    }

    record Level(Map<String, Entry> entries, Spot spot) implements Value {
        @Override
        public Optional<Object> plain() {
            var plain = new LinkedHashMap<String, Object>();
            entries.forEach((key, entry) -> entry.value().plain().ifPresent(value -> plain.put(key, value)));
            return Optional.of(plain);
        }
    }

    /** Stands where something could not be read, which was told: so the key is not missing. */
    record Unread(Spot spot) implements Value {
        @Override
        public Optional<Object> plain() {
            return Optional.empty();
        }
    }

    /** A key of a level, and what stands there. */
    record Entry(Spot key, Value value) {}
}
