package dev.killswitch.assembly;

import dev.killswitch.action.Connection;
import dev.killswitch.action.Provider;
import dev.killswitch.alert.SourceCatalog;
import dev.killswitch.alert.SourceCatalog.Source;
import dev.killswitch.assembly.Settings.Said;
import dev.killswitch.config.Document;
import dev.killswitch.config.Nearest;
import dev.killswitch.config.Overrides;
import dev.killswitch.config.Problems;
import dev.killswitch.config.Section;
import dev.killswitch.config.Sha256;
import dev.killswitch.engine.EngineSettings.Collecting;
import dev.killswitch.plan.ConnectionSettings;
import dev.killswitch.plan.Mode;
import dev.killswitch.plan.PlanSettings;
import dev.killswitch.plan.Reach;
import dev.killswitch.store.EvidenceSettings;
import dev.killswitch.store.LedgerSettings;
import dev.killswitch.store.StoreSettings;
import dev.killswitch.web.People.Issuer;
import dev.killswitch.web.PublicLedger.Readers;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the whole configuration; every mistake in it is told at once. Used by one thread. */
final class SettingsReader {
    private static final Duration EVERY_MIN = Duration.ofSeconds(1);
    private static final Duration WAIT_MAX = Duration.ofMinutes(5);
    private static final Duration EVERY_MAX = Duration.ofDays(1);
    /** What is taken while the service runs. */
    private static final Set<String> LIVE = Set.of("automation", "connections", "sources", "protected");

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Map<String, Provider> providers;
    private final SourceCatalog kinds;
    private final Clock clock;

    SettingsReader(Iterable<Provider> providers, SourceCatalog kinds, Clock clock) {
        var byKind = new TreeMap<String, Provider>();
        providers.forEach(provider -> byKind.put(provider.kind(), provider));
        this.providers = byKind;
        this.kinds = kinds;
        this.clock = clock;
    }

    /** Whether evidence is collected in a connection. */
    private enum Switch {
        ON,
        OFF
    }

    /** What came of it. */
    sealed interface Reading {
        record Ready(Settings settings) implements Reading {}

        /** {@code problems} in words, one a line. */
        record Wrong(Problems problems) implements Reading {}
    }

    /** A configuration as text, and the name that problems are told with. */
    record Written(String file, String text) {}

    Reading read(Written written, Overrides overrides) {
        return read(written, overrides, Optional.empty());
    }

    /**
     * The same while {@code running} runs: a connection of which nothing is written anew stays the one it is, and what
     * nothing but a restart can change must be as it was.
     */
    Reading read(Written written, Overrides overrides, Optional<Settings> running) {
        var problems = new Problems();
        var document = Document.read(written.file(), written.text(), overrides, problems);
        Section root = document.root();
        Mode start = root.section("automation").choice("start", Mode.class, Mode.OBSERVING);
        Path data = Path.of(root.text("data-directory").orElse("data"));
        Map<String, Source> sources = kinds.read(root.section("sources"));
        Map<String, ConnectionSettings> places = new LinkedHashMap<>();
        Set<String> uncollected = new HashSet<>();
        Said said = said(written);
        var kept = new Kept(said, running);
        Map<String, Connection> connections = open(root.section("connections"), start, places, uncollected, kept);
        Section evidence = root.section("evidence");
        Section ledger = root.section("ledger");
        var settings = new Settings(
                "sha256:" + Sha256.hex(written.text()),
                said,
                data,
                StoreSettings.read(root.section("store"), data),
                LedgerSettings.read(ledger, data),
                ledger.choice("readers", Readers.class, Readers.REVIEWERS),
                rules(root.section("rules")),
                issuer(root.section("people")),
                sources,
                connections,
                places,
                Reach.of(sources, places, root.section("connections")),
                PlanSettings.read(root, places),
                watchEvery(root),
                EvidenceSettings.read(evidence, data),
                new Collecting(
                        evidence.duration("wait-max", Collecting.USUAL.waitMax(), EVERY_MIN, WAIT_MAX), uncollected));
        checkScopes(root.section("sources"), sources, places);
        running.ifPresent(before -> tellRest(root, before.said(), said));
        document.finish();
        if (problems.isEmpty()) {
            return new Reading.Ready(settings);
        }
        connections.values().stream().filter(kept::isFresh).forEach(Connection::close);
        return new Reading.Wrong(problems);
    }

    private static Said said(Written written) {
        Section root =
                Document.read(written.file(), written.text(), new Problems()).root();
        var rest = values(root);
        LIVE.forEach(rest::remove);
        return new Said(values(root.section("sources")), values(root.section("connections")), rest);
    }

