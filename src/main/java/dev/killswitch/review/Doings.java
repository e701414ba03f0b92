package dev.killswitch.review;

import dev.killswitch.action.Proof;
import dev.killswitch.incident.StepState;
import dev.killswitch.incident.StepState.State;
import dev.killswitch.plan.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was done to how many, and how much of it is proven. */
final class Doings {
    private static final Set<State> DONE =
            EnumSet.of(State.APPLIED, State.PROVEN, State.PROVEN_FOR_NEW, State.PARTIAL, State.UNPROVEN);
    private static final Set<State> FAILED = EnumSet.of(State.FAILED, State.REFUSED, State.GONE);

    private final Focus focus;
    private final Instant now;

    Doings(Focus focus, Instant now) {
        this.focus = focus;
        this.now = now;
    }

    Sentence line() {
        List<StepState> all = focus.steps();
        if (all.isEmpty()) {
            return Sentence.words("nothing");
        }
        Map<String, List<StepState>> byAction = new LinkedHashMap<>();
        all.forEach(step -> byAction.computeIfAbsent(step.planned().step().action(), _ -> new ArrayList<>())
                .add(step));
        var groups = new ArrayList<Sentence>();
        List<StepState> last = byAction.values().stream()
                .flatMap(steps -> byThing(steps).stream())
                .toList();
        byAction.forEach((action, steps) -> groups.add(group(action, byThing(steps))));
        groups.add(Sentence.of("{} failed", last.stream().filter(Doings::failed).count()));
        return Sentence.joined("; ", groups);
    }

    /** One step of each thing, the one that counts: however often it was tried, it is one thing. */
    private static List<StepState> byThing(List<StepState> steps) {
        Map<List<String>, List<StepState>> byThing = new LinkedHashMap<>();
        steps.forEach(step -> byThing.computeIfAbsent(Headline.thing(step), _ -> new ArrayList<>())
                .add(step));
        return byThing.values().stream().map(Headline::newest).toList();
    }

    /** Whether the change was made, or was there already. */
    static boolean isDone(StepState step) {
        return DONE.contains(step.state());
    }

    /** One that a guard held back never began. */
    private static boolean failed(StepState step) {
        return FAILED.contains(step.state()) && step.planned().goesOn();
    }

    private Sentence group(String action, List<StepState> steps) {
        long done = steps.stream().filter(Doings::isDone).count();
        String kind = steps.getFirst().planned().step().reference().kind();
        Sentence name = steps.size() == 1
                ? Sentence.of(
                        " {}", steps.getFirst().planned().step().reference().id())
                : Sentence.words("");
        return Sentence.of(
                "{} {} of {}{}{} ({})",
                Sentence.words(Verb.of(action).did()),
                done,
                Sentence.words(Verb.count(steps.size(), kind)),
                name,
                since(steps.getFirst().planned().step()),
                Sentence.joined("; ", states(steps)));
    }

    /** That it was taken since another step fell short. */
    private Sentence since(Step step) {
        StepState from = step.isRung()
                ? focus.steps().stream()
                        .filter(other -> other.id().equals(step.course().cause()))
                        .findFirst()
                        .orElse(null)
                : null;
        return from == null
                ? Sentence.words("")
                : Sentence.of(
                        ", the next stronger action, since {} fell short",
                        ThingNames.of(from.planned().step()));
    }

    private List<Sentence> states(List<StepState> steps) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Map<String, Sentence> told = new LinkedHashMap<>();
        for (StepState step : steps) {
            Sentence state = state(step);
            counts.merge(state.plain(), 1, Integer::sum);
            told.putIfAbsent(state.plain(), state);
        }
        return told.entrySet().stream()
                .map(one -> steps.size() == 1
                        ? one.getValue()
                        : Sentence.of("{} {}", counts.getOrDefault(one.getKey(), 0), one.getValue()))
                .toList();
    }

    private Sentence state(StepState step) {
        Proof proof = step.proof();
        return switch (step.state()) {
            case PROVEN -> Sentence.of("proven {}", clock(proven(step)));
            case PROVEN_FOR_NEW -> Sentence.of("proven for new attempts {}{}", clock(proven(step)), survives(proof));
            case PARTIAL ->
                proof instanceof Proof.Partial partial
                        ? Sentence.of("partial, still works: {}", StepTeller.stillWorks(partial))
                        : Sentence.words("partial");
            case UNPROVEN ->
                proof instanceof Proof.Unproven unproven
                        ? Sentence.of("applied, not proven: {}", unproven.why())
                        : Sentence.words("applied, not proven");
            case APPLIED -> Sentence.words("applied, not proven").and(pending(step));
            case UNKNOWN -> Sentence.words("unknown: the call got no answer");
            case INTENDED -> Sentence.words("intended, no outcome yet");
            case FAILED, REFUSED, GONE -> Headline.whyNot(step);
        };
    }

    private Sentence survives(@Nullable Proof proof) {
        if (!(proof instanceof Proof.ProvenForNew partly)) {
            return Sentence.words("");
        }
        Instant until = partly.until();
        return Sentence.of(
                ", still works: {}{}",
                partly.survives(),
                until == null ? Sentence.words("") : Sentence.of(" until {}", clock(until)));
    }

    private Sentence pending(StepState step) {
        if (!(step.proof() instanceof Proof.Pending(var again))) {
            return Sentence.words("");
        }
        Instant by = Times.after(proven(step), again);
        return StepTeller.effect(step) == StepTeller.Effect.LATER
                ? Sentence.of("; effective by {} (estimate)", clock(by))
                : Sentence.of(" yet; looked at again {}", clock(by));
    }

    /** When somebody looked last. */
    private Instant proven(StepState step) {
        return focus.looked(step.id()).orElse(step.intended());
    }

    private Sentence clock(Instant at) {
        return Sentence.words(Times.clock(at, now));
    }
}
