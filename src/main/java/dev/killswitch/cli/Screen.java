package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** Where a command prints. Whatever comes here may hold text of others: each line is made {@link Printable}. */
final class Screen {
    private static final String LOUD = "\u001b[1;31m";
    private static final String PLAIN = "\u001b[0m";

    /** As wide as {@code connections}. */
    private static final int LABEL_WIDTH = 11;

    private final PrintWriter out;
    private final PrintWriter err;
    private final Machine.Ink ink;

    Screen(PrintWriter out, PrintWriter err, Machine.Ink ink) {
        this.out = out;
        this.err = err;
        this.ink = ink;
    }

    /** A number of things, as people write it. */
    static String counted(long count, String one) {
        return count + " " + one + (count == 1 ? "" : "s");
    }

    /** A line of the result. */
    void say(String line) {
        out.println(Printable.line(line));
        out.flush();
    }

    /** A line of the result behind what it is about; a blank label goes on with the one above. */
    void say(String label, String text) {
        say(label + " ".repeat(Math.max(1, LABEL_WIDTH + 1 - label.length())) + text);
    }

    /** A line of the result that nobody must overlook. */
    void shout(String line) {
        out.println(loud(Printable.line(line)));
        out.flush();
    }

    /** A remark that is no part of the result. */
    void note(String line) {
        err.println("ks: " + Printable.line(line));
        err.flush();
    }

    /** Why it did not work; what stands below the first line goes in. */
    void fail(Stop stop) {
        String before = "ks: ";
        for (String line : stop.lines()) {
            err.println(before.isBlank() ? before + line : loud(before + line));
            before = "    ";
        }
        err.flush();
    }

    /** JSON as the server wrote it, indented. */
    void json(JsonNode node) {
        out.println(Printable.json(node.toPrettyString()));
        out.flush();
    }

    private String loud(String line) {
        return switch (ink) {
            case PLAIN -> line;
            case COLOURS -> LOUD + line + PLAIN;
        };
    }
}
