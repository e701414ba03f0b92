package dev.killswitch.source.falco;

import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Alert.Activity;
import dev.killswitch.alert.Alert.Flag;
import dev.killswitch.alert.Alert.Severity;
import dev.killswitch.alert.AlertSource;
import dev.killswitch.alert.Body;
import dev.killswitch.alert.Delivery;
import dev.killswitch.alert.Json;
import dev.killswitch.alert.Parsed;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one event. Its {@code output} is a sentence with the intruder's words in it: shown to people, never searched. */
final class FalcoReader implements AlertSource.Reader {
    private static final int TITLE_LENGTH_MAX = 500;

    private final Map<String, String> scope;

    FalcoReader(Map<String, String> scope) {
        this.scope = Map.copyOf(scope);
    }

    @Override
    public Parsed read(Delivery delivery) {
        return switch (Json.read(delivery.body())) {
            case Json.Broken broken ->
                new Parsed.Malformed(
                        broken.where(),
                        isObject(delivery) ? broken.why() : broken.why() + "; falco sends JSON with json_output: true");
            case Json.Tree tree -> event(tree.root());
        };
    }

    /** Which it is where Falco was told to write JSON, however it goes on. */
    private static boolean isObject(Delivery delivery) {
        byte[] bytes = delivery.body().bytes();
        return bytes.length > 0 && bytes[0] == '{';
    }

    /** Falcosidekick makes a uuid for each event it takes in; Falco itself has none, and writes the time in nanoseconds. */
    @Override
    public String deliveryKey(Delivery delivery) {
        return Json.read(delivery.body()) instanceof Json.Tree tree
                ? tree.root()
                        .at("uuid")
                        .name()
                        .map(uuid -> "falcosidekick:" + uuid)
                        .orElseGet(() -> AlertSource.Reader.super.deliveryKey(delivery))
                : AlertSource.Reader.super.deliveryKey(delivery);
    }

    private Parsed event(Json event) {
        Optional<String> rule = event.at("rule").name();
        if (rule.isEmpty()) {
            return event.at("rule").malformed("the name of a rule");
        }
        if (event.at("priority").text().isEmpty()) {
            return event.at("priority").malformed("a priority");
        }
        Json fields = event.at("output_fields");
        if (!fields.isObject() && !fields.isNothing()) {
            return fields.malformed("an object of fields");
        }
        Optional<Instant> time = time(event);
        if (time.isEmpty()) {
            return event.at("time").malformed("a time as RFC 3339 writes it");
        }
        var named = new FalcoEntities(scope, fields);
        if (!isInternal(event, rule.get())) {
            named.gather();
        }
        var alert = new Alert(
                finding(event, rule.get(), time.get()),
                null,
                rule.get(),
                event.at("output").shown(TITLE_LENGTH_MAX).orElse(rule.get()),
                Activity.OPENED,
                severity(event.at("priority").text().orElse("")),
                time.get(),
                isTest(event, rule.get()) ? Set.of(Flag.SAMPLE) : Set.of(),
                event.fields(),
                named.gathered());
        return new Parsed.Received(List.of(alert), named.leftOut());
    }

    /** The form of the HTTP output, else that of the gRPC one, else the kernel's clock. */
    private static Optional<Instant> time(Json event) {
        Json time = event.at("time");
        try {
            if (time.text().isPresent()) {
                return Optional.of(OffsetDateTime.parse(time.text().get()).toInstant());
            }
            Optional<Long> seconds = time.at("seconds").whole();
            if (seconds.isPresent()) {
                return Optional.of(Instant.ofEpochSecond(
                        seconds.get(), time.at("nanos").whole().orElse(0L)));
            }
            return event.at("output_fields", "evt.time").whole().map(nanos -> Instant.ofEpochSecond(0, nanos));
        } catch (DateTimeException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    /**
     * The same event keeps it whichever way it comes, through Falcosidekick or not, once or twice; what befell two things at
     * one time are two.
     */
    private static String finding(Json event, String rule, Instant time) {
        String said = String.join(
                "\0",
                rule,
                time.toString(),
                event.at("hostname").text().orElse(""),
                field(event, "container.id"),
                field(event, "k8s.ns.name"),
                field(event, "k8s.pod.name"),
                field(event, "ka.target.namespace"),
                field(event, "ka.target.name"));
        return Body.of(said.getBytes(StandardCharsets.UTF_8)).sha256().substring(0, 32);
    }

    private static String field(Json event, String name) {
        return event.at("output_fields", name).text().orElse("");
    }

    private static Severity severity(String priority) {
        return switch (priority.toLowerCase(Locale.ROOT)) {
            case "emergency", "alert" -> Severity.FATAL;
            case "critical" -> Severity.CRITICAL;
            case "error" -> Severity.HIGH;
            case "warning" -> Severity.MEDIUM;
            case "notice" -> Severity.LOW;
            case "informational", "info", "debug" -> Severity.INFORMATIONAL;
            default -> Severity.UNKNOWN;
        };
    }

    /** Falco speaking of itself, such as of events it dropped: nobody is the victim of that. */
    private static boolean isInternal(Json event, String rule) {
        return rule.startsWith("Falco internal") || event.at("source").text().equals(Optional.of("internal"));
    }

    /** What Falcosidekick's own {@code /test} sends; rules, tags and the source are nothing that an intruder writes. */
    private static boolean isTest(Json event, String rule) {
        return rule.equals("Test rule")
                && event.at("tags").items().stream().anyMatch(tag -> tag.text().equals(Optional.of("test")));
    }
}
