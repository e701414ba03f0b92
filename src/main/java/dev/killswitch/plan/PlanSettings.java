package dev.killswitch.plan;

import dev.killswitch.config.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What an operator says about planning.
 *
 * @param staleAfter an alert that occurred longer ago than this when it was observed is for a person to judge
 * @param near how far back another alert or order that names the same thing makes one incident of both
 */
public record PlanSettings(
        Protected names, Budgets budgets, Duration staleAfter, Duration near, ReleasePolicy release) {
    public static final PlanSettings USUAL = new PlanSettings(
            Protected.BUILT_IN_ONLY,
            Budgets.USUAL,
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            ReleasePolicy.USUAL);

    private static final Duration STALE_MAX = Duration.ofDays(1);
    private static final Duration NEAR_MAX = Duration.ofDays(1);

    /** Reads {@code protected}, {@code budgets}, {@code alerts} and {@code release} of the whole configuration. */
    public static PlanSettings read(Section root, Map<String, ConnectionSettings> connections) {
        Section alerts = root.section("alerts");
        return new PlanSettings(
                Protected.read(root, connections),
                Budgets.read(root.section("budgets")),
                Bounded.within(alerts, "stale-after", USUAL.staleAfter, STALE_MAX),
                Bounded.within(alerts, "near", USUAL.near, NEAR_MAX),
                ReleasePolicy.read(root.section("release")));
    }

    /** The same, with what nobody may touch: what we run on and act with. */
    public PlanSettings ourselves(Names... names) {
        return new PlanSettings(this.names.with(List.of(names)), budgets, staleAfter, near, release);
    }
}
