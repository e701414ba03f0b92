package dev.killswitch.source.generic;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where an expression reads, as far as its text shows: {@code body.a["b"][0]} is {@code /a/b/0}. */
final class Pointers {
    private static final Pattern PATH = Pattern.compile(
            "(body|item)((?:\\.\\??[A-Za-z_][A-Za-z0-9_]*|\\[\\??(?:\"[^\"\\\\]*\"|'[^'\\\\]*'|[0-9]+)])*)");

    private static final Pattern PART =
            Pattern.compile("\\.\\??([A-Za-z_][A-Za-z0-9_]*)|\\[\\??(?:\"([^\"]*)\"|'([^']*)'|([0-9]+))]");

    private Pointers() {}

    /** {@code item} is where {@code item} stands. Where the text is more than a path, the place is all of it. */
    static String of(String expression, String item) {
        Matcher path = PATH.matcher(expression.strip());
        if (!path.matches()) {
            return item;
        }
        var pointer = new StringBuilder(path.group(1).equals("item") ? item : "");
        Matcher part = PART.matcher(path.group(2));
        while (part.find()) {
            for (int i = 1; i <= part.groupCount(); i++) {
                Optional.ofNullable(part.group(i))
                        .ifPresent(name -> pointer.append('/')
                                .append(name.replace("~", "~0").replace("/", "~1")));
            }
        }
        return pointer.toString();
    }
}
