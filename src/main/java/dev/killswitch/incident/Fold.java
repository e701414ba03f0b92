package dev.killswitch.incident;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What entries add up to, one after the other. Pure: the same entries give the same state. It takes whatever comes: an
 * entry that speaks of a step nobody intended changes nothing. Used by one thread.
 */
public final class Fold {
    private final Map<String, StepFold> steps = new LinkedHashMap<>();
    private final Map<String, ContainmentFold> containments = new LinkedHashMap<>();
    private final Map<String, ReleaseFold> releases = new LinkedHashMap<>();
    private final List<Event.AlertDecided> alerts = new ArrayList<>();
    private final List<Event.OrderGiven> orders = new ArrayList<>();
    private final List<Recorded> entries = new ArrayList<>();

    /** The state of incident {@code id}, whose entries those are; empty where there are none. */
    public static Optional<Incident> incident(String id, List<Recorded> entries) {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        var fold = new Fold();
        entries.forEach(fold::add);
        return Optional.of(fold.incident(id));
    }

    /** Takes the next entry in. */
    public void add(Recorded recorded) {
        entries.add(recorded);
        switch (recorded.event()) {
            case Event.AlertDecided decided -> alerts.add(decided);
            case Event.OrderGiven given -> orders.add(given);
            case Event.StepIntended intended -> intend(intended, recorded);
            case Event.StepStarted started -> ofStep(started.step(), recorded, step -> step.started(started));
            case Event.StepEnded ended -> ofStep(ended.step(), recorded, step -> step.ended(ended));
            case Event.StepProven proven -> ofStep(proven.step(), recorded, step -> step.proven(proven));
            case Event.EvidenceCollected collected -> ofContainment(collected.containment(), recorded, _ -> {});
            case Event.ContainmentDue due -> ofContainment(due.containment(), recorded, ContainmentFold::due);
            case Event.ContainmentDrifted drifted ->
                ofContainment(drifted.containment(), recorded, ContainmentFold::drifted);
            case Event.ContainmentReapplied again ->
                ofContainment(again.containment(), recorded, containment -> containment.reapplied(again.outcome()));
            case Event.ReleaseAsked asked -> ask(asked, recorded);
            case Event.ReleaseApproved approved ->
                ofRelease(approved.release(), recorded, release -> release.approved(approved.person()));
            case Event.ReleaseBrokeGlass alone -> ofRelease(alone.release(), recorded, ReleaseFold::running);
            case Event.ReleaseStarted started -> ofRelease(started.release(), recorded, ReleaseFold::running);
            case Event.ReleaseEnded ended -> ofRelease(ended.release(), recorded, release -> release.ended(ended));
            case Event.DeliveryUnread _,
                    Event.DeliveryReplayed _,
                    Event.InboxDigest _,
                    Event.AutomationSet _,
                    Event.RuleSwitched _,
                    Event.RulebookChunk _,
                    Event.RulebookActivated _,
                    Event.RulebookRefused _,
                    Event.SourceSilent _,
                    Event.SourceHeard _,
                    Event.Paged _,
                    Event.Started _,
                    Event.Stopped _,
                    Event.ConfigurationTaken _,
                    Event.ProfileMeasured _,
                    Event.LedgerGap _,
                    Event.ClockJumped _ -> {
                // Told in the timeline; changes no state of an incident.
            }
        }
    }

    private void intend(Event.StepIntended intended, Recorded recorded) {
        String id = intended.planned().step().id();
        if (steps.containsKey(id)) {
            return;
        }
        var step = new StepFold(intended);
        step.at(recorded.index());
        steps.put(id, step);
        containments
                .computeIfAbsent(intended.planned().step().containment(), _ -> new ContainmentFold(step))
                .at(recorded.index());
    }

    private void ofStep(String id, Recorded recorded, Consumer<StepFold> change) {
        StepFold step = steps.get(id);
        if (step != null) {
            change.accept(step);
            step.at(recorded.index());
            ofContainment(step.containment(), recorded, _ -> {});
        }
    }

    private void ofContainment(String id, Recorded recorded, Consumer<ContainmentFold> change) {
        ContainmentFold containment = containments.get(id);
        if (containment != null) {
            change.accept(containment);
            containment.at(recorded.index());
        }
    }

    private void ask(Event.ReleaseAsked asked, Recorded recorded) {
        ContainmentFold containment = containments.get(asked.containment());
        if (containment != null && !releases.containsKey(asked.release())) {
            var release = new ReleaseFold(asked, containment);
            releases.put(asked.release(), release);
            containment.asked(release);
            containment.at(recorded.index());
        }
    }

    private void ofRelease(String id, Recorded recorded, Consumer<ReleaseFold> change) {
        ReleaseFold release = releases.get(id);
        if (release != null) {
            change.accept(release);
            release.containment().at(recorded.index());
        }
    }

    /** The containment of that id as it is by now. */
    public Optional<Containment> containment(String id) {
        return Optional.ofNullable(containments.get(id)).map(ContainmentFold::state);
    }

    /** The step of that id as it is by now. */
    public Optional<StepState> step(String id) {
        return Optional.ofNullable(steps.get(id)).map(StepFold::state);
    }

    /** The release of that id as it is by now. */
    public Optional<Release> release(String id) {
        return Optional.ofNullable(releases.get(id)).map(ReleaseFold::state);
    }

    /** All of it, as the state of incident {@code id}; at least one entry must have been taken in. */
    public Incident incident(String id) {
        var steps = new LinkedHashMap<String, StepState>();
        this.steps.forEach((step, fold) -> steps.put(step, fold.state()));
        var containments = new LinkedHashMap<String, Containment>();
        this.containments.forEach((containment, fold) -> containments.put(containment, fold.state()));
        var releases = new LinkedHashMap<String, Release>();
        this.releases.forEach((release, fold) -> releases.put(release, fold.state()));
        return new Incident(
                id,
                entries.getFirst().event().at(),
                List.copyOf(alerts),
                List.copyOf(orders),
                steps,
                containments,
                releases,
                List.copyOf(entries));
    }
}
