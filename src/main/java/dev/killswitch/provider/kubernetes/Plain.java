package dev.killswitch.provider.kubernetes;

import java.nio.charset.StandardCharsets;

/** Text for what other people's terminals and consoles print as it is: one line, nothing that steers or hides. */
final class Plain {
    private static final String CUT = "...";

    private Plain() {}

    static String of(String text) {
        var plain = new StringBuilder(text.length());
        text.codePoints().map(Plain::plain).forEach(plain::appendCodePoint);
        return plain.toString();
    }

    /** The beginning of it, where it has more than {@code bytesMax} in UTF-8. */
    static String of(String text, int bytesMax) {
        String plain = of(text);
        if (bytes(plain) <= bytesMax) {
            return plain;
        }
        int end = plain.length();
        while (bytes(plain.substring(0, end)) > bytesMax - CUT.length()) {
            end = plain.offsetByCodePoints(end, -1);
        }
        return plain.substring(0, end) + CUT;
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static int plain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> '?';
            default -> point;
        };
    }
}
