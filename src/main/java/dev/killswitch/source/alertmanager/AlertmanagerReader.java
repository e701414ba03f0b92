package dev.killswitch.source.alertmanager;

import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Alert.Activity;
import dev.killswitch.alert.AlertSource;
import dev.killswitch.alert.Body;
import dev.killswitch.alert.Delivery;
import dev.killswitch.alert.Entities;
import dev.killswitch.alert.Entity.Trust;
import dev.killswitch.alert.Json;
import dev.killswitch.alert.Parsed;
import dev.killswitch.alert.Parsed.Malformed;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a group: each alert in it stands for itself, since firing and resolved ones come together. */
final class AlertmanagerReader implements AlertSource.Reader {
    /** A group of more is a rule gone wild; what is beyond is told, not read. */
    private static final int ALERTS_MAX = 1_000;

    private static final int TITLE_LENGTH_MAX = 500;

    private final Map<String, String> scope;
    private final LabelMapping mapping;

    AlertmanagerReader(Map<String, String> scope, LabelMapping mapping) {
        this.scope = Map.copyOf(scope);
        this.mapping = mapping;
    }

    @Override
    public Set<String> connections() {
        return Set.copyOf(mapping.connections().values());
    }

    @Override
    public Parsed read(Delivery delivery) {
        return switch (Json.read(delivery.body())) {
            case Json.Broken broken -> broken.malformed();
            case Json.Tree tree -> group(tree.root());
        };
    }

    private Parsed group(Json group) {
        Json version = group.at("version");
        if (!version.isNothing() && !version.text().equals(Optional.of("4"))) {
            return version.malformed("version \"4\" of Alertmanager's webhook");
        }
        Json alerts = group.at("alerts");
        if (!alerts.isList()) {
            return alerts.malformed("a list of alerts");
        }
        var read = new ArrayList<Alert>();
        var skipped = new ArrayList<Malformed>();
        List<Json> items = alerts.items();
        items.stream().limit(ALERTS_MAX).forEach(item -> alert(item, read, skipped));
        if (items.size() > ALERTS_MAX) {
            skipped.add(new Malformed(
                    "/alerts/" + ALERTS_MAX,
                    "expected at most " + ALERTS_MAX + " alerts, found " + items.size() + ": set max_alerts"));
        }
        long truncated = group.at("truncatedAlerts").whole().orElse(0L);
        if (truncated > 0) {
            skipped.add(new Malformed("/truncatedAlerts", "the sender left out " + truncated + ": raise max_alerts"));
        }
        if (read.isEmpty()) {
            return skipped.isEmpty() ? new Parsed.Ignored("a group without alerts") : skipped.getFirst();
        }
        return new Parsed.Received(read, skipped);
    }

    private void alert(Json alert, List<Alert> read, List<Malformed> skipped) {
        Json labels = alert.at("labels");
        Optional<String> name = labels.at("alertname").name();
        Optional<Activity> activity = activity(alert.at("status"));
        Optional<Instant> starts = time(alert.at("startsAt"));
        if (name.isEmpty()) {
            skipped.add(labels.at("alertname").malformed("the name of an alert"));
        } else if (activity.isEmpty()) {
            skipped.add(alert.at("status").malformed("firing or resolved"));
        } else if (starts.isEmpty()) {
            skipped.add(alert.at("startsAt").malformed("a time as RFC 3339 writes it"));
        } else {
            Entities entities = Entities.of(scope, Trust.MAPPED);
            mapping.things().forEach(thing -> thing.addTo(mapping.narrowed(entities, labels), labels));
            skipped.addAll(entities.leftOut());
            read.add(new Alert(
                    fingerprint(alert) + "@" + starts.get(),
                    alert.at("status").text().orElseThrow(),
                    name.get(),
                    title(alert, name.get()),
                    activity.get(),
                    mapping.severity(labels),
                    activity.get() == Activity.CLOSED ? time(alert.at("endsAt")).orElse(starts.get()) : starts.get(),
                    Set.of(),
                    alert.fields(),
                    entities.gathered()));
        }
    }

    private static Optional<Activity> activity(Json status) {
        return switch (status.text().orElse("")) {
            case "firing" -> Optional.of(Activity.OPENED);
            case "resolved" -> Optional.of(Activity.CLOSED);
            default -> Optional.empty();
        };
    }

    private static Optional<Instant> time(Json place) {
        try {
            return place.text().map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** Old versions send none; like Alertmanager's own, ours is over the labels and nothing else. */
    private static String fingerprint(Json alert) {
        return alert.at("fingerprint").name().orElseGet(() -> {
            Json labels = alert.at("labels");
            var said = new StringBuilder();
            for (String label : new TreeSet<>(labels.names())) {
                said.append(label)
                        .append('\0')
                        .append(labels.at(label).text().orElse(""))
                        .append('\0');
            }
            String digest =
                    Body.of(said.toString().getBytes(StandardCharsets.UTF_8)).sha256();
            return "labels-" + digest.substring(0, 32);
        });
    }

    private static String title(Json alert, String name) {
        Json annotations = alert.at("annotations");
        return annotations
                .at("summary")
                .shown(TITLE_LENGTH_MAX)
                .or(() -> annotations.at("description").shown(TITLE_LENGTH_MAX))
                .orElse(name);
    }
}
