package dev.killswitch.config;

import dev.killswitch.config.Overrides.Given;
import dev.killswitch.config.Problems.Problem;
import dev.killswitch.config.Value.Entry;
import dev.killswitch.config.Value.Spot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A level over the nodes that were read. Remembers what it was asked for. */
final class NodeSection implements Section {
    private static final Pattern COUNT = Pattern.compile("([0-9]{1,15})([KMG]?)");

    private final Page page;
    private final @Nullable String path;
    private final Value.Level level;
    private final Set<String> asked = new HashSet<>();
    private final Map<String, NodeSection> below = new HashMap<>();
    private final Map<String, List<NodeSection>> listed = new HashMap<>();
    private boolean passedOver;

    /** What all levels of one document share. */
    record Page(Text text, Overrides overrides, Problems problems) {}

    /** {@code path} is dotted, blank at the root, and null below a list, where nothing can be overridden. */
    NodeSection(Page page, @Nullable String path, Value.Level level) {
        this.page = page;
        this.path = path;
        this.level = level;
    }

    @Override
    public Optional<String> text(String key) {
        asked.add(key);
        Optional<Given> given = given(key);
        if (given.isPresent()) {
            return given.map(Given::value);
        }
        Entry entry = level.entries().get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (!(entry.value() instanceof Value.Scalar scalar)) {
            tell(key, entry.value(), "'" + key + "' is " + kind(entry.value()), "one value");
            return Optional.empty();
        }
        if (scalar.isNothing()) {
            tellAt(key, entry.key(), "nothing at '" + key + "'", "a value, or the key left out");
            return Optional.empty();
        }
        return Optional.of(scalar.text());
    }

    @Override
    public String requiredText(String key) {
        boolean written = given(key).isPresent() || level.entries().containsKey(key);
        Optional<String> text = text(key);
        if (!written || text.filter(String::isBlank).isPresent()) {
            problem(key, written ? "a blank '" + key + "'" : "no '" + key + "'", "a value there");
        }
        return text.orElse("");
    }

