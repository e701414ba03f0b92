package dev.killswitch.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from one alert or one order: recorded as it is, if its claims hold.
 *
 * @param incident the one it belongs to; null where nothing matched
 * @param why one sentence, for the sender, the person and the record
 * @param pages what somebody has to look at, a sentence each
 */
public record Planned(
        Decision decision,
        @Nullable String incident,
        List<PlannedStep> steps,
        List<Claim> claims,
        String why,
        List<String> pages) {
    public Planned {
        steps = List.copyOf(steps);
        claims = List.copyOf(claims);
        pages = List.copyOf(pages);
    }

    /** One that nobody has to look at. */
    public Planned(
            Decision decision, @Nullable String incident, List<PlannedStep> steps, List<Claim> claims, String why) {
        this(decision, incident, steps, claims, why, List.of());
    }
}
