package dev.killswitch.incident;

import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Entity;
import dev.killswitch.config.Kebab;
import dev.killswitch.incident.Event.AlertDecided;
import dev.killswitch.incident.Event.DeliveryReplayed;
import dev.killswitch.incident.Event.DeliveryUnread;
import dev.killswitch.incident.Event.InboxDigest;
import dev.killswitch.incident.Event.Matched;
import dev.killswitch.incident.Event.Missed;
import dev.killswitch.incident.Event.Seen;
import dev.killswitch.plan.Decision;
import java.util.List;

/** The entries about what came in. */
final class AlertKinds {
    static final List<Kind<?>> KINDS = List.of(
            new Kind<>(
                    "alert.decided",
                    AlertDecided.class,
                    e -> Head.of(e.alert()).because(e.delivery()),
                    AlertKinds::write,
                    (at, in) -> new AlertDecided(
                            at,
                            in.text("alert"),
                            in.text("delivery"),
                            in.time("received"),
                            in.text("source"),
                            in.text("body"),
                            in.textOrNull("incident"),
                            in.object("seen", AlertKinds::seen),
                            in.constant("decision", Decision.class),
                            in.list("matches", AlertKinds::matched),
                            in.list(
                                    "nearMisses",
                                    miss -> new Missed(miss.text("rule"), miss.text("clause"), miss.text("value"))),
                            in.text("why"))),
            new Kind<>(
                    "delivery.unread",
                    DeliveryUnread.class,
                    e -> Head.of(e.delivery()),
                    (out, e) -> out.id("delivery", e.delivery())
                            .name("source", e.source())
                            .id("body", e.body())
                            .text("where", e.where())
                            .text("why", e.why()),
                    (at, in) -> new DeliveryUnread(
                            at,
                            in.text("delivery"),
                            in.text("source"),
                            in.text("body"),
                            in.text("where"),
                            in.text("why"))),
            new Kind<>(
                    "delivery.replayed",
                    DeliveryReplayed.class,
                    e -> Head.of(e.delivery()).by(e.person()),
                    (out, e) -> out.id("delivery", e.delivery()).name("person", e.person()),
                    (at, in) -> new DeliveryReplayed(at, in.text("delivery"), in.text("person"))),
            new Kind<>(
                    "inbox.digest",
                    InboxDigest.class,
                    _ -> Head.of("inbox"),
                    (out, e) -> out.number("from", e.from())
                            .number("to", e.to())
                            .number("count", e.count())
                            .id("root", e.root()),
                    (at, in) -> new InboxDigest(
                            at, in.number("from"), in.number("to"), in.number("count"), in.text("root"))));

    private AlertKinds() {}

    private static void write(EntryWriter out, AlertDecided e) {
        out.id("alert", e.alert())
                .id("delivery", e.delivery())
                .time("received", e.received())
                .name("source", e.source())
                .id("body", e.body())
                .id("incident", e.incident())
                .object("seen", e.seen(), AlertKinds::write)
                .constant("decision", e.decision())
                .list("matches", e.matches(), AlertKinds::write)
                .list(
                        "nearMisses",
                        e.nearMisses(),
                        (o, miss) -> o.name("rule", miss.rule())
                                .text("clause", miss.clause())
                                .text("value", miss.value()))
                .text("why", e.why());
    }

    private static void write(EntryWriter out, Seen seen) {
        out.name("finding", seen.finding())
                .name("version", seen.version())
                .name("type", seen.type())
                .constant("activity", seen.activity())
                .constant("severity", seen.severity())
                .time("occurred", seen.occurred())
                .ids("flags", seen.flags().stream().sorted().map(Kebab::of).toList())
                .list("entities", seen.entities(), AlertKinds::write);
    }

    private static Seen seen(EntryReader in) {
        return new Seen(
                in.text("finding"),
                in.textOrNull("version"),
                in.text("type"),
                in.constant("activity", Alert.Activity.class),
                in.constant("severity", Alert.Severity.class),
                in.timeOrNull("occurred"),
                in.constants("flags", Alert.Flag.class),
                in.list("entities", AlertKinds::entity));
    }

    private static void write(EntryWriter out, Entity entity) {
        out.name("kind", entity.kind())
                .name("id", entity.id())
                .names("scope", entity.scope())
                .constant("role", entity.role())
                .constant("trust", entity.trust())
                .name("path", entity.path());
    }

    private static Entity entity(EntryReader in) {
        return new Entity(
                in.text("kind"),
                in.text("id"),
                in.names("scope"),
                in.constant("role", Entity.Role.class),
                in.constant("trust", Entity.Trust.class),
                in.text("path"));
    }

    private static void write(EntryWriter out, Matched match) {
        out.name("rule", match.rule())
                .name("rulebook", match.rulebook())
                .name("mode", match.mode())
                .name("review", match.review())
                .text("explanation", match.explanation());
    }

    private static Matched matched(EntryReader in) {
        return new Matched(
                in.text("rule"), in.text("rulebook"), in.text("mode"), in.text("review"), in.text("explanation"));
    }
}
