package dev.killswitch.engine;

import dev.killswitch.action.Connection;
import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Delivery;
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
    private final Map<String, RateLimit> rates = new ConcurrentHashMap<>();

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
        String accepted(String delivery, List<Decided> alerts);

        String keptUnread(String delivery, String why);

        String unreadable(String delivery, String where, String why);
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

    /** Takes one delivery. Never throws for what a sender wrote. */
    public Taken take(Source source, Delivery delivery) {
        String key = source.reader().deliveryKey(delivery);
        try {
            Optional<Taken> again = again(source, key);
            if (again.isPresent()) {
                return again.get();
            }
            if (!rate(source).takes()) {
                return keepUnread(delivery, key);
            }
            if (dispatcher.backlog() > BACKLOG_MAX) {
                return new Taken.Unavailable("more steps wait than may: try again");
            }
            return read(source, delivery, key, List.of());
        } catch (RecordUnreadable unreadable) {
            return new Taken.Unavailable("the record cannot be read: " + unreadable.getMessage());
        }
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
        return switch (kept.get().state()) {
            case MATCHED -> new Taken.NoReplay("it was read, and is in the record");
            case UNREAD, UNMATCHED ->
                read(
                        source,
                        kept.get().delivery(),
                        kept.get().key(),
                        List.of(new Event.DeliveryReplayed(parts.clock().instant(), id, person)));
        };
    }

    private Optional<Taken> again(Source source, String key) {
        return parts.register()
                .said(source.settings().name(), key)
                .map(said -> new Taken.Recorded(said.status(), said.answer()));
    }

    private RateLimit rate(Source source) {
        Rate rate = source.settings().rate();
        return rates.computeIfAbsent(
                source.settings().name(), _ -> new RateLimit(rate.count(), rate.per(), parts.clock()));
    }

    private Taken keepUnread(Delivery delivery, String key) {
        String why = "it came over its source's rate: kept unread, and can be replayed";
        String answer = wording.keptUnread(delivery.id(), why);
        Evidence body = salts.seal("body", delivery.body());
        var kept = new Kept(delivery, key, Kept.State.UNREAD, body.salt(), 202, answer, null, why);
        return recorded(new Draft(delivery.id(), List.of(), List.of(), beside(kept)), 202, answer);
    }

    private Taken read(Source source, Delivery delivery, String key, List<Event> before) {
        return switch (source.reader().read(delivery)) {
            case Parsed.Handshake handshake -> new Taken.Greeted(handshake);
            case Parsed.Ignored ignored -> new Taken.Nothing(ignored.why());
            case Parsed.Malformed malformed -> keepUnreadable(delivery, key, malformed, before);
            case Parsed.Received received -> decide(new Reading(source, delivery, key, before), received);
        };
    }

    private Taken keepUnreadable(Delivery delivery, String key, Parsed.Malformed malformed, List<Event> before) {
        String answer = wording.unreadable(delivery.id(), malformed.where(), malformed.why());
        Evidence body = salts.seal("body", delivery.body());
        var kept = new Kept(
                delivery, key, Kept.State.UNREAD, body.salt(), 422, answer, malformed.where(), malformed.why());
        var events = new ArrayList<>(before);
        events.addAll(unread(delivery, body.digest(), malformed));
        String id = before.isEmpty() ? delivery.id() : parts.ids().next("replay");
        return recorded(new Draft(id, events, List.of(), beside(kept)), 422, answer);
    }

    private List<Event> unread(Delivery delivery, String digest, Parsed.Malformed malformed) {
        var unread = new Event.DeliveryUnread(
                parts.clock().instant(), delivery.id(), delivery.source(), digest, malformed.where(), malformed.why());
        var page = new Event.Paged(
                unread.at(), delivery.source(), "a proven sender's delivery " + delivery.id() + " could not be read");
        return List.of(unread, page);
    }

    /** One delivery on its way. */
    private record Reading(Source source, Delivery delivery, String key, List<Event> before) {
        boolean isReplay() {
            return !before.isEmpty();
        }
    }

    private Taken decide(Reading reading, Parsed.Received received) {
        Evidence body = salts.seal("body", reading.delivery().body());
        for (int plan = 1; plan <= PLANS_MAX; plan++) {
            List<AlertDecisions.Judged> judged = judge(reading, received.alerts(), body.digest());
            List<Decided> told =
                    judged.stream().map(AlertDecisions.Judged::decided).toList();
            String answer = wording.accepted(reading.delivery().id(), told);
            Draft draft = draft(reading, received, judged, body, answer);
            switch (parts.journal().commit(draft).join()) {
                case Committed.Stored _ -> {
                    run(judged);
                    return new Taken.Recorded(202, answer);
                }
                case Committed.Duplicate _ -> {
                    return new Taken.Recorded(202, answer);
                }
                case Committed.Unrecorded no -> {
                    return new Taken.Unavailable(no.why());
                }
                case Committed.Lost _ -> {
                    Optional<Taken> again =
                            reading.isReplay() ? Optional.empty() : again(reading.source(), reading.key());
                    if (again.isPresent()) {
                        return again.get();
                    }
                }
            }
        }
        return new Taken.Unavailable("others claim the same again and again: try again");
    }

    private List<AlertDecisions.Judged> judge(Reading reading, List<Alert> alerts, String body) {
        var overlay = new Overlay();
        Map<String, String> notReady = notReady();
        var judged = new ArrayList<AlertDecisions.Judged>();
        for (Alert alert : alerts) {
            judged.add(decisions.judge(reading.source(), reading.delivery(), alert, body, overlay, notReady));
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

    private Draft draft(
            Reading reading,
            Parsed.Received received,
            List<AlertDecisions.Judged> judged,
            Evidence body,
            String answer) {
        var events = new ArrayList<>(reading.before());
        var claims = new ArrayList<Claim>();
        Delivery delivery = reading.delivery();
        if (!reading.isReplay()) {
            claims.add(new Claim.Once("delivery/" + delivery.source() + "/" + reading.key()));
        }
        for (AlertDecisions.Judged one : judged) {
            events.addAll(one.events());
            claims.addAll(one.claims());
        }
        received.skipped().stream()
                .limit(SKIPPED_MAX)
                .forEach(skipped -> events.addAll(unread(delivery, body.digest(), skipped)));
        boolean isMatched = judged.stream().anyMatch(one -> !one.events().isEmpty());
        var kept = new Kept(
                delivery,
                reading.key(),
                isMatched ? Kept.State.MATCHED : Kept.State.UNMATCHED,
                body.salt(),
                202,
                answer,
                null,
                received.skipped().isEmpty() ? null : received.skipped().size() + " items could not be read");
        String id = reading.isReplay() ? parts.ids().next("replay") : delivery.id();
        return new Draft(id, events, claims, beside(kept));
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

    private Taken recorded(Draft draft, int status, String answer) {
        return switch (parts.journal().commit(draft).join()) {
            case Committed.Stored _, Committed.Duplicate _ -> new Taken.Recorded(status, answer);
            case Committed.Lost _ -> new Taken.Recorded(status, answer);
            case Committed.Unrecorded no -> new Taken.Unavailable(no.why());
        };
    }
}
