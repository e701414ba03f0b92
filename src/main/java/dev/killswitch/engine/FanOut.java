package dev.killswitch.engine;

import dev.killswitch.action.Reference;
import dev.killswitch.config.IdSource;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Register.RecordUnreadable;
import dev.killswitch.plan.Climb;
import dev.killswitch.plan.History;
import dev.killswitch.plan.Planned;
import dev.killswitch.plan.PlannedStep;
import dev.killswitch.plan.Question;
import dev.killswitch.plan.Situation;
import dev.killswitch.plan.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The one place where steps are added after the plan: one more for each thing that a connection said belongs to a target, and
 * the stronger action where one fell short. In a commit of their own before any of them starts. Thread-safe.
 */
final class FanOut {
    /** Claims can be lost to another plan for the same things; not for ever. */
    private static final int PLANS_MAX = 5;

    private final Parts parts;
    private final Dispatcher dispatcher;
    private final LateEntries late;

    FanOut(Parts parts, Dispatcher dispatcher, LateEntries late) {
        this.parts = parts;
        this.dispatcher = dispatcher;
        this.late = late;
    }

    /**
     * What is added.
     *
     * @param cause the step that it follows from
     * @param word one for it and nothing else that is added to that step
     * @param what in words, with what was not done to it where it comes to nothing
     */
    private record Adding(Step cause, String word, String what, Question question, PlanOf plan) {}

    /** Makes the plan of it, as things stand. */
    private interface PlanOf {
        Planned plan(Situation situation, IdSource ids);
    }

    /** Plans and records a step for each thing that was found, and lets them run. */
    void add(Step cause, Step.Each each, List<Reference> found, Aftermath aftermath) {
        add(
                new Adding(
                        cause,
                        "each",
                        "what belongs to its target was not contained",
                        parts.planner().question(cause, each, found),
                        (situation, ids) -> parts.planner().fanOut(cause, each, found, situation, ids)),
                aftermath);
    }

    /** The same for what is stronger than a step that fell short; {@code time} tells it from others of that step. */
    void climb(Climb climb, long time, Aftermath aftermath) {
        add(
                new Adding(
                        climb.from(),
                        "stronger-" + time,
                        "what is stronger was not taken (" + climb.rung().told() + ")",
                        parts.planner().question(climb),
                        (situation, ids) -> parts.planner().climb(climb, situation, ids)),
                aftermath);
    }

    private void add(Adding adding, Aftermath aftermath) {
        Step cause = adding.cause();
        for (int plan = 1; plan <= PLANS_MAX; plan++) {
            Planned planned = plan(adding);
            List<Event> events = events(cause, planned);
            if (events.isEmpty()) {
                return;
            }
            var draft = new Draft(cause.id() + "/" + adding.word() + "-" + plan, events, planned.claims());
            switch (parts.journal().commit(draft).join()) {
                case Committed.Stored _ -> {
                    run(cause, planned, aftermath);
                    return;
                }
                case Committed.Duplicate _ -> {
                    return;
                }
                case Committed.Unrecorded no -> {
                    goOnUnrecorded(adding, draft, planned, no.why(), aftermath);
                    return;
                }
                case Committed.Lost _ -> {}
            }
        }
        var lost = page(cause, adding.word() + "-lost", adding.what() + ": others keep claiming it");
        parts.journal().commit(lost).join();
    }

    /** Automation stops here, and somebody hears of it as soon as anything can be recorded. */
    private void goOnUnrecorded(Adding adding, Draft draft, Planned planned, String why, Aftermath aftermath) {
        Step cause = adding.cause();
        switch (cause.authority()) {
            case Step.Authority.Person _ -> {
                late.add(draft);
                run(cause, planned, aftermath);
            }
            case Step.Authority.Rule _ ->
                late.add(page(
                        cause,
                        adding.word() + "-unrecorded",
                        adding.what() + " at once: it could not be recorded: " + why));
        }
    }

    private Planned plan(Adding adding) {
        History history;
        try {
            history = parts.register().history(adding.question());
        } catch (RecordUnreadable _) {
            history = History.EMPTY;
        }
        return adding.plan().plan(new Situation(parts.clock().instant(), history, Map.of()), parts.ids());
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
                .thenRun(() -> aftermath.second().at(cause.incident(), cause.id()));
    }

    private Draft page(Step cause, String what, String why) {
        var paged = new Event.Paged(parts.clock().instant(), cause.id(), why);
        return new Draft(cause.id() + "/" + what, List.of(paged), List.of());
    }
}
