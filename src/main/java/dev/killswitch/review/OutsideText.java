package dev.killswitch.review;

/**
 * What others wrote, made fit for one line of ours: nothing in it ends a line, turns its direction or begins a line of a
 * signed note. Where a character is replaced, the entry has the exact one.
 */
final class OutsideText {
    /** Long enough for what guards and proofs say; only the longest ARNs are cut. */
    private static final int LENGTH_MAX = 400;

    private static final int REPLACEMENT = 0xFFFD;

    private OutsideText() {}

    static String line(String text) {
        String head = text.length() > 2 * LENGTH_MAX ? text.substring(0, 2 * LENGTH_MAX) : text;
        String line = head.codePoints()
                .limit(LENGTH_MAX)
                .map(OutsideText::shown)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        boolean isCut = text.codePoints().limit(LENGTH_MAX + 1L).count() > LENGTH_MAX;
        String shown = line.isBlank() ? "(nothing)" : line;
        return isCut ? shown + "…" : shown;
    }

    /** Whether each character of it may be shown as it is, whatever its length. */
    static boolean isPlain(String text) {
        return text.codePoints().allMatch(point -> shown(point) == point);
    }

    /** Signature lines of a note begin with a dash of this kind; nobody may make one for us. */
    private static int shown(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> REPLACEMENT;
            case Character.SPACE_SEPARATOR -> ' ';
            default -> point == '\u2014' || point == '\u2015' ? '-' : point;
        };
    }
}
