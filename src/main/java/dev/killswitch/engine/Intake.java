package dev.killswitch.engine;

import dev.killswitch.action.Connection;
import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Delivery;
import dev.killswitch.alert.LeakedTokens;
import dev.killswitch.alert.Parsed;
import dev.killswitch.alert.SourceCatalog.Source;
import dev.killswitch.alert.SourceSettings.Rate;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal.Beside;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Journal.Evidence;
import dev.killswitch.incident.Kept;
import dev.killswitch.incident.Register.RecordUnreadable;
import dev.killswitch.plan.Claim;
import dev.killswitch.plan.Decision;
import dev.killswitch.plan.PlannedStep;
import dev.killswitch.plan.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Takes deliveries of proven senders: read, judged, planned and recorded in one transaction, then acted on. Thread-safe. */
public final class Intake {
    /** Claims can be lost to alerts that come at the same time; each time somebody else got on. */
    private static final int PLANS_MAX = 8;

    /** Steps that have not ended: past it the systems that we act in are slower than the alerts, and senders wait. */
    private static final int BACKLOG_MAX = 5_000;

    /** What of a batch could not be read is told one by one up to here; the rest is told as a number. */
    private static final int SKIPPED_MAX = 20;

    private final Parts parts;
    private final Connections connections;
    private final Dispatcher dispatcher;
    private final Aftermath aftermath;
    private final AlertDecisions decisions;
    private final Salts salts;
    private final Wording wording;
    private final Map<String, Limited> rates = new ConcurrentHashMap<>();
    private final Map<String, Instant> heard = new ConcurrentHashMap<>();

    Intake(
            Parts parts,
            Connections connections,
            Dispatcher dispatcher,
            Aftermath aftermath,
            AlertDecisions decisions,
            Texts texts) {
        this.parts = parts;
        this.connections = connections;
        this.dispatcher = dispatcher;
        this.aftermath = aftermath;
        this.decisions = decisions;
        this.salts = texts.salts();
        this.wording = texts.wording();
    }

    /** How what goes out of the engine is written. */
    public record Texts(Salts salts, Wording wording) {}

    /** How the answer to a delivery is written down, to be said again to a sender that delivers the same again. */
    public interface Wording {
        /** {@code why} tells what of it could not be read; null where all was. */
        String accepted(String delivery, List<Decided> alerts, @Nullable String why);

        String keptUnread(String delivery, String why);

        String unreadable(String delivery, String where, String why);

        /** Of a delivery that was answered before, where that answer is not kept any more. */
        String takenBefore();
    }

    /**
     * What follows from one alert.
     *
     * @param incident null where none did
     * @param rules that matched
     */
    public record Decided(
            String alert,
            String finding,
            @Nullable String incident,
            Decision decision,
            List<String> rules,
            List<PlannedStep> steps,
            String why) {
        public Decided {
            rules = List.copyOf(rules);
            steps = List.copyOf(steps);
        }
    }

    /** What the sender hears. */
    public sealed interface Taken {
        /** On disk: 202, or what was said when it first came. */
        record Recorded(int status, String body) implements Taken {}

        /** Understood, and no alert in it. */
        record Nothing(String why) implements Taken {}

        record Greeted(Parsed.Handshake handshake) implements Taken {}

        /** It could not be written, or there is too much to do: the sender may try again. */
        record Unavailable(String why) implements Taken {}

        /** Only of a replay: no such delivery, or one that needs none. */
        record NoReplay(String why) implements Taken {}
    }

    /**
     * Takes one delivery. Never throws for what a sender wrote. That it came before is found where it is recorded, by its
     * claim: nothing is looked up for one that is new.
     */
    public Taken take(Source source, Delivery delivered) {
        Delivery delivery = withoutTokens(delivered);
        heard.merge(delivery.source(), delivery.observed(), (last, now) -> now.isAfter(last) ? now : last);
        String key = source.reader().deliveryKey(delivery);
        var reading = new Reading(source, delivery, key, salts.seal("body", delivery.body()), List.of());
        try {
            if (!rate(source).takes()) {
                return keepUnread(reading);
            }
            int backlog = dispatcher.backlog();
            return backlog > BACKLOG_MAX
                    ? unavailable(
                            reading,
                            backlog + " steps and releases have not ended, and at most " + BACKLOG_MAX
                                    + " may: try again")
                    : read(reading);
        } catch (RecordUnreadable unreadable) {
            return new Taken.Unavailable("the record cannot be read: " + unreadable.getMessage());
        }
    }

    /** From here on nothing has them: what is kept, sealed and recorded is the delivery with their names in it. */
    private Delivery withoutTokens(Delivery delivered) {
        LeakedTokens.Found found = LeakedTokens.takeOut(delivered);
        found.tokens().forEach((id, token) -> connections.all().forEach(connection -> connection.hand(id, token)));
        return found.delivery();
    }

