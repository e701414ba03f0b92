package dev.killswitch.review;

import dev.killswitch.config.Kebab;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One sentence in which our words and what others wrote are told apart, so that each form it is written in can keep the
 * latter from passing for the former.
 */
public record Sentence(List<Part> parts) {
    private static final String SLOT = "{}";

    /** Nothing in it reads like a sentence. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_./:@+,=#~*-]+…?");

    public Sentence {
        parts = List.copyOf(parts);
    }

    /** A piece of it. */
    public sealed interface Part {
        /** Ours. */
        record Words(String text) implements Part {}

        /** An id, a name or a reason from outside: one line, bounded. */
        record Given(String text) implements Part {}

        /** Of a rule, as its operator wrote it: one line, bounded. */
        record Code(String text) implements Part {}

        /** To be run by hand once it was looked over: one line, whole. */
        record Command(String text) implements Part {}
    }

    /**
     * {@code template} with each {@code {}} filled in: text is taken for what others wrote; numbers, times, spans of time
     * and constants are ours.
     */
    static Sentence of(String template, Object... values) {
        var parts = new ArrayList<Part>();
        int from = 0;
        for (Object value : values) {
            int slot = template.indexOf(SLOT, from);
            if (slot < 0) {
                throw new IllegalArgumentException("more values than slots in: " + template);
            }
            words(template.substring(from, slot), parts);
            add(value, parts);
            from = slot + SLOT.length();
        }
        words(template.substring(from), parts);
        return new Sentence(parts);
    }

    private static void words(String text, List<Part> parts) {
        if (!text.isEmpty()) {
            parts.add(new Part.Words(text));
        }
    }

    private static void add(Object value, List<Part> parts) {
        switch (value) {
            case String text -> parts.add(new Part.Given(OutsideText.line(text)));
            case Sentence sentence -> parts.addAll(sentence.parts());
            case Instant at -> parts.add(new Part.Words(Times.exact(at)));
            case Duration span -> parts.add(new Part.Words(Times.span(span)));
            case Integer number -> parts.add(new Part.Words(number.toString()));
            case Long number -> parts.add(new Part.Words(number.toString()));
            case Enum<?> constant -> parts.add(new Part.Words(word(constant)));
            default -> throw new IllegalArgumentException("no sentence takes a " + value.getClass());
        }
    }

    /** Our own words, made elsewhere. */
    static Sentence words(String text) {
        return new Sentence(text.isEmpty() ? List.of() : List.of(new Part.Words(text)));
    }

    /** What an operator wrote in a rule. */
    static Sentence code(String text) {
        return new Sentence(List.of(new Part.Code(OutsideText.line(text))));
    }

    /** One line of {@link LeftToPerson}. */
    static Sentence command(String line) {
        return new Sentence(List.of(new Part.Command(line)));
    }

    /** A constant as it is written everywhere. */
    static String word(Enum<?> constant) {
        return Kebab.of(constant);
    }

    static Sentence joined(String between, List<Sentence> sentences) {
        var parts = new ArrayList<Part>();
        for (Sentence sentence : sentences) {
            if (!parts.isEmpty()) {
                parts.add(new Part.Words(between));
            }
            parts.addAll(sentence.parts());
        }
        return new Sentence(parts);
    }

    Sentence and(Sentence more) {
        return joined("", List.of(this, more));
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** As one line of text: what others wrote stands in quotes where it is more than a name. */
    public String plain() {
        return parts.stream()
                .map(part -> switch (part) {
                    case Part.Words words -> words.text();
                    case Part.Code code -> code.text();
                    case Part.Command command -> command.text();
                    case Part.Given given -> quoted(given.text());
                })
                .collect(Collectors.joining());
    }

    private static String quoted(String text) {
        return NAME.matcher(text).matches() ? text : "\"" + text.replace('"', '\'') + "\"";
    }

    /** For a line or a table cell of Markdown: what others wrote stands in code, where nothing is markup. */
    public String markdown() {
        return parts.stream()
                .map(part -> switch (part) {
                    case Part.Words words -> words.text();
                    case Part.Given given -> fenced(given.text());
                    case Part.Code code -> fenced(code.text());
                    case Part.Command command -> fence(command.text());
                })
                .collect(Collectors.joining());
    }

    /** What would end the code or a cell of a table is shown as what looks like it; the entry has the exact bytes. */
    private static String fenced(String text) {
        return "`" + text.replace('`', '\'').replace('|', '\u00A6') + "`";
    }

    /** For lists, where a pipe may stand; nobody runs what would have to stand in a longer fence. */
    private static String fence(String command) {
        return command.contains("`")
                ? fenced("# not as it is to be run, the entry has it: " + command)
                : "`" + command + "`";
    }

    /** As HTML text with what others wrote in {@code <code>}. */
    public String html() {
        return parts.stream()
                .map(part -> switch (part) {
                    case Part.Words words -> escaped(words.text());
                    case Part.Given given -> "<code>" + escaped(given.text()) + "</code>";
                    case Part.Code code -> "<code>" + escaped(code.text()) + "</code>";
                    case Part.Command command -> "<code>" + escaped(command.text()) + "</code>";
                })
                .collect(Collectors.joining());
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    @Override
    public String toString() {
        return plain();
    }
}
