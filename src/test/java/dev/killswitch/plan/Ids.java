package dev.killswitch.plan;

import dev.killswitch.config.IdSource;
import java.util.HashMap;
import java.util.Map;

/** Counts: {@code s-1}, {@code s-2}, {@code c-1}. */
final class Ids implements IdSource {
    private final Map<String, Integer> given = new HashMap<>();

    @Override
    public String next(String prefix) {
        return prefix + "-" + given.merge(prefix, 1, Integer::sum);
    }
}
