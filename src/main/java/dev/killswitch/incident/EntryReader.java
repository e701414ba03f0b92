package dev.killswitch.incident;

import dev.killswitch.alert.Json;
import dev.killswitch.config.Kebab;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one object of an entry, strictly: each key must be known, present where it is needed, and of its type. */
final class EntryReader {
    private final Json place;
    private final Set<String> known = new HashSet<>();

    EntryReader(Json place) {
        if (!place.isObject()) {
            throw new UnreadableEntry(place.pointer() + " is not an object");
        }
        this.place = place;
    }

    /** Reads all of the object with {@code reads}; a key that it did not ask for is refused. */
    static <T> T whole(Json place, Function<EntryReader, T> reads) {
        var reader = new EntryReader(place);
        T value = reads.apply(reader);
        for (String name : place.names()) {
            if (!reader.known.contains(name)) {
                throw new UnreadableEntry(place.pointer() + " has a key that this version does not know");
            }
            if (place.at(name).isNothing()) {
                throw new UnreadableEntry(place.pointer() + " has a null, which no entry has");
            }
        }
        return value;
    }

    private Json at(String key) {
        known.add(key);
        return place.at(key);
    }

    private boolean has(String key) {
        return !place.at(key).isNothing();
    }

    private UnreadableEntry expected(String key, String what) {
        return new UnreadableEntry("expected " + what + " at " + place.pointer() + "/" + key);
    }

    String text(String key) {
        return at(key).text().orElseThrow(() -> expected(key, "text"));
    }

    @Nullable
    String textOrNull(String key) {
        at(key);
        return has(key) ? text(key) : null;
    }

    long number(String key) {
        return at(key).whole().orElseThrow(() -> expected(key, "a whole number"));
    }

    int count(String key) {
        return inInt(key, number(key));
    }

    private int inInt(String key, long number) {
        if (number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
            throw expected(key, "a number of at most 31 bits");
        }
        return (int) number;
    }

    boolean isTrue(String key) {
        at(key);
        if (has(key) && !at(key).isTrue()) {
            throw expected(key, "true or nothing");
        }
        return has(key);
    }

    Instant time(String key) {
        String text = text(key);
        try {
            Instant time = Instant.parse(text);
            if (EntryWriter.written(time).equals(text)) {
                return time;
            }
        } catch (DateTimeException _) {
            // Told below, as any other spelling is.
        }
        throw expected(key, "a time in UTC with milliseconds");
    }

    @Nullable
    Instant timeOrNull(String key) {
        at(key);
        return has(key) ? time(key) : null;
    }

    Duration duration(String key) {
        try {
            return Duration.parse(text(key));
        } catch (DateTimeException _) {
            throw expected(key, "a duration");
        }
    }

    @Nullable
    Duration durationOrNull(String key) {
        at(key);
        return has(key) ? duration(key) : null;
    }

    <E extends Enum<E>> E constant(String key, Class<E> type) {
        return constant(key, text(key), type);
    }

    private <E extends Enum<E>> E constant(String key, String text, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (Kebab.of(constant).equals(text)) {
                return constant;
            }
        }
        throw expected(
                key,
                "one of "
                        + Arrays.stream(type.getEnumConstants()).map(Kebab::of).collect(Collectors.joining(", ")));
    }

    <E extends Enum<E>> Set<E> constants(String key, Class<E> type) {
        var constants = new HashSet<E>();
        texts(key).forEach(text -> constants.add(constant(key, text, type)));
        return constants;
    }

    <T> T object(String key, Function<EntryReader, T> reads) {
        return whole(at(key), reads);
    }

    <T> @Nullable T objectOrNull(String key, Function<EntryReader, T> reads) {
        at(key);
        return has(key) ? object(key, reads) : null;
    }

    <T> List<T> list(String key, Function<EntryReader, T> reads) {
        var values = new ArrayList<T>();
        for (Json item : items(key)) {
            values.add(whole(item, reads));
        }
        return values;
    }

    <T> List<T> listOrEmpty(String key, Function<EntryReader, T> reads) {
        at(key);
        return has(key) ? list(key, reads) : List.of();
    }

    List<String> texts(String key) {
        var values = new ArrayList<String>();
        for (Json item : items(key)) {
            values.add(item.text().orElseThrow(() -> expected(key, "texts")));
        }
        return values;
    }

    List<String> textsOrEmpty(String key) {
        at(key);
        return has(key) ? texts(key) : List.of();
    }

    private List<Json> items(String key) {
        if (!at(key).isList()) {
            throw expected(key, "a list");
        }
        passCount(key);
        return at(key).items();
    }

    Map<String, String> names(String key) {
        Json names = at(key);
        if (!names.isObject()) {
            throw expected(key, "an object");
        }
        passCount(key);
        var values = new HashMap<String, String>();
        for (String name : names.names()) {
            values.put(name, names.at(name).text().orElseThrow(() -> expected(key, "texts")));
        }
        return values;
    }

    Map<String, Integer> counts(String key) {
        Json counts = at(key);
        if (!counts.isObject()) {
            throw expected(key, "an object");
        }
        passCount(key);
        var values = new HashMap<String, Integer>();
        for (String name : counts.names()) {
            long count = counts.at(name).whole().orElseThrow(() -> expected(key, "whole numbers"));
            values.put(name, inInt(key, count));
        }
        return values;
    }

    /** The values of an object whose keys others chose. */
    Map<String, Object> values(String key) {
        Json values = at(key);
        if (!values.isObject()) {
            throw expected(key, "an object");
        }
        passCount(key);
        return values.fields();
    }

    /** How many were left out is for people who read the bytes. */
    private void passCount(String key) {
        String cut = key + "Cut";
        if (has(cut)) {
            number(cut);
        }
    }
}
