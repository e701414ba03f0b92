package dev.killswitch.engine;

import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Rung;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Recorded;
import dev.killswitch.incident.Register;
import dev.killswitch.incident.Register.RecordUnreadable;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Climb;
import dev.killswitch.plan.Step;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a step was refused or partial, and its answer named what is stronger: takes that, if the step's course says so. The
 * record tells what was taken already, so that a crash loses none and does none twice. Thread-safe.
 */
final class Climber {
    private final Register register;
    private final Journal journal;
    private final LateEntries late;
    private final FanOut fanOut;
    private final Clock clock;

    Climber(Parts parts, LateEntries late, FanOut fanOut) {
        this.register = parts.register();
        this.journal = parts.journal();
        this.late = late;
        this.fanOut = fanOut;
        this.clock = parts.clock();
    }

    /** A step has ended. */
    void ended(Step step, Outcome outcome, Aftermath aftermath) {
        if (outcome instanceof Outcome.Refused refused
                && !step.course().otherwise().isEmpty()) {
            climb(step, refused.stronger(), "refused: " + refused.why(), aftermath);
        }
    }

    /** Somebody has looked at what a step did. */
    void seen(Step step, Proof proof, Aftermath aftermath) {
        if (proof instanceof Proof.Partial partial && !step.course().otherwise().isEmpty()) {
            climb(step, partial.stronger(), fellShort(partial), aftermath);
        }
    }

    /** Goes on with one that a crash cut off, if it {@link #owes}. */
    void resume(StepState step, Aftermath aftermath) {
        Outcome outcome = step.outcome();
        if (step.proof() instanceof Proof.Partial partial) {
            seen(step.planned().step(), partial, aftermath);
        } else if (outcome != null) {
            ended(step.planned().step(), outcome, aftermath);
        }
    }

    private static String fellShort(Proof.Partial partial) {
        List<String> ways = partial.stillWorks();
        return ways.isEmpty()
                ? "partial"
                : "partial: " + ways.getFirst() + (ways.size() > 1 ? " and " + (ways.size() - 1) + " more" : "");
    }

    /** Whether what is stronger than that step has still to be taken. */
    static boolean owes(Incident incident, StepState step) {
        Step what = step.planned().step();
        return step.owed()
                .filter(rung -> !isGivenBack(incident, what))
                .filter(rung -> !isTaken(incident, what, rung))
                .isPresent();
    }

    /** Steps that were partial when somebody looked, with nothing stronger at work any more since: it may have helped. */
    static List<StepState> doubtful(Incident incident) {
        return incident.steps().values().stream()
                .filter(step -> step.state() == StepState.State.PARTIAL)
                .filter(step -> !isGivenBack(incident, step.planned().step()))
                .filter(step -> isDoubtful(incident, step))
                .toList();
    }

    /** Those in the incident of {@code rung}, but the one below it; none where that cannot be read. */
    List<StepState> doubtful(Step rung) {
        try {
            return register.incident(rung.incident())
                    .map(incident -> doubtful(incident).stream()
                            .filter(step -> !step.id().equals(rung.course().cause()))
                            .toList())
                    .orElse(List.of());
        } catch (RecordUnreadable _) {
            return List.of();
        }
    }

    private static boolean isDoubtful(Incident incident, StepState step) {
        Set<String> above = above(incident, step.id()).map(StepState::id).collect(Collectors.toSet());
        if (above.isEmpty() || above(incident, step.id()).anyMatch(StepState::isOpen)) {
            return false;
        }
        long looked = -1;
        long ended = -1;
        for (Recorded entry : incident.entries()) {
            if (entry.event() instanceof Event.StepProven proven
                    && proven.step().equals(step.id())) {
                looked = entry.index();
            } else if (entry.event() instanceof Event.StepEnded end && above.contains(end.step())) {
                ended = entry.index();
            }
        }
        return ended > looked;
    }

