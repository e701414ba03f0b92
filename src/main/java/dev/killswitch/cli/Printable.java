package dev.killswitch.cli;

/** Text that others wrote, made safe for a terminal: what would steer it, or hide or reorder text, is shown instead. */
final class Printable {
    private Printable() {}

    /** One line: a line break in {@code text} is shown too. */
    static String line(String text) {
        return replaced(text, Printable::shown);
    }

    /** JSON that was just written, of which only strings can hold such characters: they become escapes of JSON. */
    static String json(String json) {
        return replaced(json, unit -> unit == '\n' ? "\n" : String.format("\\u%04x", (int) unit));
    }

    private interface Written {
        String of(char unit);
    }

    private static String replaced(String text, Written written) {
        var safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int end = i + Character.charCount(point);
            if (steers(point)) {
                for (; i < end; i++) {
                    safe.append(written.of(text.charAt(i)));
                }
            } else {
                safe.appendCodePoint(point);
            }
            i = end;
        }
        return safe.toString();
    }

    private static String shown(char unit) {
        return switch (unit) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> unit < 0x100 ? String.format("\\x%02x", (int) unit) : String.format("\\u%04x", (int) unit);
        };
    }

    private static boolean steers(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, // escapes, line breaks, the eight-bit ones
                    Character.FORMAT, // direction overrides, zero width
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