    private static Map<String, Object> values(Section section) {
        var values = new HashMap<String, Object>();
        section.names().forEach(name -> section.value(name).ifPresent(value -> values.put(name, value)));
        return values;
    }

    private static void tellRest(Section root, Said running, Said now) {
        var keys = new TreeSet<>(running.rest().keySet());
        keys.addAll(now.rest().keySet());
        for (String key : keys) {
            if (!Objects.equals(running.rest().get(key), now.rest().get(key))) {
                root.problem(key, "'" + key + "' differs from what runs", "a restart for that, or it as it was");
            }
        }
    }

    /** What of the running connections stays in use. */
    private record Kept(Said now, Optional<Settings> running) {
        Optional<Connection> find(String name) {
            Object said = now.connections().get(name);
            return running.filter(
                            before -> Objects.equals(before.said().connections().get(name), said))
                    .map(before -> before.connections().get(name));
        }

        boolean isFresh(Connection connection) {
            return running.isEmpty() || !running.get().connections().containsValue(connection);
        }
    }

    private static Duration watchEvery(Section root) {
        return root.section("engine").duration("watch-every", Duration.ofMinutes(5), EVERY_MIN, EVERY_MAX);
    }

    private static Optional<Settings.Rules> rules(Section rules) {
        Duration every = rules.duration("every", Duration.ofSeconds(2), EVERY_MIN, EVERY_MAX);
        return rules.text("directory").map(directory -> new Settings.Rules(Path.of(directory), every));
    }

    /** All that is said of another issuer, or nothing: half of it would let our own sign, or believe whoever signs. */
    private static Optional<Issuer.Remote> issuer(Section people) {
        Optional<String> jwks = people.text("jwks");
        Optional<String> name = people.text("issuer");
        List<String> audiences = people.texts("audiences");
        if (jwks.isEmpty() && name.isEmpty() && audiences.isEmpty()) {
            return Optional.empty();
        }
        people.requiredText("jwks");
        people.requiredText("issuer");
        return jwks.filter(text -> !text.isBlank())
                .flatMap(text -> keys(people, text))
                .map(uri -> new Issuer.Remote(name.orElse(""), uri, audiences));
    }

    private static Optional<URI> keys(Section people, String text) {
        try {
            var uri = new URI(text);
            String host = uri.getHost() == null ? "" : uri.getHost();
            boolean isSafe =
                    "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && LOOPBACK.contains(host));
            if (isSafe && !host.isEmpty()) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException _) {
            // Told below, as is a URI of another form.
        }
        people.problem(
                "jwks", "'" + text + "'", "the https address of the issuer's keys, such as https://idp.example/keys");
        return Optional.empty();
    }

    private Map<String, Connection> open(
            Section section, Mode start, Map<String, ConnectionSettings> places, Set<String> uncollected, Kept kept) {
        var connections = new LinkedHashMap<String, Connection>();
        for (String name : new TreeSet<>(section.names())) {
            Section own = section.section(name);
            String kind = own.requiredText("kind");
            Provider provider = providers.get(kind);
            if (provider == null) {
                own.problem("kind", "'" + kind + "'", Nearest.hint(kind, providers.keySet()));
                own.passOver();
                continue;
            }
            Mode unsaid = own.choice("automation", Mode.class, start);
            if (own.choice("evidence", Switch.class, Switch.ON) == Switch.OFF) {
                uncollected.add(name);
            }
            Set<String> accounts = Set.copyOf(own.texts("accounts"));
            Connection connection = kept.find(name).orElseGet(() -> provider.open(name, own, clock));
            if (!kept.isFresh(connection)) {
                own.passOver();
            }
            places.put(name, new ConnectionSettings(name, kind, accounts, connection.tiers(), unsaid));
            connections.put(name, connection);
        }
        return connections;
    }

    /** A source that speaks for a connection that is not there would be read, and never act. */
    private static void checkScopes(
            Section section, Map<String, Source> sources, Map<String, ConnectionSettings> places) {
        sources.forEach((name, source) -> {
            Section own = section.section(name);
            String connection = source.settings().scope().get("connection");
            if (connection != null && !places.containsKey(connection)) {
                own.section("scope")
                        .problem("connection", "'" + connection + "'", Nearest.hint(connection, places.keySet()));
            }
            for (String mapped : new TreeSet<>(source.reader().connections())) {
                if (!places.containsKey(mapped)) {
                    own.problem("clusters", "connection '" + mapped + "'", Nearest.hint(mapped, places.keySet()));
                }
            }
        });
    }
}
