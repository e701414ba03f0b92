package dev.killswitch.config;

import dev.killswitch.config.Problems.Problem;
import dev.killswitch.config.Value.Entry;
import dev.killswitch.config.Value.Spot;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * The one place that knows the YAML library. Takes the plain part of YAML: one document of keys, lists and scalars; no
 * anchors, no aliases, no tags, no second key of one name.
 */
final class YamlReader {
    /** No configuration or rule file that people can review is near this. */
    private static final int CHARACTERS_MAX = 1 << 20;

    private static final int DEPTH_MAX = 50;

    private final Text text;
    private final Problems problems;

    YamlReader(Text text, Problems problems) {
        this.text = text;
        this.problems = problems;
    }

    /** Empty where it cannot be read at all, which is then told. */
    Optional<Value.Level> read(String content) {
        var top = new Spot(0, 0);
        if (content.length() > CHARACTERS_MAX) {
            problems.add(text.file(), content.length() + " characters", "at most " + CHARACTERS_MAX);
            return Optional.empty();
        }
        var options = new LoaderOptions();
        options.setNestingDepthLimit(DEPTH_MAX);
        try {
            Iterator<Node> documents =
                    new Yaml(options).composeAll(new StringReader(content)).iterator();
            if (!documents.hasNext()) {
                return Optional.of(new Value.Level(Map.of(), top));
            }
            Node root = documents.next();
            if (documents.hasNext()) {
                tell(spot(documents.next().getStartMark()), "a second document", "one document per file");
                return Optional.empty();
            }
            return level(root);
        } catch (MarkedYAMLException unreadable) {
            Mark mark = unreadable.getProblemMark() == null ? unreadable.getContextMark() : unreadable.getProblemMark();
            tell(spot(mark), oneLine(unreadable.getProblem()), expected(unreadable));
            return Optional.empty();
        } catch (ReaderException character) {
            Spot spot = at(content, character.getPosition());
            tell(spot, "the character U+%04X".formatted(character.getCodePoint()), "text");
            return Optional.empty();
        } catch (YAMLException unreadable) {
            tell(top, oneLine(unreadable.getMessage()), "YAML");
            return Optional.empty();
        }
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "not YAML" : message.strip().replaceAll("\\s+", " ");
    }

    private static String expected(MarkedYAMLException unreadable) {
        String said = oneLine(unreadable.getProblem());
        if (said.contains("TAB")) {
            return "spaces";
        }
        return unreadable.getContext() == null ? "YAML" : "YAML (" + oneLine(unreadable.getContext()) + ")";
    }

    private Optional<Value.Level> level(Node root) {
        return switch (value(root)) {
            case Value.Level level -> Optional.of(level);
            case Value.Scalar scalar when scalar.isNothing() -> Optional.of(new Value.Level(Map.of(), scalar.spot()));
            case Value.Unread _ -> Optional.empty();
            case Value other -> {
                tell(other.spot(), "no keys", "'key: value' lines");
                yield Optional.empty();
            }
        };
    }

    private Value value(Node node) {
        Spot spot = spot(node.getStartMark());
        if (node.getAnchor() != null) {
            tell(spot, "an anchor or alias '" + node.getAnchor() + "'", "the value itself, written out");
            return new Value.Unread(spot);
        }
        if (!isPlain(node.getTag())) {
            tell(spot, "the tag " + node.getTag().getValue(), "a value without a tag");
            return new Value.Unread(spot);
        }
        return switch (node) {
            case ScalarNode scalar ->
                new Value.Scalar(scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN, spot);
            case SequenceNode sequence -> listed(sequence, spot);
            case MappingNode mapping -> entries(mapping, spot);
            case Node _ -> new Value.Unread(spot);
        };
    }

    private static boolean isPlain(Tag tag) {
        return tag.startsWith("tag:yaml.org,2002:")
                && !tag.equals(Tag.BINARY)
                && !tag.equals(Tag.SET)
                && !tag.equals(Tag.OMAP)
                && !tag.equals(Tag.PAIRS)
                && !tag.getValue().contains("java");
    }

    private Value listed(SequenceNode sequence, Spot spot) {
        List<Value> values = new ArrayList<>();
        for (Node node : sequence.getValue()) {
            values.add(value(node));
        }
        return new Value.Listed(List.copyOf(values), spot);
    }

    private Value entries(MappingNode mapping, Spot spot) {
        var entries = new LinkedHashMap<String, Entry>();
        for (NodeTuple tuple : mapping.getValue()) {
            Spot place = spot(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                tell(place, "a key that is no text", "a name");
                continue;
            }
            Entry first = entries.get(key.getValue());
            if (first != null) {
                tell(
                        place,
                        "key '" + key.getValue() + "' again",
                        "it once; the first stands in line " + (first.key().line() + 1));
                continue;
            }
            entries.put(key.getValue(), new Entry(place, value(tuple.getValueNode())));
        }
        return new Value.Level(entries, spot);
    }

    private void tell(Spot spot, String found, String expected) {
        problems.add(new Problem(text.where(spot), found, expected, text.excerpt(spot)));
    }

    private static Spot spot(@Nullable Mark mark) {
        return mark == null ? new Spot(0, 0) : new Spot(mark.getLine(), mark.getColumn());
    }

    private static Spot at(String content, int position) {
        String before = content.substring(0, Math.min(content.length(), content.offsetByCodePoints(0, position)));
        int line = (int) before.chars().filter(c -> c == '\n').count();
        return new Spot(line, before.codePointCount(before.lastIndexOf('\n') + 1, before.length()));
    }
}
