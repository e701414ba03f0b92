package dev.killswitch.review;

import dev.killswitch.incident.Event;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Recorded;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Where in the ledger the facts of an incident stand. */
final class Places {
    private final Incident incident;

    Places(Incident incident) {
        this.incident = incident;
    }

    /** All of it: what a sentence about something missing stands on. */
    Refs all() {
        List<Long> indexes = incident.entries().stream().map(Recorded::index).toList();
        return new Refs(indexes);
    }

    /** The entries that fit; all of them where none does, since that none does is then what is told. */
    Refs where(Predicate<Event> fits) {
        List<Long> indexes = matching(fits).map(Recorded::index).toList();
        return indexes.isEmpty() ? all() : new Refs(indexes);
    }

    /** The last that fits. */
    Refs last(Predicate<Event> fits) {
        return matching(fits)
                .reduce((_, last) -> last)
                .map(one -> new Refs(List.of(one.index())))
                .orElseGet(this::all);
    }

    Stream<Recorded> matching(Predicate<Event> fits) {
        return incident.entries().stream().filter(one -> fits.test(one.event()));
    }

    Refs of(Event event) {
        return where(event::equals);
    }

    Refs intended(String step) {
        return where(event -> event instanceof Event.StepIntended intended
                && intended.planned().step().id().equals(step));
    }

    Refs started(String step) {
        return last(event ->
                event instanceof Event.StepStarted started && started.step().equals(step));
    }

    Refs ended(String step) {
        return last(
                event -> event instanceof Event.StepEnded ended && ended.step().equals(step));
    }

    Refs proven(String step) {
        return last(event ->
                event instanceof Event.StepProven proven && proven.step().equals(step));
    }

    Refs release(String release) {
        return where(event -> release.equals(releaseOf(event)));
    }

    static String releaseOf(Event event) {
        return switch (event) {
            case Event.ReleaseAsked asked -> asked.release();
            case Event.ReleaseApproved approved -> approved.release();
            case Event.ReleaseBrokeGlass alone -> alone.release();
            case Event.ReleaseStarted started -> started.release();
            case Event.ReleaseEnded ended -> ended.release();
            case Event.AlertDecided _,
                    Event.DeliveryUnread _,
                    Event.DeliveryReplayed _,
                    Event.InboxDigest _,
                    Event.OrderGiven _,
                    Event.StepIntended _,
                    Event.StepStarted _,
                    Event.StepEnded _,
                    Event.StepProven _,
                    Event.ContainmentDue _,
                    Event.ContainmentDrifted _,
                    Event.ContainmentReapplied _,
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
                    Event.LedgerGap _,
                    Event.ClockJumped _ -> "";
        };
    }
}