    /**
     * When a source last sent anything, alert or not, new or not, since the start. What the record says of it knows only
     * what was kept.
     */
    public Optional<Instant> heard(String source) {
        return Optional.ofNullable(heard.get(source));
    }

    /** Reads a kept delivery again, after a mend. */
    public Taken replay(String id, String person, Map<String, Source> sources) {
        try {
            return replayed(id, person, sources);
        } catch (RecordUnreadable unreadable) {
            return new Taken.Unavailable("the record cannot be read: " + unreadable.getMessage());
        }
    }

    private Taken replayed(String id, String person, Map<String, Source> sources) {
        Optional<Kept> kept = parts.register().delivery(id);
        if (kept.isEmpty()) {
            return new Taken.NoReplay("no delivery is called " + id + ", or it is not kept any more");
        }
        Source source = sources.get(kept.get().delivery().source());
        if (source == null) {
            return new Taken.NoReplay("its source is not configured any more: "
                    + kept.get().delivery().source());
        }
        if (kept.get().state() == Kept.State.MATCHED && kept.get().why() == null) {
            return new Taken.NoReplay("it was read, and is in the record");
        }
        return read(new Reading(
                source,
                kept.get().delivery(),
                kept.get().key(),
                salts.seal("body", kept.get().delivery().body(), kept.get().salt()),
                List.of(new Event.DeliveryReplayed(parts.clock().instant(), id, person))));
    }

    /** What was said when it first came. */
    private Optional<Taken> again(Reading reading) {
        return parts.register()
                .said(reading.delivery().source(), reading.key())
                .map(said -> new Taken.Recorded(said.status(), said.answer()));
    }

    /** The claim on its key was lost, so it is on record; its row may be gone, since keys are known for longer. */
    private Taken before(Reading reading) {
        return again(reading).orElseGet(() -> new Taken.Recorded(202, wording.takenBefore()));
    }

    /** Nothing is taken now; what came before hears what it heard then. */
    private Taken unavailable(Reading reading, String why) {
        Optional<Taken> again = reading.isReplay() ? Optional.empty() : again(reading);
        return again.orElseGet(() -> new Taken.Unavailable(why));
    }

    /** As configured, and what is left of it now. */
    private record Limited(Rate rate, RateLimit limit) {}

    private RateLimit rate(Source source) {
        Rate rate = source.settings().rate();
        return rates.compute(
                        source.settings().name(),
                        (_, before) -> before != null && before.rate().equals(rate)
                                ? before
                                : new Limited(rate, new RateLimit(rate.count(), rate.per(), parts.clock())))
                .limit();
    }

    private Taken keepUnread(Reading reading) {
        String why = "it came over its source's rate: kept unread, and can be replayed";
        String answer = wording.keptUnread(reading.delivery().id(), why);
        Kept kept = reading.kept(Kept.State.UNREAD, 202, answer, null, why);
        return recorded(reading, new Draft(reading.delivery().id(), List.of(), reading.claims(), beside(kept)), kept);
    }

    private Taken read(Reading reading) {
        return switch (reading.source().reader().read(reading.delivery())) {
            case Parsed.Handshake handshake -> new Taken.Greeted(handshake);
            case Parsed.Ignored ignored -> new Taken.Nothing(ignored.why());
            case Parsed.Malformed malformed -> keepUnreadable(reading, malformed);
            case Parsed.Received received -> decide(reading, received);
        };
    }

    private Taken keepUnreadable(Reading reading, Parsed.Malformed malformed) {
        String answer = wording.unreadable(reading.delivery().id(), malformed.where(), malformed.why());
        Kept kept = reading.kept(Kept.State.UNREAD, 422, answer, malformed.where(), malformed.why());
        var events = new ArrayList<>(reading.before());
        events.add(unread(reading, malformed));
        events.add(page(reading, "could not be read"));
        return recorded(reading, new Draft(id(reading), events, reading.claims(), beside(kept)), kept);
    }

    private String id(Reading reading) {
        return reading.isReplay()
                ? parts.ids().next("replay")
                : reading.delivery().id();
    }

    private Event unread(Reading reading, Parsed.Malformed malformed) {
        Delivery delivery = reading.delivery();
        return new Event.DeliveryUnread(
                parts.clock().instant(),
                delivery.id(),
                delivery.source(),
                reading.body().digest(),
                malformed.where(),
                malformed.why());
    }

    private Event page(Reading reading, String what) {
        Delivery delivery = reading.delivery();
        return new Event.Paged(
                parts.clock().instant(), delivery.source(), "a proven sender's delivery " + delivery.id() + " " + what);
    }

