package dev.killswitch.engine;

import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Alert.Activity;
import dev.killswitch.alert.Alert.Flag;
import dev.killswitch.alert.Alert.Severity;
import dev.killswitch.alert.AlertSource;
import dev.killswitch.alert.Delivery;
import dev.killswitch.alert.Entity;
import dev.killswitch.alert.Parsed;
import dev.killswitch.alert.ProofSettings;
import dev.killswitch.alert.SourceCatalog.Source;
import dev.killswitch.alert.SourceSettings;
import dev.killswitch.alert.SourceSettings.May;
import dev.killswitch.alert.SourceSettings.Rate;
import dev.killswitch.alert.SourceSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sender that writes one alert a line: {@code finding type kind=id… word…}, where the words are {@code updated},
 * {@code closed}, {@code sample}, {@code occurred=…}. A line {@code broken} cannot be read, a body {@code ping} has none.
 */
final class LineSource implements AlertSource.Reader {
    static final Rate USUAL = new Rate(200, java.time.Duration.ofSeconds(1));

    private LineSource() {}

    static Source called(String name, Rate rate) {
        var settings = new SourceSettings(
                name, "lines", Map.of(), new ProofSettings.Bearer(List.of()), Optional.empty(), rate, May.ENFORCE);
        var spec = new SourceSpec("lines", 1, Set.of(SourceSpec.ProofKind.BEARER), 1_000_000);
        return new Source(settings, spec, new LineSource());
    }

    @Override
    public Parsed read(Delivery delivery) {
        String text = delivery.body().text().orElse("");
        if (text.equals("ping")) {
            return new Parsed.Ignored("a ping");
        }
        if (text.equals("hello")) {
            return new Parsed.Handshake(200, "text/plain", "hello yourself", null);
        }
        var alerts = new ArrayList<Alert>();
        var skipped = new ArrayList<Parsed.Malformed>();
        int line = 0;
        for (String one : text.lines().toList()) {
            line++;
            if (one.startsWith("broken")) {
                skipped.add(new Parsed.Malformed("/" + line, "expected a finding and a type"));
            } else {
                alerts.add(alert(one));
            }
        }
        return alerts.isEmpty()
                ? new Parsed.Malformed("/1", "expected a finding and a type")
                : new Parsed.Received(alerts, skipped);
    }

    private static Alert alert(String line) {
        String[] words = line.split(" ", -1);
        var entities = new ArrayList<Entity>();
        var flags = new HashSet<Flag>();
        Activity activity = Activity.OPENED;
        @Nullable Instant occurred = null;
        for (int i = 2; i < words.length; i++) {
            switch (words[i]) {
                case "closed" -> activity = Activity.CLOSED;
                case "updated" -> activity = Activity.UPDATED;
                case "sample" -> flags.add(Flag.SAMPLE);
                case String word
                when word.startsWith("occurred=") -> occurred = Instant.parse(word.substring("occurred=".length()));
                case String word -> entities.add(entity(word));
            }
        }
        return new Alert(
                words[0], null, words[1], "a title", activity, Severity.HIGH, occurred, flags, Map.of(), entities);
    }

    private static Entity entity(String word) {
        int equals = word.indexOf('=');
        String kind = word.substring(0, equals);
        Map<String, String> scope = kind.startsWith("kubernetes.")
                ? Map.of("connection", EngineWorld.CLUSTER)
                : Map.of("account", EngineWorld.ACCOUNT_ID);
        return new Entity(kind, word.substring(equals + 1), scope, Entity.Role.TARGET, Entity.Trust.STRUCTURED, "/x");
    }
}
