package dev.killswitch.config;

import dev.killswitch.config.Section.Place;
import dev.killswitch.config.Value.Spot;
import java.util.List;
import java.util.regex.Pattern;

/** A file's text, to show a line of it and to find a place within a value that spans several. */
record Text(String file, List<String> lines) {
    /** A longer line is shown around the place only. */
    private static final int SHOWN_MAX = 120;

    /** A secret belongs in a file of its own, but one that was written here all the same must not be shown. */
    private static final Pattern SECRET = Pattern.compile(
            "(?i)([a-z0-9_-]*(?:secret|password|passphrase|token|bearer|api-?key|credential)(?![a-z0-9_-]*-files?)"
                    + "[a-z0-9_-]*[\"']?\\s*:\\s*)(\"[^\"]*\"?|'[^']*'?|[^\\s{\\[,}\\]][^,}\\]]*)");

    static Text of(String file, String text) {
        return new Text(file, text.lines().toList());
    }

    String where(Spot spot) {
        return spot.line() < 0 ? file : file + ":" + (spot.line() + 1) + ":" + (spot.column() + 1);
    }

    /** The line with a caret below the place. */
    String excerpt(Spot spot) {
        if (spot.line() < 0 || spot.line() >= lines.size()) {
            return "";
        }
        String line = lines.get(spot.line()).replace('\t', ' ');
        String hidden = SECRET.matcher(line).replaceAll(match -> match.group(1).replace("$", "\\$") + "…");
        int column = Math.min(spot.column(), hidden.codePointCount(0, hidden.length()));
        int[] points = hidden.codePoints().toArray();
        int from = Math.max(0, Math.min(column - SHOWN_MAX / 2, points.length - SHOWN_MAX));
        int to = Math.min(points.length, from + SHOWN_MAX);
        return "    " + new String(points, from, to - from).stripTrailing() + "\n    " + " ".repeat(column - from)
                + "^";
    }

    /**
     * Where in the file the place within the value {@code scalar} stands. Quotes, indentation and folded lines are what
     * the file has more than the value: each character of the value is the next one like it in the file.
     */
    Spot within(Value.Scalar scalar, Place place) {
        int line = scalar.spot().line();
        if (line < 0 || line >= lines.size()) {
            return scalar.spot();
        }
        int[] wanted = upTo(scalar.text(), place);
        int column = scalar.spot().column();
        int[] points = lines.get(line).codePoints().toArray();
        if (column < points.length && (points[column] == '|' || points[column] == '>') && scalar.quoted()) {
            line++;
            column = 0;
        } else if (scalar.quoted()) {
            column++;
        }
        Spot found = new Spot(line, column);
        for (int i = 0; i < wanted.length && line < lines.size(); ) {
            points = lines.get(line).codePoints().toArray();
            while (column < points.length && points[column] != wanted[i]) {
                column++;
            }
            if (column >= points.length) {
                line++;
                column = 0;
                continue;
            }
            found = new Spot(line, column);
            column++;
            i++;
        }
        return found;
    }

    /** The characters of the value up to the one at {@code place}, white space left out. */
    private static int[] upTo(String value, Place place) {
        int line = 1;
        int column = 1;
        var kept = new StringBuilder();
        for (int point : value.codePoints().toArray()) {
            if (line > place.line() || (line == place.line() && column > place.column())) {
                break;
            }
            if (!Character.isWhitespace(point)) {
                kept.appendCodePoint(point);
            }
            column++;
            if (point == '\n') {
                line++;
                column = 1;
            }
        }
        return kept.codePoints().toArray();
    }
}
