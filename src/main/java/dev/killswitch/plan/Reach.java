package dev.killswitch.plan;

import dev.killswitch.alert.SourceCatalog;
import dev.killswitch.alert.SourceCatalog.Source;
import dev.killswitch.alert.SourceSettings.May;
import dev.killswitch.config.Section;
import dev.killswitch.rule.Site;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where the alerts of each source can make automation act, known from the configuration alone. A source bound to one
 * connection by its scope leads there, and to those that an operator mapped its own names to; one that is bound to none
 * leads wherever the account that it says is, which may be any that has accounts. A source that may only observe leads
 * nowhere.
 */
public final class Reach {
    private Reach() {}

    /** {@code connections} is where they were read from: a mistake is told with the place of their tiers. */
    public static Map<String, Set<Site>> of(
            Map<String, Source> sources, Map<String, ConnectionSettings> places, Section connections) {
        var reach = new HashMap<String, Set<Site>>();
        sources.forEach((name, source) -> reach.put(
                name,
                names(source, places).stream()
                        .filter(places::containsKey)
                        .map(places::get)
                        .map(place -> site(place, connections))
                        .collect(Collectors.toUnmodifiableSet())));
        return reach;
    }

    /** The same of a configuration that nothing is opened with; what is wrong with it the server tells. */
    public static Map<String, Set<Site>> read(Section root) {
        Section connections = root.section("connections");
        var places = new HashMap<String, ConnectionSettings>();
        for (String name : connections.names()) {
            Section own = connections.section(name);
            places.put(
                    name,
                    new ConnectionSettings(
                            name,
                            own.text("kind").orElse(""),
                            Set.copyOf(own.texts("accounts")),
                            Set.copyOf(own.texts("tiers")),
                            Mode.UNSAID));
        }
        Section sources = root.section("sources");
        var reach = new HashMap<String, Set<Site>>();
        sources.names().forEach(name -> reach.put(name, Set.of()));
        reach.putAll(of(SourceCatalog.installed().read(sources), places, connections));
        return reach;
    }

    private static Set<String> names(Source source, Map<String, ConnectionSettings> places) {
        if (source.settings().may() == May.OBSERVE) {
            return Set.of();
        }
        var names = new TreeSet<>(source.reader().connections());
        String bound = source.settings().scope().get("connection");
        if (bound != null) {
            names.add(bound);
        } else {
            places.values().stream()
                    .filter(place -> !place.accounts().isEmpty())
                    .forEach(place -> names.add(place.name()));
        }
        return names;
    }

    private static Site site(ConnectionSettings place, Section connections) {
        String where = connections.section(place.name()).where("tiers");
        return new Site(place.name(), place.kind(), place.tiers(), where);
    }
}
