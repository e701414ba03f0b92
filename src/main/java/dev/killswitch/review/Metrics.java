package dev.killswitch.review;

import dev.killswitch.action.Proof;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Event.AlertDecided;
import dev.killswitch.incident.Event.OrderGiven;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Recorded;
import dev.killswitch.incident.Release;
import dev.killswitch.incident.StepState;
import dev.killswitch.review.Metric.End;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How long it all took, by the record alone. What the record does not have is said to be unknown. */
public final class Metrics {
    private static final String BY_ORDER = "it began with a person's order";
    private static final Sentence ALL = Sentence.words("");

    private final Incident incident;
    private final Places places;
    private final ThingNames names;

    private Metrics(Incident incident) {
        this.incident = incident;
        this.places = new Places(incident);
        this.names = new ThingNames(incident);
    }

    /** In the order in which people ask for them. */
    public static List<Metric> of(Incident incident) {
        return new Metrics(incident).all();
    }

    private List<Metric> all() {
        var all = new ArrayList<Metric>();
        End trigger = trigger();
        all.add(Metric.of("time to decide", ALL, received(), trigger, BY_ORDER));
        all.add(age());
        all.add(toContain(trigger));
        all.add(Metric.of(
                "time to acknowledge",
                ALL,
                trigger,
                note(),
                byAlert().isPresent() ? "no person has acted in it yet" : BY_ORDER));
        incident.steps().values().forEach(step -> delay(step).ifPresent(all::add));
        incident.containments().values().forEach(one -> duration(one).ifPresent(all::add));
        incident.releases().values().forEach(release -> all.add(toRestore(release)));
        return all;
    }

    private End missing(String what) {
        return new End(what, null, places.all());
    }

    /** The alert or order that set it off. */
    private End trigger() {
        return first(Metrics::setsOff)
                .map(one -> end(
                        one.event() instanceof AlertDecided ? "first alert decided" : "first order given", one.event()))
                .orElseGet(() -> missing("first alert decided"));
    }

    /** When the delivery of the alert that set it off came in; an order is decided as it is given. */
    private End received() {
        return byAlert()
                .map(alert -> new End("delivery received", alert.received(), places.of(alert)))
                .orElseGet(() -> missing("delivery received"));
    }

    /** The alert that set it off; empty where a person's order did. */
    private Optional<AlertDecided> byAlert() {
        return first(Metrics::setsOff)
                .map(Recorded::event)
                .filter(AlertDecided.class::isInstance)
                .map(AlertDecided.class::cast);
    }

    private static boolean setsOff(Event event) {
        return event instanceof AlertDecided || event instanceof OrderGiven;
    }

    /** What a person does shows that one took note of it; of what began with an order nobody had to. */
    private End note() {
        return byAlert()
                .flatMap(_ -> first(Metrics::isOfAPerson))
                .map(one -> end("first act of a person", one.event()))
                .orElseGet(() -> missing("first act of a person"));
    }

    private static boolean isOfAPerson(Event event) {
        return event instanceof OrderGiven
                || event instanceof Event.ReleaseApproved
                || (event instanceof Event.ReleaseAsked asked && asked.person() != null);
    }

    private Optional<Recorded> first(Predicate<Event> fits) {
        return places.matching(fits).findFirst();
    }

    private End end(String what, Event event) {
        return new End(what, event.at(), places.of(event));
    }

    private Metric age() {
        Optional<AlertDecided> first = incident.alerts().stream().findFirst();
        @Nullable Instant occurred = first.map(alert -> alert.seen().occurred()).orElse(null);
        End from = new End(
                "occurred, as its sender says", occurred, first.map(places::of).orElseGet(places::all));
        End to = first.map(alert -> new End("delivery received", alert.received(), places.of(alert)))
                .orElseGet(() -> missing("delivery received"));
        return Metric.of(
                "age of the alert on arrival",
                ALL,
                from,
                to,
                first.isPresent()
                        ? "its sender does not say when it occurred"
                        : "no alert came, a person gave an order");
    }

    /** Known once every step that went on is proven. */
    private Metric toContain(End trigger) {
        List<StepState> going = incident.steps().values().stream()
                .filter(step -> step.planned().goesOn())
                .toList();
        long proven = going.stream().filter(this::wasProven).count();
        String name = "time to contain";
        if (going.isEmpty()) {
            return Metric.of(name, ALL, trigger, missing("last target proven"), "nothing was to be contained");
        }
        if (proven < going.size()) {
            String unknown = (going.size() - proven) + " of " + going.size() + " targets are not proven";
            return Metric.of(name, ALL, trigger, missing("last target proven"), unknown);
        }
        return Metric.of(
                name,
                ALL,
                trigger,
                places.matching(Metrics::proves)
                        .reduce((_, last) -> last)
                        .map(one -> end("last target proven", one.event()))
                        .orElseGet(() -> missing("last target proven")),
                "no entry proves it");
    }

    /** Also where it is in force no more: somebody may have given part of it back. */
    private boolean wasProven(StepState step) {
        return places.about(step.id()).anyMatch(one -> proves(one.event()));
    }

    private static boolean proves(Event event) {
        return event instanceof Event.StepProven proven
                && (proven.proof() instanceof Proof.Proven || proven.proof() instanceof Proof.ProvenForNew);
    }

    /** None for a step that a guard held back. */
    private Optional<Metric> delay(StepState step) {
        if (!step.planned().goesOn()) {
            return Optional.empty();
        }
        End from = new End("intended", step.intended(), places.intended(step.id()));
        End to = places.about(step.id())
                .filter(one -> proves(one.event()))
                .findFirst()
                .map(one -> end("first proven", one.event()))
                .orElseGet(() -> new End("first proven", null, places.proven(step.id())));
        return Optional.of(Metric.of(
                "delay of effect",
                ThingNames.of(step.planned().step()),
                from,
                to,
                "it is " + Sentence.word(step.state()) + ", not proven"));
    }

    private Optional<Metric> duration(Containment containment) {
        Instant since = containment.since();
        if (since == null) {
            return Optional.empty();
        }
        End from = new End("applied", since, places.ended(containment.step().id()));
        End to = places.releaseEnded(containment.id())
                .filter(_ -> containment.state() == Containment.State.RELEASED
                        || containment.state() == Containment.State.ENDED)
                .map(one -> end("its release ended", one.event()))
                .orElseGet(() -> new End("its release ended", null, new Refs(containment.ledger())));
        String unknown = containment.state() == Containment.State.ENDED
                ? "it cannot be undone"
                : "it " + DraftHeader.stands(containment);
        return Optional.of(Metric.of("duration of containment", ThingNames.of(containment.step()), from, to, unknown));
    }

    private Metric toRestore(Release release) {
        Refs refs = places.release(release.id());
        End from = new End("release asked for", release.asked(), refs);
        End to = places.releaseEnded(release.id())
                .filter(_ -> release.state() == Release.State.RELEASED)
                .map(one -> end("released", one.event()))
                .orElseGet(() -> new End("released", null, refs));
        return Metric.of(
                "time to restore",
                names.ofContainment(release.containment()),
                from,
                to,
                "the release is " + Sentence.word(release.state()).replace('-', ' '));
    }
}
