package dev.killswitch.review;

import dev.killswitch.incident.Event;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Where in the ledger the facts of an incident stand. */
final class Places {
    private final Incident incident;
    private final Map<String, List<Recorded>> about = new HashMap<>();
    private final IdentityHashMap<Event, Refs> places = new IdentityHashMap<>();
    private final Refs all;

    Places(Incident incident) {
        this.incident = incident;
        this.all = new Refs(incident.entries().stream().map(Recorded::index).toList());
        for (Recorded recorded : incident.entries()) {
            places.put(recorded.event(), new Refs(List.of(recorded.index())));
            subjects(recorded.event())
                    .forEach(id ->
                            about.computeIfAbsent(id, _ -> new ArrayList<>()).add(recorded));
        }
    }

    /** The entries that speak of the step, containment or release of that id. */
    Stream<Recorded> about(String id) {
        return about.getOrDefault(id, List.of()).stream();
    }

    /** All of it: what a sentence about something missing stands on. */
    Refs all() {
        return all;
    }

    /** The entries that fit; all of them where none does, since that none does is then what is told. */
    Refs where(Predicate<Event> fits) {
        List<Long> indexes = matching(fits).map(Recorded::index).toList();
        return indexes.isEmpty() ? all() : new Refs(indexes);
    }

    Stream<Recorded> matching(Predicate<Event> fits) {
        return incident.entries().stream().filter(one -> fits.test(one.event()));
    }

    /** Of that very event, as the fold has it. */
    Refs of(Event event) {
        return places.getOrDefault(event, all);
    }

    Refs intended(String step) {
        return lastAbout(step, Event.StepIntended.class::isInstance);
    }

    Refs ended(String step) {
        return lastAbout(step, Event.StepEnded.class::isInstance);
    }

    Refs proven(String step) {
        return lastAbout(step, Event.StepProven.class::isInstance);
    }

    private Refs lastAbout(String id, Predicate<Event> fits) {
        return about(id)
                .filter(one -> fits.test(one.event()))
                .reduce((_, last) -> last)
                .map(one -> new Refs(List.of(one.index())))
                .orElseGet(this::all);
    }

    /** When somebody looked at it last. */
    Optional<Instant> looked(String step) {
        return about(step)
                .map(Recorded::event)
                .filter(Event.StepProven.class::isInstance)
                .map(Event::at)
                .reduce((_, last) -> last);
    }

    /** When a release of it ended last, whatever it came to. */
    Optional<Recorded> releaseEnded(String containmentOrRelease) {
        return about(containmentOrRelease)
                .filter(one -> one.event() instanceof Event.ReleaseEnded)
                .reduce((_, last) -> last);
    }

    Refs release(String release) {
        List<Long> indexes = about(release).map(Recorded::index).toList();
        return indexes.isEmpty() ? all() : new Refs(indexes);
    }

    private static List<String> subjects(Event event) {
        return switch (event) {
            case Event.StepIntended intended ->
                List.of(intended.planned().step().id());
            case Event.StepStarted started -> List.of(started.step());
            case Event.StepEnded ended -> List.of(ended.step());
            case Event.StepProven proven -> List.of(proven.step());
            case Event.EvidenceCollected collected -> List.of(collected.containment());
            case Event.ContainmentDue due -> List.of(due.containment());
            case Event.ContainmentDrifted drifted -> List.of(drifted.containment());
            case Event.ContainmentReapplied again -> List.of(again.containment());
            case Event.ReleaseAsked asked -> List.of(asked.release(), asked.containment());
            case Event.ReleaseApproved approved -> List.of(approved.release());
            case Event.ReleaseBrokeGlass alone -> List.of(alone.release());
            case Event.ReleaseStarted started -> List.of(started.release(), started.containment());
            case Event.ReleaseEnded ended -> List.of(ended.release(), ended.containment());
            case Event.AlertDecided _,
                    Event.DeliveryUnread _,
                    Event.DeliveryReplayed _,
                    Event.InboxDigest _,
                    Event.OrderGiven _,
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
                    Event.ClockJumped _ -> List.of();
        };
    }
}
