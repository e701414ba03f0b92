package dev.killswitch.plan;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a planner must know of the past before it can plan one alert or order.
 *
 * @param finding as {@link #finding(String, String)} joins it; null for an order
 * @param things what is named, as {@code connection:kind/id}: for the incident it belongs to, within {@code near}
 * @param near how far back another alert that names the same thing makes one incident of both
 * @param tallies by key, how far back to count
 * @param budgets by key, how far back to look for what was taken
 * @param once keys of which to know whether somebody claimed them
 */
public record Question(
        @Nullable String finding,
        List<String> things,
        Duration near,
        Map<String, Duration> tallies,
        Map<String, Duration> budgets,
        List<String> once) {
    public Question {
        things = List.copyOf(things);
        tallies = Map.copyOf(tallies);
        budgets = Map.copyOf(budgets);
        once = List.copyOf(once);
    }

    /** Source and finding, joined: a source's name has no slash. */
    public static String finding(String source, String finding) {
        return source + "/" + finding;
    }
}
