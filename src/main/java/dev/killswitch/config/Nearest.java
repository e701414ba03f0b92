package dev.killswitch.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the name that somebody probably meant. */
public final class Nearest {
    /** A longer word than any name of ours is no misspelling; comparing it would only cost time. */
    private static final int WORD_MAX = 100;

    /** How many names are listed where none is near. */
    private static final int LISTED_MAX = 12;

    private Nearest() {}

    /** The one of {@code names} that takes the fewest edits from {@code word}, where that is few enough to be a slip. */
    public static Optional<String> to(String word, Collection<String> names) {
        if (word.length() > WORD_MAX) {
            return Optional.empty();
        }
        int allowed = Math.max(1, word.length() / 3);
        return new TreeSet<>(names)
                .stream()
                        .filter(name -> name.length() <= WORD_MAX)
                        .filter(name -> distance(word, name) <= allowed)
                        .min(Comparator.comparingInt(name -> distance(word, name)));
    }

    /** What to write instead of {@code word}: the nearest, or else some of those there are. */
    public static String hint(String word, Collection<String> names) {
        if (names.isEmpty()) {
            return "none here";
        }
        return to(word, names).map(name -> "'" + name + "' (nearest)").orElseGet(() -> "one of " + list(names));
    }

    private static String list(Collection<String> names) {
        var sorted = new TreeSet<>(names);
        String some = String.join(", ", sorted.stream().limit(LISTED_MAX).toList());
        return sorted.size() > LISTED_MAX ? some + " and " + (sorted.size() - LISTED_MAX) + " more" : some;
    }

    /** Insertions, deletions, replacements and swaps of neighbours. */
    static int distance(String from, String to) {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int replaced = edits[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                edits[i][j] = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[from.length()][to.length()];
    }
}
