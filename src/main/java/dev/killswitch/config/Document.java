package dev.killswitch.config;

import dev.killswitch.config.Value.Entry;
import dev.killswitch.config.Value.Spot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One whole text of {@link Section}s. Nothing in it is expanded: {@code ${…}} stays as it is written. Used by one thread.
 */
public final class Document {
    private final Overrides overrides;
    private final Problems problems;
    private final NodeSection root;

    private Document(NodeSection root, Overrides overrides, Problems problems) {
        this.root = root;
        this.overrides = overrides;
        this.problems = problems;
    }

    /** Reads YAML, which JSON is too. {@code file} is the name that problems are told with. */
    public static Document read(String file, String content, Problems problems) {
        return read(file, content, Overrides.none(), problems);
    }

    /** The same, with scalars that win over the file's. */
    public static Document read(String file, String content, Overrides overrides, Problems problems) {
        String unified = content.replace("\r\n", "\n");
        Text text = Text.of(file, unified);
        Optional<Value.Level> level = new YamlReader(text, problems).read(unified);
        // What cannot be read was told once; that all its keys are missing is not worth telling.
        Problems told = level.isPresent() ? problems : new Problems();
        var page = new NodeSection.Page(text, overrides, told);
        var root = new NodeSection(page, "", level.orElseGet(() -> new Value.Level(Map.of(), new Spot(0, 0))));
        return new Document(root, overrides, told);
    }

    /**
     * Takes values that were read by others, such as the parameters of an order: text, numbers, truth values, lists and
     * maps. {@code name} stands before each key in problems. A null is nothing.
     */
    public static Document of(String name, Map<String, ?> values, Problems problems) {
        var page = new NodeSection.Page(Text.of(name, ""), Overrides.none(), problems);
        return new Document(new NodeSection(page, "", level(values)), Overrides.none(), problems);
    }

    private static Value.Level level(Map<?, ?> values) {
        var entries = new LinkedHashMap<String, Entry>();
        values.forEach((key, value) -> entries.put(String.valueOf(key), new Entry(Spot.NOWHERE, value(value))));
        return new Value.Level(entries, Spot.NOWHERE);
    }

    private static Value value(@Nullable Object value) {
        return switch (value) {
            case null -> new Value.Scalar("", false, Spot.NOWHERE);
            case Map<?, ?> map -> level(map);
            case List<?> list -> {
                List<Value> values = new ArrayList<>();
                list.forEach(item -> values.add(value(item)));
                yield new Value.Listed(values, Spot.NOWHERE);
            }
            case CharSequence text -> new Value.Scalar(text.toString(), true, Spot.NOWHERE);
            case Object scalar -> new Value.Scalar(scalar.toString(), false, Spot.NOWHERE);
        };
    }

    public Section root() {
        return root;
    }

    /** Tells each key that nobody asked for, and each override that fits no key. Called once, when all is read. */
    public void finish() {
        root.tellUnasked();
        overrides.tellUnfitted(problems);
    }
}
