package dev.killswitch.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One clause of a condition, and what it was.
 *
 * @param text in the language's plain form
 * @param values the names in it and what they stood for, as text; only for {@link Kind#TEST}
 * @param clauses those it is made of, in the order written; none for {@link Kind#TEST}
 */
public record Clause(Kind kind, String text, State state, Map<String, String> values, List<Clause> clauses) {
    public Clause {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        clauses = List.copyOf(clauses);
    }

    /** How its clauses go together. */
    public enum Kind {
        ALL("all"),
        ANY("any"),
        NOT("not"),
        /** If the first, the second, else the third. */
        CHOICE("choice"),
        TEST("test");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /** What it was. */
    public enum State {
        TRUE("true"),
        FALSE("false"),
        NOT_EVALUATED("not-evaluated"),
        ERRED("erred");

        private final String word;

        State(String word) {
            this.word = word;
        }
    }

    /** The smallest clause that made the whole what it is, where one alone did. */
    Clause deciding() {
        return switch (kind) {
            case ALL ->
                state == State.FALSE ? first(State.FALSE).map(Clause::deciding).orElse(this) : this;
            case ANY ->
                state == State.TRUE ? first(State.TRUE).map(Clause::deciding).orElse(this) : this;
            case NOT, CHOICE, TEST -> this;
        };
    }

    /** The first test that could not be worked out. */
    Optional<Clause> erred() {
        if (kind == Kind.TEST) {
            return state == State.ERRED ? Optional.of(this) : Optional.empty();
        }
        return clauses.stream()
                .map(Clause::erred)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> state == State.ERRED ? Optional.of(this) : Optional.empty());
    }

    private Optional<Clause> first(State wanted) {
        return clauses.stream().filter(clause -> clause.state() == wanted).findFirst();
    }

    /** All values in it and in its clauses, each once. */
    public Map<String, String> allValues() {
        var all = new LinkedHashMap<>(values);
        clauses.forEach(clause -> clause.allValues().forEach(all::putIfAbsent));
        return all;
    }

    /** As one line: {@code alert.severity = CRITICAL, alert.opened = true}. */
    public String valuesLine() {
        var parts = new ArrayList<String>();
        allValues().forEach((name, value) -> parts.add(name + " = " + value));
        return parts.isEmpty() ? state.word : String.join(", ", parts);
    }

    /**
     * As JSON text, keys in a fixed order: {@code op} and {@code clauses} for what is made of clauses, {@code text} and
     * {@code values} for a test.
     */
    public String json() {
        var json = new StringBuilder();
        append(json);
        return json.toString();
    }

    private void append(StringBuilder json) {
        json.append('{');
        if (kind == Kind.TEST) {
            json.append("\"text\":");
            quote(json, text);
        } else {
            json.append("\"op\":\"").append(kind.word).append('"');
        }
        json.append(",\"value\":\"").append(state.word).append('"');
        if (!values.isEmpty()) {
            json.append(",\"values\":{");
            String comma = "";
            for (var value : values.entrySet()) {
                json.append(comma);
                quote(json, value.getKey());
                json.append(':');
                quote(json, value.getValue());
                comma = ",";
            }
            json.append('}');
        }
        if (kind != Kind.TEST) {
            json.append(",\"clauses\":[");
            String comma = "";
            for (Clause clause : clauses) {
                json.append(comma);
                clause.append(json);
                comma = ",";
            }
            json.append(']');
        }
        json.append('}');
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        text.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                json.append('\\').append((char) point);
            } else if (isUnseen(point)) {
                for (char part : Character.toChars(point)) {
                    json.append("\\u%04x".formatted((int) part));
                }
            } else {
                json.appendCodePoint(point);
            }
        });
        json.append('"');
    }

    /** What could make a line look like another: control characters, marks of direction, half a character. */
    private static boolean isUnseen(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
