package dev.killswitch.review;

import java.util.ArrayList;
import java.util.List;

/** The entries that a statement stands on. */
public record Refs(List<Long> indexes) {
    public Refs {
        indexes = indexes.stream().distinct().sorted().toList();
    }

    Refs and(Refs more) {
        var all = new ArrayList<>(indexes);
        all.addAll(more.indexes());
        return new Refs(all);
    }

    /** {@code [L#1017]}, {@code [L#1017–1020, L#1024]}. */
    public String text() {
        var parts = new ArrayList<String>();
        int from = 0;
        for (int i = 0; i < indexes.size(); i++) {
            boolean endsRun = i + 1 == indexes.size() || indexes.get(i + 1) != indexes.get(i) + 1;
            if (endsRun) {
                long first = indexes.get(from);
                long last = indexes.get(i);
                parts.add(first == last ? "L#" + first : "L#" + first + "\u2013" + last);
                from = i + 1;
            }
        }
        return "[" + String.join(", ", parts) + "]";
    }
}
