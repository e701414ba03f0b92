package dev.killswitch.rule;

import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import dev.killswitch.config.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@link Match#explanation()} wrote, also years later, for people. Lines are indented by two blanks for each
 * level; values stand in brackets.
 */
public final class Explanation {
    private static final String INDENT = "  ";

    private Explanation() {}

    /** The text itself, as one line, where it is no explanation. */
    public static List<String> lines(String json) {
        var problems = new Problems();
        Section root = Document.read("explanation", json, problems).root();
        var lines = new ArrayList<String>();
        add(root, "", lines);
        return problems.isEmpty() ? List.copyOf(lines) : List.of(json);
    }

    private static void add(Section clause, String indent, List<String> lines) {
        String value = clause.requiredText("value").replace('-', ' ');
        if (!clause.names().contains("op")) {
            lines.add(indent + clause.requiredText("text") + ": " + value + values(clause.section("values")));
            return;
        }
        String words = switch (clause.requiredText("op")) {
            case "all" -> "all of";
            case "any" -> "any of";
            case "not" -> "not";
            case "choice" -> "if, then, else";
            case String other -> other;
        };
        lines.add(indent + words + ": " + value);
        clause.sections("clauses").forEach(part -> add(part, indent + INDENT, lines));
    }

    private static String values(Section values) {
        var parts = new ArrayList<String>();
        values.names().stream()
                .sorted()
                .forEach(name -> parts.add(name + " = " + values.text(name).orElse("")));
        return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
    }
}
