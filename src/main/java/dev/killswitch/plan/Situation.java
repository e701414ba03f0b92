package dev.killswitch.plan;

import java.time.Instant;
import java.util.Map;

/**
 * How things stand when something is planned.
 *
 * @param now when the alert or the order was observed
 * @param history what the record answered to the planner's question
 * @param notReady by connection, why automation must not act through it yet
 */
public record Situation(Instant now, History history, Map<String, String> notReady) {
    public Situation {
        notReady = Map.copyOf(notReady);
    }
}
