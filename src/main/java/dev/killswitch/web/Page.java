package dev.killswitch.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next what to ask for {@code after}; null at the end
 */
record Page<T>(List<T> items, @Nullable String next) {
    private static final int LIMIT = 50;
    private static final int LIMIT_MAX = 500;

    Page {
        items = List.copyOf(items);
    }

    /** All of a list that is short by its nature. */
    static <T> Page<T> whole(List<T> items) {
        return new Page<>(items, null);
    }

    /**
     * A page of {@code found}, of which one more than {@code limit} was asked for, to know whether there is more.
     */
    static <F, T> Page<T> of(List<F> found, int limit, Function<F, String> cursor, Function<F, T> view) {
        List<F> shown = found.size() > limit ? found.subList(0, limit) : found;
        String next = found.size() > limit ? cursor.apply(shown.getLast()) : null;
        return new Page<>(shown.stream().map(view).toList(), next);
    }

    /** Reads {@code ?limit=}. */
    static int limit(@Nullable String text) {
        if (text == null) {
            return LIMIT;
        }
        if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > LIMIT_MAX) {
            throw Wrong.parameter("limit", text, "a whole number from 1 to " + LIMIT_MAX);
        }
        return Integer.parseInt(text);
    }

    /** Reads {@code ?after=}: an id of ours, as the page before gave it. */
    static @Nullable String after(@Nullable String text) {
        if (text != null && !text.matches("[a-z]{1,8}-[0-9a-z]{26}")) {
            throw Wrong.parameter("after", text, "next of the page before, as it was given");
        }
        return text;
    }
}
