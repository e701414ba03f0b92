package dev.killswitch.incident;

import dev.killswitch.config.Kebab;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the JSON of one entry, key by key in the order asked for. What is null is left out. Whatever is in a text, the
 * bytes are well-formed: half a surrogate pair becomes U+FFFD. Used once, by one thread.
 */
final class EntryWriter {
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");
    private static final String HEX = "0123456789abcdef";

    /** Room for the mark behind a text that was cut. */
    private static final int MARK_BYTES = 40;

    private final StringBuilder out = new StringBuilder(768).append('{');
    private final Limits limits;
    private boolean wasCut;

    EntryWriter(Limits limits) {
        this.limits = limits;
    }

    /** How a value is written into an object that is open. */
    interface Writes<T> {
        void write(EntryWriter out, T value);
    }

    byte[] end() {
        return out.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Whether something was left out, so that what is read back is not all that was given. */
    boolean wasCut() {
        return wasCut;
    }

    /** An id of ours, or a constant word: never cut. */
    EntryWriter id(String key, @Nullable String value) {
        return value == null ? this : cut(key, value, Integer.MAX_VALUE);
    }

    /** What somebody else calls a thing. */
    EntryWriter name(String key, @Nullable String value) {
        return value == null ? this : cut(key, value, limits.nameBytes());
    }

    /** An explanation. */
    EntryWriter text(String key, @Nullable String value) {
        return value == null ? this : cut(key, value, limits.textBytes());
    }

    EntryWriter number(String key, long value) {
        key(key).out.append(value);
        return this;
    }

    EntryWriter on(String key, boolean value) {
        key(key).out.append(value);
        return this;
    }

    /** In UTC, with exactly three digits of a second; a sender's claim from outside of four-digit years is pulled in. */
    EntryWriter time(String key, @Nullable Instant value) {
        if (value != null) {
            key(key).out.append('"').append(written(value)).append('"');
        }
        return this;
    }

    static String written(Instant value) {
        Instant time = value.isBefore(FIRST) ? FIRST : value.isAfter(LAST) ? LAST : value;
        String text =
                time.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC).toLocalDateTime() + "";
        String seconds = text.length() == "0000-01-01T00:00".length() ? ":00." : ".";
        String millis =
                Integer.toString(1000 + time.get(ChronoField.MILLI_OF_SECOND)).substring(1);
        return text + seconds + millis + "Z";
    }

    EntryWriter duration(String key, @Nullable Duration value) {
        return id(key, value == null ? null : value.toString());
    }

    EntryWriter constant(String key, Enum<?> value) {
        return id(key, Kebab.of(value));
    }

    <T> EntryWriter object(String key, @Nullable T value, Writes<T> writes) {
        if (value != null) {
            key(key).out.append('{');
            writes.write(this, value);
            out.append('}');
        }
        return this;
    }

    /** A list of objects; past the limit the rest is counted in {@code keyCut}. */
    <T> EntryWriter list(String key, List<? extends T> values, Writes<T> writes) {
        int kept = Math.min(values.size(), limits.count());
        key(key).out.append('[');
        for (T value : values.subList(0, kept)) {
            comma();
            out.append('{');
            writes.write(this, value);
            out.append('}');
        }
        out.append(']');
        return countCut(key, values.size() - kept);
    }

    /** A list of texts, in the order given. */
    EntryWriter texts(String key, Collection<String> values) {
        return strings(key, values, limits.textBytes(), limits.count());
    }

    /** Ids of ours, in the order given: never cut, since each is needed and their number is bounded where they are made. */
    EntryWriter ids(String key, Collection<String> values) {
        return strings(key, values, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    private EntryWriter strings(String key, Collection<String> values, int bytesMax, int countMax) {
        key(key).out.append('[');
        values.stream().limit(countMax).forEach(value -> {
            comma();
            string(value, bytesMax);
        });
        out.append(']');
        return countCut(key, values.size() - Math.min(values.size(), countMax));
    }

    /** The members by key; two keys that became one by being cut are not both written. */
    EntryWriter names(String key, Map<String, String> values) {
        var written = new HashSet<String>();
        key(key).out.append('{');
        new TreeMap<>(values).forEach((name, value) -> {
            if (written.size() < limits.count() && written.add(shown(name, limits.nameBytes()))) {
                name(name(name), value);
            }
        });
        out.append('}');
        return countCut(key, values.size() - written.size());
    }

    /** Numbers by the word of whoever counted. */
    EntryWriter counts(String key, Map<String, Integer> values) {
        var written = new HashSet<String>();
        key(key).out.append('{');
        new TreeMap<>(values).forEach((name, value) -> {
            if (written.size() < limits.count() && written.add(name(name))) {
                number(name(name), value);
            }
        });
        out.append('}');
        return countCut(key, values.size() - written.size());
    }

    /** A key that somebody else chose, as it is written. */
    String name(String key) {
        return shown(key, limits.nameBytes());
    }

    private EntryWriter countCut(String key, int count) {
        if (count == 0) {
            return this;
        }
        wasCut = true;
        return number(key + "Cut", count);
    }

    private EntryWriter cut(String key, String value, int bytesMax) {
        key(key).string(value, bytesMax);
        return this;
    }

    private EntryWriter key(String key) {
        comma();
        string(key, Integer.MAX_VALUE);
        out.append(':');
        return this;
    }

    private void comma() {
        char last = out.charAt(out.length() - 1);
        if (last != '{' && last != '[') {
            out.append(',');
        }
    }

    private void string(String value, int bytesMax) {
        out.append('"');
        escape(shown(value, bytesMax));
        out.append('"');
    }

    /** All of it where it fits, else its beginning and how long it was. */
    private String shown(String value, int bytesMax) {
        // No character takes more than six bytes.
        if (value.length() <= bytesMax / 6 || fitting(value, bytesMax) == value.length()) {
            return value;
        }
        wasCut = true;
        return value.substring(0, fitting(value, bytesMax - MARK_BYTES)) + "… [cut from " + value.length()
                + " characters]";
    }

    /** How many characters of {@code value} fit into that many bytes; never half of a pair. */
    private static int fitting(String value, int bytesMax) {
        int bytes = 0;
        for (int i = 0; i < value.length(); ) {
            int point = value.codePointAt(i);
            bytes += width(point);
            if (bytes > bytesMax) {
                return i;
            }
            i += Character.charCount(point);
        }
        return value.length();
    }

    private static int width(int point) {
        if (point < ' ') {
            return 6;
        }
        if (point < 0x80) {
            return point == '"' || point == '\\' ? 2 : 1;
        }
        if (point < 0x800) {
            return 2;
        }
        return point < 0x10000 ? 3 : 4;
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                control(c);
            } else if (!Character.isSurrogate(c)) {
                out.append(c);
            } else if (i + 1 < value.length() && Character.isSurrogatePair(c, value.charAt(i + 1))) {
                out.append(c).append(value.charAt(++i));
            } else {
                out.append('\ufffd');
                wasCut = true;
            }
        }
    }

    private void control(char c) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        }
    }
}
