package dev.killswitch.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoublePredicate;

/** What was measured beside what was hoped for, as one table. Used by one thread. */
final class Figures {
    private final List<Row> rows = new ArrayList<>();

    private record Row(String what, String goal, String here, String met) {}

    /** A figure that has a goal. */
    void add(String what, String goal, double value, String unit, DoublePredicate met) {
        rows.add(new Row(what, goal, written(value, unit), met.test(value) ? "yes" : "no"));
    }

    /** A figure that explains another one. */
    void add(String what, double value, String unit) {
        rows.add(new Row("  " + what, "", written(value, unit), ""));
    }

    private static String written(double value, String unit) {
        return String.format(Locale.ROOT, value < 100 ? "%,.2f %s" : "%,.0f %s", value, unit);
    }

    /** The value that {@code share} of all are not above. */
    static double percentile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(Math.ceil(share * sorted.length)) - 1)];
    }

    static double median(double[] values) {
        return percentile(values, 0.5);
    }

    /** In Markdown, so that it can be kept as it is. */
    String table() {
        var text = new StringBuilder();
        text.append(String.format("| %-66s | %-12s | %16s | %-3s |%n", "what", "goal", "here", "met"));
        text.append(String.format("|%s|%s|%s:|%s|%n", "-".repeat(68), "-".repeat(14), "-".repeat(17), "-".repeat(5)));
        for (Row row : rows) {
            text.append(String.format("| %-66s | %-12s | %16s | %-3s |%n", row.what, row.goal, row.here, row.met));
        }
        return text.toString();
    }
}