    @Override
    public Duration duration(String key, Duration fallback) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return fallback;
        }
        Optional<Duration> duration = Durations.parse(text.get());
        if (duration.isEmpty()) {
            problem(key, "'" + text.get() + "'", "a span of time such as 500ms, 30s, 10m, 4h or 7d");
        }
        return duration.orElse(fallback);
    }

    @Override
    public long count(String key, long fallback, long min, long max) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return fallback;
        }
        Matcher count = COUNT.matcher(text.get());
        if (count.matches()) {
            int shift = switch (count.group(2)) {
                case "K" -> 10;
                case "M" -> 20;
                case "G" -> 30;
                case String _ -> 0;
            };
            long number = Long.parseLong(count.group(1));
            if (number <= Long.MAX_VALUE >> shift && number << shift >= min && number << shift <= max) {
                return number << shift;
            }
        }
        problem(key, "'" + text.get() + "'", "a whole number from " + min + " to " + max);
        return fallback;
    }

    @Override
    public boolean on(String key) {
        Optional<String> text = text(key);
        if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
            problem(key, "'" + text.get() + "'", "true or false");
        }
        return text.filter("true"::equals).isPresent();
    }

    @Override
    public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return fallback;
        }
        for (E constant : type.getEnumConstants()) {
            if (Kebab.of(constant).equals(text.get())) {
                return constant;
            }
        }
        List<String> names = Stream.of(type.getEnumConstants()).map(Kebab::of).toList();
        problem(key, "'" + text.get() + "'", Nearest.hint(text.get(), names));
        return fallback;
    }

    @Override
    public List<String> texts(String key) {
        var texts = new ArrayList<String>();
        for (Value value : list(key)) {
            if (value instanceof Value.Scalar scalar && !scalar.isNothing()) {
                texts.add(scalar.text());
            } else {
                tell(key, value, kind(value) + " in the list '" + key + "'", "one value");
            }
        }
        return List.copyOf(texts);
    }

    @Override
    public Section section(String key) {
        asked.add(key);
        NodeSection known = below.get(key);
        if (known != null) {
            return known;
        }
        Entry entry = level.entries().get(key);
        var section = new NodeSection(page, path == null ? null : pathTo(path, key), empty(key));
        if (entry != null && entry.value() instanceof Value.Level written) {
            section = new NodeSection(page, section.path, written);
        } else if (entry != null && !(entry.value() instanceof Value.Scalar scalar && scalar.isNothing())) {
            tell(key, entry.value(), "'" + key + "' is " + kind(entry.value()), "keys below it");
            // That all its keys are missing is not worth telling as well.
            section =
                    new NodeSection(new Page(page.text(), page.overrides(), new Problems()), section.path, empty(key));
        }
        below.put(key, section);
        return section;
    }

    private Value.Level empty(String key) {
        Entry entry = level.entries().get(key);
        return new Value.Level(Map.of(), entry == null ? level.spot() : entry.key());
    }

    @Override
    public List<Section> sections(String key) {
        if (!listed.containsKey(key)) {
            var sections = new ArrayList<NodeSection>();
            for (Value value : list(key)) {
                if (value instanceof Value.Level item) {
                    sections.add(new NodeSection(page, null, item));
                } else {
                    tell(key, value, kind(value) + " in the list '" + key + "'", "'key: value' there");
                }
            }
            listed.put(key, sections);
        }
        return List.copyOf(listed.getOrDefault(key, List.of()));
    }

    private List<Value> list(String key) {
        asked.add(key);
        given(key).ifPresent(given -> page.problems().add(given.name(), "a value for a list", "it in the file"));
        Entry entry = level.entries().get(key);
        if (entry == null) {
            return List.of();
        }
        return switch (entry.value()) {
            case Value.Listed list -> list.values();
            case Value.Scalar scalar when scalar.isNothing() -> List.of();
            case Value other -> {
                tell(key, other, "'" + key + "' is " + kind(other), "a list");
                yield List.of();
            }
        };
    }

    @Override
    public Optional<Object> value(String key) {
        asked.add(key);
        Optional<Given> given = given(key);
        if (given.isPresent()) {
            return new Value.Scalar(given.get().value(), false, level.spot()).plain();
        }
        return Optional.ofNullable(level.entries().get(key))
                .flatMap(entry -> entry.value().plain());
    }

    @Override
    public Set<String> names() {
        return Set.copyOf(level.entries().keySet());
    }

    @Override
    public String where(String key) {
        Optional<Given> given = given(key);
        return given.isPresent() ? given.get().name() : page.text().where(spotOf(key)) + suffix(key, spotOf(key));
    }

    @Override
    public void problem(String key, String found, String expected) {
        Optional<Given> given = given(key);
        if (given.isPresent()) {
            page.problems().add(given.get().name(), found, expected);
        } else {
            Spot spot = spotOf(key);
            page.problems()
                    .add(new Problem(
                            page.text().where(spot) + suffix(key, spot),
                            found,
                            expected,
                            page.text().excerpt(spot)));
        }
    }

    @Override
    public void problemOf(String key, String item, String found, String expected) {
        Entry entry = level.entries().get(key);
        Optional<Value> written = entry != null && entry.value() instanceof Value.Listed list
                ? list.values().stream()
                        .filter(value -> value instanceof Value.Scalar scalar
                                && scalar.text().equals(item))
                        .findFirst()
                : Optional.empty();
        written.ifPresentOrElse(
                value -> tellAt(key, value.spot(), found, expected), () -> problem(key, found, expected));
    }

    @Override
    public void problemIn(String key, Place place, String found, String expected) {
        Entry entry = level.entries().get(key);
        if (given(key).isEmpty()
                && entry != null
                && entry.value() instanceof Value.Scalar scalar
                && scalar.spot().line() >= 0) {
            tellAt(key, page.text().within(scalar, place), found, expected);
        } else {
            page.problems().add(where(key) + ":" + place.line() + ":" + place.column(), found, expected);
        }
    }

    @Override
    public void passOver() {
        passedOver = true;
    }

    void tellUnasked() {
        if (passedOver) {
            return;
        }
        level.entries().forEach((key, entry) -> {
            if (!asked.contains(key)) {
                String at = entry.key().line() < 0
                        ? page.text().file() + "." + key
                        : page.text().where(entry.key());
                page.problems()
                        .add(new Problem(
                                at,
                                "unknown key '" + key + "'",
                                Nearest.hint(key, asked),
                                page.text().excerpt(entry.key())));
            }
        });
        below.values().forEach(NodeSection::tellUnasked);
        listed.values().forEach(items -> items.forEach(NodeSection::tellUnasked));
    }

    private Optional<Given> given(String key) {
        return path == null ? Optional.empty() : page.overrides().at(pathTo(path, key));
    }

    private static String pathTo(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private Spot spotOf(String key) {
        Entry entry = level.entries().get(key);
        return entry == null ? level.spot() : entry.value().spot();
    }

    /** Values that came without a file are named by their key. */
    private String suffix(String key, Spot spot) {
        return spot.line() < 0 ? "." + (path == null ? key : pathTo(path, key)) : "";
    }

    /** What could not be read was told when it was met. */
    private void tell(String key, Value value, String found, String expected) {
        if (!(value instanceof Value.Unread)) {
            tellAt(key, value.spot(), found, expected);
        }
    }

    private void tellAt(String key, Spot spot, String found, String expected) {
        String where = page.text().where(spot) + suffix(key, spot);
        page.problems().add(new Problem(where, found, expected, page.text().excerpt(spot)));
    }

    private static String kind(Value value) {
        return switch (value) {
            case Value.Scalar scalar -> scalar.isNothing() ? "nothing" : "one value";
            case Value.Listed _ -> "a list";
            case Value.Level _ -> "a level of keys";
            case Value.Unread _ -> "nothing readable";
        };
    }
}
