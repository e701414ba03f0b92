package dev.killswitch.alert;

import dev.killswitch.alert.SourceSettings.May;
import dev.killswitch.alert.SourceSettings.Rate;
import dev.killswitch.alert.SourceSpec.ProofKind;
import dev.killswitch.config.Nearest;
import dev.killswitch.config.Section;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of sources that there are, and how the key {@code sources} of the configuration becomes readers. */
public final class SourceCatalog {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,5})/(s|m|h)");

    /** What a busy cluster sends at its worst, and one reader reads in a fraction of the second. */
    private static final Rate RATE_DEFAULT = new Rate(200, Duration.ofSeconds(1));

    private final Map<String, AlertSource> kinds;

    private SourceCatalog(Map<String, AlertSource> kinds) {
        this.kinds = kinds;
    }

    /**
     * One source, ready to read.
     *
     * @param spec of its kind: the body's limit stands there
     */
    public record Source(SourceSettings settings, SourceSpec spec, AlertSource.Reader reader) {}

    /** What {@link ServiceLoader} finds. */
    public static SourceCatalog installed() {
        return of(ServiceLoader.load(AlertSource.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** Two of one name are a fault of the installation. */
    public static SourceCatalog of(List<AlertSource> sources) {
        var kinds = new TreeMap<String, AlertSource>();
        for (AlertSource source : sources) {
            if (kinds.put(source.spec().kind(), source) != null) {
                throw new IllegalStateException(
                        "two kinds of source are called " + source.spec().kind());
            }
        }
        return new SourceCatalog(kinds);
    }

    public List<SourceSpec> specs() {
        return kinds.values().stream().map(AlertSource::spec).toList();
    }

    /**
     * Reads the level {@code sources}, by name. Where anything was wrong it is told at the section, and what comes back
     * must not be used.
     */
    public Map<String, Source> read(Section sources) {
        var read = new LinkedHashMap<String, Source>();
        for (String name : new TreeSet<>(sources.names())) {
            if (!NAME.matcher(name).matches()) {
                sources.problem(name, name, "lower-case letters, digits and hyphens, at most 63");
            }
            source(name, sources.section(name)).ifPresent(source -> read.put(name, source));
        }
        return read;
    }

    private Optional<Source> source(String name, Section section) {
        String kind = section.requiredText("kind");
        AlertSource source = kinds.get(kind);
        if (source == null) {
            if (!kind.isBlank()) {
                String nearest = Nearest.to(kind, kinds.keySet()).orElse(String.join(", ", kinds.keySet()));
                section.problem("kind", kind, nearest);
            }
            // What every kind has is judged all the same; the rest nobody can.
            settings(name, kind, section, EnumSet.allOf(ProofKind.class));
            section.passOver();
            return Optional.empty();
        }
        SourceSettings settings = settings(name, kind, section, source.spec().proofs());
        return Optional.of(new Source(settings, source.spec(), source.reader(settings, section)));
    }

    private static SourceSettings settings(String name, String kind, Section section, Set<ProofKind> proofs) {
        return new SourceSettings(
                name,
                kind,
                scope(section.section("scope")),
                ProofReader.read(section, proofs),
                section.text("heartbeat").map(_ -> section.duration("heartbeat", Duration.ofDays(1))),
                section.text("rate").map(text -> rate(section, text)).orElse(RATE_DEFAULT),
                section.choice("may", May.class, May.ENFORCE));
    }

    private static Map<String, String> scope(Section section) {
        var scope = new HashMap<String, String>();
        for (String key : List.of("connection", "cluster", "account", "region")) {
            section.text(key).ifPresent(value -> scope.put(key, value));
        }
        return scope;
    }

    private static Rate rate(Section section, String text) {
        Matcher rate = RATE.matcher(text);
        if (!rate.matches()) {
            section.problem("rate", text, "a number of deliveries per second, minute or hour, such as 200/s");
            return RATE_DEFAULT;
        }
        Duration per = switch (rate.group(2)) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            default -> Duration.ofHours(1);
        };
        return new Rate(Integer.parseInt(rate.group(1)), per);
    }
}
