package dev.killswitch.incident;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the record says of one incident: the fold of its events.
 *
 * @param opened when the first of its events was observed
 * @param alerts in order
 * @param orders in order
 * @param steps by id, in the order intended
 * @param containments by id, in the order intended
 * @param releases by id, in the order asked for
 * @param entries all of its events, in order
 */
public record Incident(
        String id,
        Instant opened,
        List<Event.AlertDecided> alerts,
        List<Event.OrderGiven> orders,
        Map<String, StepState> steps,
        Map<String, Containment> containments,
        Map<String, Release> releases,
        List<Recorded> entries) {}
