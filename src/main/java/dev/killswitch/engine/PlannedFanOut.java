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

/** Law 6's one fan-out: plans, records and runs one more step for each thing that belongs to a target. Thread-safe. */
final class PlannedFanOut implements FanOut {
    /** Claims can be lost to another plan for the same things; not for ever. */
    private static final int PLANS_MAX = 5;

    private final Parts parts;
    private final Dispatcher dispatcher;
    private final LateEntries late;

    PlannedFanOut(Parts parts, Dispatcher dispatcher, LateEntries late) {
        this.parts = parts;
        this.dispatcher = dispatcher;
        this.late = late;
    }

    @Override
    public void add(Step cause, Step.Each each, List<Reference> found, Aftermath aftermath) {
        for (int plan = 1; plan <= PLANS_MAX; plan++) {
            Planned planned = plan(cause, each, found);
            List<Event> events = events(cause, planned);
            if (events.isEmpty()) {
                return;
            }
            Committed committed = parts.journal()
                    .commit(new Draft(cause.id() + "/each-" + plan, events, planned.claims()))
                    .join();
            switch (committed) {
                case Committed.Stored _ -> {
                    run(planned, aftermath);
                    return;
                }
                case Committed.Duplicate _ -> {
                    return;
                }
                case Committed.Unrecorded _ -> {
                    if (cause.authority() instanceof Step.Authority.Person) {
                        late.add(events);
                        run(planned, aftermath);
                    }
                    return;
                }
                case Committed.Lost _ -> {}
            }
        }
        page(cause);
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

    private void run(Planned planned, Aftermath aftermath) {
        var _ = dispatcher.run(
                planned.steps().stream()
                        .filter(PlannedStep::goesOn)
                        .map(PlannedStep::step)
                        .toList(),
                aftermath);
    }

    private void page(Step cause) {
        var paged = new Event.Paged(
                parts.clock().instant(),
                cause.id(),
                "what belongs to its target could not be planned: others keep claiming it");
        parts.journal()
                .commit(new Draft(cause.id() + "/each-lost", List.of(paged), List.of()))
                .join();
    }
}
