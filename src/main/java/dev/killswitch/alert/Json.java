package dev.killswitch.alert;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A place in a JSON text and what stands there, if anything: walking on from nothing is nothing, so that a reader asks
 * for what it wants in one line. Keys are looked up whole, whatever dots or brackets they have. Each place knows its JSON
 * pointer. Immutable.
 */
public final class Json {
    /** A longer name, id or finding is no sender's, and would fill the ledger. */
    private static final int NAME_LENGTH_MAX = 512;

    private final Object value;
    private final String pointer;
    private final Keys keys;

    private Json(Object value, String pointer, Keys keys) {
        this.value = value;
        this.pointer = pointer;
        this.keys = keys;
    }

    /** What stands where no value does. */
    enum Nothing {
        MISSING,
        NULL
    }

    private enum Keys {
        AS_WRITTEN,
        ANY_CASE
    }

    /** What a text turned out to be. */
    public sealed interface Reading {}

    /** All of it was JSON. */
    public record Tree(Json root) implements Reading {}

    /** Not JSON, or more than we take. {@code where} is the byte offset. */
    public record Broken(String where, String why) implements Reading {
        public Parsed.Malformed malformed() {
            return new Parsed.Malformed(where, why);
        }
    }

    /** Reads {@code body}, strictly: UTF-8, each key once, bounded in depth, in number of values and in their digits. */
    public static Reading read(Body body) {
        try {
            return new Tree(new Json(JsonParser.parse(body.bytes()), "", Keys.AS_WRITTEN));
        } catch (JsonParser.BrokenJson broken) {
            return broken.broken();
        }
    }

    /** Reads the JSON inside the text at this place; its pointers go on from this one's. */
    public Reading inside() {
        try {
            return new Tree(new Json(JsonParser.parse(text().orElse("")), pointer, keys));
        } catch (JsonParser.BrokenJson broken) {
            return new Broken(
                    pointer + " " + broken.broken().where(), broken.broken().why());
        }
    }

    /** The same place, from which keys are found in any letter case; one that is written exactly so comes first. */
    public Json anyCase() {
        return new Json(value, pointer, Keys.ANY_CASE);
    }

    /** What stands there under {@code names}, one level after the other. */
    public Json at(String... names) {
        Json place = this;
        for (String name : names) {
            place = place.member(name);
        }
        return place;
    }

    private Json member(String name) {
        String written = name;
        if (value instanceof Map<?, ?> members && keys == Keys.ANY_CASE && !members.containsKey(name)) {
            List<?> alike = members.keySet().stream()
                    .filter(key -> name.equalsIgnoreCase(String.valueOf(key)))
                    .toList();
            written = alike.size() == 1 ? String.valueOf(alike.getFirst()) : name;
        }
        Object found = value instanceof Map<?, ?> members ? members.get(written) : null;
        String token = written.replace("~", "~0").replace("/", "~1");
        return new Json(found == null ? Nothing.MISSING : found, pointer + "/" + token, keys);
    }

    /** The places of a list, in order; none where it is no list. */
    public List<Json> items() {
        var places = new ArrayList<Json>();
        if (value instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                places.add(new Json(items.get(i), pointer + "/" + i, keys));
            }
        }
        return places;
    }

    /** The keys of an object, as written and in that order; none where it is no object. */
    public Set<String> names() {
        var names = new LinkedHashSet<String>();
        if (value instanceof Map<?, ?> members) {
            members.keySet().forEach(name -> names.add(String.valueOf(name)));
        }
        return names;
    }

    public boolean isObject() {
        return value instanceof Map;
    }

    public boolean isList() {
        return value instanceof List;
    }

    /** Whether nothing stands here, or null. */
    public boolean isNothing() {
        return value instanceof Nothing;
    }

    public boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }

    /** The text, whatever is in it. */
    public Optional<String> text() {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The text for people to read, cut to {@code lengthMax} characters. */
    public Optional<String> shown(int lengthMax) {
        return text().map(text -> {
            if (text.length() <= lengthMax) {
                return text;
            }
            int end = lengthMax - 1;
            return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
        });
    }

    /** The text where it can be somebody's name for something: not blank, not endless, no control characters. */
    public Optional<String> name() {
        return text().filter(text -> !text.isBlank() && text.length() <= NAME_LENGTH_MAX)
                .filter(text -> text.chars().noneMatch(Character::isISOControl));
    }

    public Optional<BigDecimal> number() {
        return switch (value) {
            case Long whole -> Optional.of(BigDecimal.valueOf(whole));
            case BigInteger whole -> Optional.of(new BigDecimal(whole));
            case BigDecimal exact -> Optional.of(exact);
            default -> Optional.empty();
        };
    }

    /** The whole number, where it is written as one and fits. */
    public Optional<Long> whole() {
        return value instanceof Long whole ? Optional.of(whole) : Optional.empty();
    }

    /**
     * The members as plain values: text, {@link Long}, {@link BigInteger}, {@link BigDecimal}, {@link Boolean}, lists and
     * maps of them, without nulls. Empty where it is no object.
     */
    public Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        names().forEach(name -> plain(new Json(value, pointer, Keys.AS_WRITTEN).member(name).value)
                .ifPresent(plain -> fields.put(name, plain)));
        return fields;
    }

    /** What stands here as a plain value, without nulls. */
    public Optional<Object> plain() {
        return plain(value);
    }

    private static Optional<Object> plain(Object value) {
        return switch (value) {
            case Nothing _ -> Optional.empty();
            case Map<?, ?> members -> {
                var plain = new LinkedHashMap<String, Object>();
                members.forEach((name, member) -> plain(member).ifPresent(it -> plain.put(String.valueOf(name), it)));
                yield Optional.of(plain);
            }
            case List<?> items ->
                Optional.of(items.stream()
                        .map(Json::plain)
                        .flatMap(Optional::stream)
                        .toList());
            case Object scalar -> Optional.of(scalar);
        };
    }

    /** RFC 6901; where a text holds JSON, the pointer goes on inside it. */
    public String pointer() {
        return pointer;
    }

    /** Says that something else was expected here. */
    public Parsed.Malformed malformed(String expected) {
        return new Parsed.Malformed(
                pointer.isEmpty() ? "byte 0" : pointer, "expected " + expected + ", found " + described());
    }

    private String described() {
        return switch (value) {
            case Nothing.MISSING -> "nothing";
            case Nothing.NULL -> "null";
            case Map<?, ?> members -> "an object of " + members.size();
            case List<?> items -> "a list of " + items.size();
            case String text -> "text of " + text.length() + " characters";
            case Boolean _ -> "true or false";
            default -> "a number";
        };
    }

    @Override
    public String toString() {
        return pointer + ": " + described();
    }
}
