package dev.killswitch.web;

import dev.killswitch.incident.Event;
import dev.killswitch.incident.Incident;
import java.util.List;

/** An incident as one line of a list. */
record IncidentSummary(
        String incident,
        String opened,
        String state,
        int alerts,
        int orders,
        int steps,
        int standing,
        List<String> rules,
        List<TargetView> targets) {
    /** A list shows what an incident is about, not all of it. */
    private static final int SHOWN_MAX = 10;

    static IncidentSummary of(Incident incident) {
        return new IncidentSummary(
                incident.id(),
                Words.of(incident.opened()),
                IncidentView.state(incident),
                incident.alerts().size(),
                incident.orders().size(),
                incident.steps().size(),
                IncidentView.standing(incident),
                incident.alerts().stream()
                        .flatMap(alert -> alert.matches().stream())
                        .map(Event.Matched::rule)
                        .distinct()
                        .limit(SHOWN_MAX)
                        .toList(),
                incident.steps().values().stream()
                        .map(step -> StepView.of(step).target())
                        .distinct()
                        .limit(SHOWN_MAX)
                        .toList());
    }
}