    /** What was taken since that step fell short, and since that did; by whichever step of the incident. */
    private static Stream<StepState> above(Incident incident, String step) {
        return rungs(incident, step)
                .flatMap(rung -> doers(incident, rung))
                .flatMap(rung -> Stream.concat(Stream.of(rung), above(incident, rung.id())));
    }

    private static Stream<StepState> doers(Incident incident, StepState rung) {
        String doing = Climb.doing(rung.planned().step());
        return rung.planned().goesOn()
                ? Stream.of(rung)
                : incident.steps().values().stream()
                        .filter(step -> step.planned().goesOn()
                                && Climb.doing(step.planned().step()).equals(doing));
    }

    private static Stream<StepState> rungs(Incident incident, String from) {
        return incident.steps().values().stream()
                .filter(step -> step.planned().step().isRung()
                        && from.equals(step.planned().step().course().cause()));
    }

    private static boolean isTaken(Incident incident, Step from, Rung rung) {
        Set<String> taken = rungs(incident, from.id())
                .map(step -> Climb.doing(step.planned().step()))
                .collect(Collectors.toSet());
        List<Reference> things = rung.on().isEmpty() ? List.of(from.reference()) : rung.on();
        return things.stream().map(thing -> Climb.doing(rung.action(), thing)).allMatch(taken::contains);
    }

    /** Whoever wants it undone does not want what would have followed from it. */
    private static boolean isGivenBack(Incident incident, Step step) {
        Containment containment = incident.containments().get(step.containment());
        return containment != null && containment.release() != null;
    }

    private void climb(Step from, @Nullable Rung rung, String fellShort, Aftermath aftermath) {
        Optional<Incident> incident;
        try {
            incident = register.incident(from.incident());
        } catch (RecordUnreadable unreadable) {
            if (from.authority() instanceof Step.Authority.Rule) {
                late.add(page(
                        from,
                        "stronger-unread",
                        "nothing stronger is taken after it fell short (" + fellShort + "): the record cannot be read: "
                                + unreadable.getMessage()));
                return;
            }
            incident = Optional.empty();
        }
        if (rung != null && from.course().otherwise().contains(rung.action()) && isNew(incident, from, rung)) {
            long times = incident.map(one -> rungs(one, from.id()).count()).orElse(0L);
            fanOut.climb(new Climb(from, rung, fellShort, doing(incident, from)), times, aftermath);
        } else if (incident.filter(one -> isExhausted(one, from)).isPresent()) {
            String why = "it falls short still, and nothing stronger is left to be taken: " + fellShort;
            journal.commit(page(from, "stronger-none", why)).join();
        }
    }

    private static boolean isNew(Optional<Incident> incident, Step from, Rung rung) {
        return incident.filter(one -> isGivenBack(one, from) || isTaken(one, from, rung))
                .isEmpty();
    }

    /** Something stronger was taken, all of it has ended, and all of it is as it was left. */
    private static boolean isExhausted(Incident incident, Step from) {
        List<StepState> above = above(incident, from.id()).toList();
        return !above.isEmpty()
                && !isGivenBack(incident, from)
                && above.stream()
                        .noneMatch(step -> step.isOpen()
                                || isGivenBack(incident, step.planned().step()));
    }

    /** What steps of the incident do, beside {@code from}: none of it is done once more. */
    private static Map<String, String> doing(Optional<Incident> incident, Step from) {
        var doing = new HashMap<String, String>();
        incident.stream()
                .flatMap(one -> one.steps().values().stream())
                .filter(step -> step.planned().goesOn() && !step.id().equals(from.id()))
                .forEach(step -> doing.putIfAbsent(Climb.doing(step.planned().step()), step.id()));
        return doing;
    }

    private Journal.Draft page(Step step, String what, String why) {
        var paged = new Event.Paged(clock.instant(), step.id(), why);
        return new Journal.Draft(step.id() + "/" + what, List.of(paged), List.of());
    }
}
