package dev.killswitch.engine;

import dev.killswitch.action.Reference;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Register.RecordUnreadable;
import dev.killswitch.plan.History;
import dev.killswitch.plan.Planned;
import dev.killswitch.plan.PlannedStep;
import dev.killswitch.plan.Situation;
import dev.killswitch.plan.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The one place where steps are added after the plan: one more for each thing that a connection said belongs to a target,
 * in a commit of their own before any of them starts. Thread-safe.
 */
final class FanOut {
    /** Claims can be lost to another plan for the same things; not for ever. */
    private static final int PLANS_MAX = 5;

    private final Parts parts;
    private final Dispatcher dispatcher;
    private final LateEntries late;
    private final SecondLook second;

    FanOut(Parts parts, Dispatcher dispatcher, LateEntries late, SecondLook second) {
        this.parts = parts;
        this.dispatcher = dispatcher;
        this.late = late;
        this.second = second;
    }

    /** Plans and records them, and lets them run. */
    void add(Step cause, Step.Each each, List<Reference> found, Aftermath aftermath) {
        for (int plan = 1; plan <= PLANS_MAX; plan++) {
            Planned planned = plan(cause, each, found);
            List<Event> events = events(cause, planned);
            if (events.isEmpty()) {
                return;
            }
            var draft = new Draft(cause.id() + "/each-" + plan, events, planned.claims());
            switch (parts.journal().commit(draft).join()) {
                case Committed.Stored _ -> {
                    run(cause, planned, aftermath);
                    return;
                }
                case Committed.Duplicate _ -> {
                    return;
                }
                case Committed.Unrecorded no -> {
                    goOnUnrecorded(cause, draft, planned, no.why(), aftermath);
                    return;
                }
                case Committed.Lost _ -> {}
            }
        }
        var lost = page(cause, "each-lost", "what belongs to its target could not be planned: others keep claiming it");
        parts.journal().commit(lost).join();
    }

    /** Automation stops here, and somebody hears of it as soon as anything can be recorded. */
    private void goOnUnrecorded(Step cause, Draft draft, Planned planned, String why, Aftermath aftermath) {
        switch (cause.authority()) {
            case Step.Authority.Person _ -> {
                late.add(draft);
                run(cause, planned, aftermath);
            }
            case Step.Authority.Rule _ ->
                late.add(page(
                        cause,
                        "each-unrecorded",
                        "what belongs to its target was not contained at once: it could not be recorded: " + why));
        }
    }

    private Planned plan(Step cause, Step.Each each, List<Reference> found) {
        var question = parts.planner().question(cause, each, found);
        History history;
        try {
            history = parts.register().history(question);
        } catch (RecordUnreadable _) {
            history = History.EMPTY;
        }
        var situation = new Situation(parts.clock().instant(), history, Map.of());
        return parts.planner().fanOut(cause, each, found, situation, parts.ids());
    }

    private List<Event> events(Step cause, Planned planned) {
        Instant now = parts.clock().instant();
        var events = new ArrayList<Event>();
        planned.steps().forEach(step -> events.add(new Event.StepIntended(now, step)));
        planned.pages().forEach(why -> events.add(new Event.Paged(now, cause.id(), why)));
        return events;
    }

    private void run(Step cause, Planned planned, Aftermath aftermath) {
        var _ = dispatcher
                .run(
                        planned.steps().stream()
                                .filter(PlannedStep::goesOn)
                                .map(PlannedStep::step)
                                .toList(),
                        aftermath)
                .thenRun(() -> second.at(cause.incident(), cause.id()));
    }

    private Draft page(Step cause, String what, String why) {
        var paged = new Event.Paged(parts.clock().instant(), cause.id(), why);
        return new Draft(cause.id() + "/" + what, List.of(paged), List.of());
    }
}
