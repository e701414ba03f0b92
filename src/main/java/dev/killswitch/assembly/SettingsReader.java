package dev.killswitch.assembly;

import dev.killswitch.action.ActionCatalog;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Provider;
import dev.killswitch.alert.SourceCatalog;
import dev.killswitch.alert.SourceCatalog.Source;
import dev.killswitch.config.Document;
import dev.killswitch.config.Nearest;
import dev.killswitch.config.Overrides;
import dev.killswitch.config.Problems;
import dev.killswitch.config.Section;
import dev.killswitch.plan.ConnectionSettings;
import dev.killswitch.plan.Mode;
import dev.killswitch.plan.PlanSettings;
import dev.killswitch.store.LedgerSettings;
import dev.killswitch.store.StoreSettings;
import dev.killswitch.web.PublicLedger.Readers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the whole configuration; every mistake in it is told at once. Used by one thread. */
final class SettingsReader {
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

    /** What came of it. */
    sealed interface Reading {
        record Ready(Settings settings) implements Reading {}

        /** {@code problems} in words, one a line. */
        record Wrong(Problems problems) implements Reading {}
    }

    /** A configuration as text, and the name that problems are told with. */
    record Written(String file, String text) {}

    Reading read(Written written, Overrides overrides, Settings.Rooms rooms) {
        var problems = new Problems();
        var document = Document.read(written.file(), written.text(), overrides, problems);
        Section root = document.root();
        Mode start = root.section("automation").choice("start", Mode.class, Mode.OBSERVING);
        Path data = Path.of(root.text("data-directory").orElse("data"));
        Map<String, Source> sources = kinds.read(root.section("sources"));
        Map<String, ConnectionSettings> places = new LinkedHashMap<>();
        Map<String, Connection> connections = open(root.section("connections"), start, places);
        Section ledger = root.section("ledger");
        var settings = new Settings(
                Digests.sha256(written.text()),
                data,
                StoreSettings.read(root.section("store"), data),
                LedgerSettings.read(ledger, data),
                ledger.choice("readers", Readers.class, Readers.REVIEWERS),
                rules(root.section("rules")),
                people(root.section("people")),
                sources,
                connections,
                places,
                PlanSettings.read(root, places),
                watchEvery(root),
                rooms);
        checkScopes(root.section("sources"), sources, places);
        document.finish();
        if (problems.isEmpty()) {
            return new Reading.Ready(settings);
        }
        connections.values().forEach(Connection::close);
        return new Reading.Wrong(problems);
    }

    private static Duration watchEvery(Section root) {
        return root.section("engine").duration("watch-every", Duration.ofMinutes(5));
    }

    private static Settings.Rules rules(Section rules) {
        @Nullable Path directory = rules.text("directory").map(Path::of).orElse(null);
        return new Settings.Rules(directory, rules.duration("every", Duration.ofSeconds(2)));
    }

    private static Settings.People people(Section people) {
        return new Settings.People(people.text("jwks"), people.text("issuer"), people.texts("audiences"));
    }

    private Map<String, Connection> open(Section section, Mode start, Map<String, ConnectionSettings> places) {
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
            Set<String> accounts = Set.copyOf(own.texts("accounts"));
            Connection connection = provider.open(name, own, clock);
            places.put(name, new ConnectionSettings(name, kind, accounts, connection.tiers(), unsaid));
            connections.put(name, connection);
        }
        return connections;
    }

    /** A source that speaks for a connection that is not there would be read, and never act. */
    private static void checkScopes(
            Section section, Map<String, Source> sources, Map<String, ConnectionSettings> places) {
        sources.forEach((name, source) -> {
            String connection = source.settings().scope().get("connection");
            if (connection != null && !places.containsKey(connection)) {
                section.section(name)
                        .section("scope")
                        .problem("connection", "'" + connection + "'", Nearest.hint(connection, places.keySet()));
            }
        });
    }

    /** The actions of all providers that are installed. */
    ActionCatalog catalog() {
        return ActionCatalog.of(providers.values());
    }
}
