package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * An order that a person gives.
 *
 * @param about what it does, in words
 */
record GivenOrder(String about, ObjectNode order, Follow.Fan fan) {
    /** What it would do. */
    Exit show(Session session) throws Stop {
        JsonNode answer = session.post("v1/orders?preview=true", order);
        List<StepSeen> steps = StepSeen.of(answer);
        if (session.wantsJson()) {
            session.screen().json(answer);
        } else {
            new OrderReport(session).preview(about, steps);
        }
        return steps.stream().allMatch(StepSeen::goesOn) ? Exit.DONE : Exit.NOT_DONE;
    }

    /** Does it, and looks until its steps have ended. */
    Exit give(Session session, OrderOptions options) throws Stop {
        if (!session.wantsJson()) {
            session.screen().say("now", about);
        }
        String key = options.key == null ? session.machine().ids().next("ks") : options.key;
        JsonNode answer = new Orders(session).give(order, key);
        String incident = Json.text(answer, "incident").orElse("");
        var report = new OrderReport(session);
        report.given(answer);
        List<StepSeen> steps = ends(session, incident, answer);
        if (session.wantsJson()) {
            session.screen().json(withSteps(answer, steps));
        } else {
            report.ended(incident, steps);
        }
        return steps.stream().allMatch(StepSeen::isDone) ? Exit.DONE : Exit.NOT_DONE;
    }

    /** What is not on record yet cannot be looked at: its answer came when it had ended. */
    private List<StepSeen> ends(Session session, String incident, JsonNode answer) throws Stop {
        List<StepSeen> ordered = StepSeen.of(answer);
        if (OrderReport.isUnrecorded(answer)) {
            return ordered;
        }
        return new Follow(session, incident, ordered).untilEnded(fan);
    }

    /** The order's answer with its steps as they are now. */
    private static JsonNode withSteps(JsonNode answer, List<StepSeen> steps) {
        if (!(answer.deepCopy() instanceof ObjectNode now)) {
            return answer;
        }
        ArrayNode list = now.putArray("steps");
        steps.forEach(step -> list.add(step.json()));
        return now;
    }
}