    /** What the sender hears of what is missing; null where nothing is. */
    private static @Nullable String inPart(List<Parsed.Malformed> skipped) {
        if (skipped.isEmpty()) {
            return null;
        }
        Parsed.Malformed first = skipped.getFirst();
        return "read in part: " + items(skipped) + " could not be read, the first at " + first.where() + ": "
                + first.why() + "; the delivery is kept, and can be replayed";
    }

    private static String items(List<Parsed.Malformed> skipped) {
        return skipped.size() == 1 ? "1 item" : skipped.size() + " items";
    }

    /**
     * One delivery on its way.
     *
     * @param body sealed under the salt that it is kept with
     * @param before what is recorded ahead of what it says: of a replay, that it is one
     */
    private record Reading(Source source, Delivery delivery, String key, Evidence body, List<Event> before) {
        boolean isReplay() {
            return !before.isEmpty();
        }

        Claim once() {
            return new Claim.Once("delivery/" + delivery.source() + "/" + key);
        }

        /** A replay is of one that came before. */
        List<Claim> claims() {
            return isReplay() ? List.of() : List.of(once());
        }

        Kept kept(Kept.State state, int status, String answer, @Nullable String where, @Nullable String why) {
            return new Kept(delivery, key, state, body.salt(), status, answer, where, why);
        }
    }

    private Taken decide(Reading reading, Parsed.Received received) {
        for (int plan = 1; plan <= PLANS_MAX; plan++) {
            List<AlertDecisions.Judged> judged = judge(reading, received.alerts());
            List<Decided> told =
                    judged.stream().map(AlertDecisions.Judged::decided).toList();
            String answer = wording.accepted(reading.delivery().id(), told, inPart(received.skipped()));
            Draft draft = draft(reading, received, judged, answer);
            switch (parts.journal().commit(draft).join()) {
                case Committed.Stored _ -> {
                    run(judged);
                    return new Taken.Recorded(202, answer);
                }
                case Committed.Duplicate _ -> {
                    return new Taken.Recorded(202, answer);
                }
                case Committed.Unrecorded no -> {
                    return unavailable(reading, no.why());
                }
                case Committed.Lost lost -> {
                    if (lost.claims().contains(reading.once())) {
                        return before(reading);
                    }
                }
            }
        }
        return new Taken.Unavailable("others claim the same again and again: try again");
    }

    private List<AlertDecisions.Judged> judge(Reading reading, List<Alert> alerts) {
        var overlay = new Overlay();
        Map<String, String> notReady = notReady();
        var judged = new ArrayList<AlertDecisions.Judged>();
        for (Alert alert : alerts) {
            judged.add(decisions.judge(
                    reading.source(), reading.delivery(), alert, reading.body().digest(), overlay, notReady));
        }
        return judged;
    }

    private Map<String, String> notReady() {
        var notReady = new HashMap<String, String>();
        for (Connection connection : connections.all()) {
            connection.notReady().ifPresent(why -> notReady.put(connection.name(), why));
        }
        return notReady;
    }

    private Draft draft(Reading reading, Parsed.Received received, List<AlertDecisions.Judged> judged, String answer) {
        var events = new ArrayList<>(reading.before());
        var claims = new ArrayList<>(reading.claims());
        for (AlertDecisions.Judged one : judged) {
            events.addAll(one.events());
            claims.addAll(one.claims());
        }
        received.skipped().stream().limit(SKIPPED_MAX).forEach(skipped -> events.add(unread(reading, skipped)));
        if (!received.skipped().isEmpty()) {
            events.add(page(reading, "was read in part: " + items(received.skipped()) + " could not be"));
        }
        boolean isMatched = judged.stream().anyMatch(one -> !one.events().isEmpty());
        Kept kept = reading.kept(
                isMatched ? Kept.State.MATCHED : Kept.State.UNMATCHED, 202, answer, null, inPart(received.skipped()));
        return new Draft(id(reading), events, claims, beside(kept));
    }

    private static Beside beside(Kept kept) {
        return new Beside(List.of(kept), List.of(), List.of());
    }

    private void run(List<AlertDecisions.Judged> judged) {
        List<Step> steps = judged.stream()
                .flatMap(one -> one.decided().steps().stream())
                .filter(PlannedStep::goesOn)
                .map(PlannedStep::step)
                .toList();
        if (!steps.isEmpty()) {
            var _ = dispatcher.run(steps, aftermath);
        }
    }

    private Taken recorded(Reading reading, Draft draft, Kept kept) {
        return switch (parts.journal().commit(draft).join()) {
            case Committed.Stored _, Committed.Duplicate _ -> new Taken.Recorded(kept.status(), kept.answer());
            case Committed.Lost _ -> before(reading);
            case Committed.Unrecorded no -> unavailable(reading, no.why());
        };
    }
}
