package dev.killswitch.source.guardduty;

import dev.killswitch.alert.AlertSource;
import dev.killswitch.alert.Delivery;
import dev.killswitch.alert.Json;
import dev.killswitch.alert.Parsed;
import dev.killswitch.alert.SnsMessage;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the finding: in an event of EventBridge, by itself where a transformer cut it out, or in an SNS message. */
final class GuardDutyReader implements AlertSource.Reader {
    private final FindingReader findings;
    private final Set<String> connections;
    private final Optional<String> topic;

    GuardDutyReader(Map<String, String> scope, Map<String, String> clusters, Optional<String> topic) {
        this.findings = new FindingReader(scope, clusters);
        this.connections = Set.copyOf(clusters.values());
        this.topic = topic;
    }

    @Override
    public Set<String> connections() {
        return connections;
    }

    @Override
    public Parsed read(Delivery delivery) {
        return switch (Json.read(delivery.body())) {
            case Json.Broken broken -> broken.malformed();
            case Json.Tree tree ->
                SnsMessage.of(tree.root())
                        .map(this::message)
                        .orElseGet(() -> event(tree.root())
                                .orElseGet(() -> tree.root().malformed("an EventBridge event or a finding")));
        };
    }

    /** SNS keeps its id over all attempts, EventBridge the event's; a bare finding has none. */
    @Override
    public String deliveryKey(Delivery delivery) {
        return Json.read(delivery.body()) instanceof Json.Tree tree
                ? SnsMessage.of(tree.root())
                        .map(message -> "sns:" + message.id())
                        .or(() -> tree.root().at("detail-type").text().isPresent()
                                ? tree.root().at("id").name().map(id -> "eventbridge:" + id)
                                : Optional.empty())
                        .orElseGet(() -> AlertSource.Reader.super.deliveryKey(delivery))
                : AlertSource.Reader.super.deliveryKey(delivery);
    }

    private Parsed message(SnsMessage message) {
        return switch (message.type().orElseThrow()) {
            case NOTIFICATION -> notification(message.message());
            case SUBSCRIPTION_CONFIRMATION -> confirmation(message);
            case UNSUBSCRIBE_CONFIRMATION -> new Parsed.Ignored("the topic says that this subscription ended");
        };
    }

    /** A topic carries whatever is published to it: alarms, announcements, plain text. */
    private Parsed notification(Json message) {
        if (!message.text().orElse("").strip().startsWith("{")) {
            return new Parsed.Ignored("an SNS message of plain text");
        }
        return switch (message.inside()) {
            case Json.Broken broken -> broken.malformed();
            case Json.Tree tree ->
                event(tree.root()).orElseGet(() -> new Parsed.Ignored("an SNS message that holds no finding"));
        };
    }

    /** Confirms nothing but the topic that was configured, and that only where SNS proves itself by its signature. */
    private Parsed confirmation(SnsMessage message) {
        if (!topic.equals(Optional.of(message.topic()))) {
            return new Parsed.Ignored("a topic that is not configured wants its subscription confirmed");
        }
        return message.subscribeUrl()
                .<Parsed>map(url -> new Parsed.Handshake(200, "text/plain", "", url))
                .orElseGet(() -> new Parsed.Malformed("/SubscribeURL", "expected an address of SNS that confirms"));
    }

    /** Empty where it is neither an event nor a finding. */
    private Optional<Parsed> event(Json root) {
        Json place = root.anyCase();
        Optional<String> detail = place.at("detail-type").text();
        if (detail.isPresent()) {
            return Optional.of(
                    detail.get().equals("GuardDuty Finding")
                            ? findings.read(place.at("detail"))
                            : new Parsed.Ignored("an EventBridge event that is no GuardDuty finding"));
        }
        boolean bare = place.at("service", "serviceName").text().equals(Optional.of("guardduty"));
        return bare ? Optional.of(findings.read(place)) : Optional.empty();
    }
}
