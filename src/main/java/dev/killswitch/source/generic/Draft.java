package dev.killswitch.source.generic;

import dev.killswitch.alert.Alert.Activity;
import dev.killswitch.alert.Alert.Flag;
import dev.killswitch.alert.Alert.Severity;
import dev.killswitch.alert.Parsed.Malformed;
import dev.killswitch.expression.Inputs;
import dev.killswitch.expression.Mapping;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the fields of one alert. An expression that fails, or gives what a field cannot be, is a failure of the whole:
 * silence about a severity would let it pass below every rule. Used once, by one thread.
 */
final class Draft {
    private static final int NAME_LENGTH_MAX = 512;
    private static final int TITLE_LENGTH_MAX = 500;

    /** The numbers that OCSF gives them. */
    private static final Map<Long, Severity> SCALE = Map.of(
            1L, Severity.INFORMATIONAL,
            2L, Severity.LOW,
            3L, Severity.MEDIUM,
            4L, Severity.HIGH,
            5L, Severity.CRITICAL,
            6L, Severity.FATAL);

    private final FieldMap map;
    private final Inputs inputs;
    private final String where;
    private final List<Malformed> failures = new ArrayList<>();

    Draft(FieldMap map, Inputs inputs, String pointer) {
        this.map = map;
        this.inputs = inputs;
        this.where = pointer.isEmpty() ? "byte 0" : pointer;
    }

    Inputs inputs() {
        return inputs;
    }

    List<Malformed> failures() {
        return failures;
    }

    Malformed failed(String key, String why) {
        var failure = new Malformed(where, "map." + key + ": " + why);
        failures.add(failure);
        return failure;
    }

    Optional<Object> value(String key, Optional<Mapping> mapping) {
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        return switch (mapping.get().take(inputs)) {
            case Mapping.Result.Value value -> Optional.of(value.value());
            case Mapping.Result.Nothing _ -> Optional.empty();
            case Mapping.Result.Failed failed -> {
                failed(key, failed.why());
                yield Optional.empty();
            }
        };
    }

    /** A name of the sender's: text or a whole number. */
    Optional<String> name(String key, Optional<Mapping> mapping) {
        return value(key, mapping).flatMap(value -> {
            Optional<String> name = asName(value);
            if (name.isEmpty()) {
                failed(key, "expected a name of at most " + NAME_LENGTH_MAX + " characters");
            }
            return name;
        });
    }

    /** A name under a key of the map. */
    Optional<String> name(String key) {
        return name(key, map.field(key));
    }

    /** Without one there is no alert. */
    Optional<String> requiredName(String key) {
        int before = failures.size();
        Optional<String> name = name(key);
        if (name.isEmpty() && failures.size() == before) {
            failed(key, "expected a name, found nothing");
        }
        return name;
    }

    static Optional<String> asName(Object value) {
        return switch (value) {
            case String text
            when !text.isBlank()
                    && text.length() <= NAME_LENGTH_MAX
                    && text.chars().noneMatch(Character::isISOControl) -> Optional.of(text);
            case Long number -> Optional.of(number.toString());
            default -> Optional.empty();
        };
    }

    Optional<String> title() {
        return value("title", map.field("title"))
                .map(String::valueOf)
                .map(text -> text.length() <= TITLE_LENGTH_MAX ? text : text.substring(0, TITLE_LENGTH_MAX - 1) + "…");
    }

    /** A word of the scale or its number; of anything else nothing is known, and 99 is such a thing. */
    Severity severity() {
        return switch (value("severity", map.field("severity")).orElse("")) {
            case Long number -> SCALE.getOrDefault(number, Severity.UNKNOWN);
            case String word -> constant(Severity.class, word).orElse(Severity.UNKNOWN);
            default -> Severity.UNKNOWN;
        };
    }

    Activity activity() {
        return value("activity", map.field("activity"))
                .map(value -> {
                    Optional<Activity> activity = constant(Activity.class, String.valueOf(value));
                    if (activity.isEmpty()) {
                        failed("activity", "expected opened, updated or closed");
                    }
                    return activity.orElse(Activity.OPENED);
                })
                .orElse(Activity.OPENED);
    }

    Optional<Instant> occurred() {
        return value("occurred", map.field("occurred")).flatMap(value -> {
            try {
                return Optional.of(
                        value instanceof Instant instant
                                ? instant
                                : OffsetDateTime.parse(String.valueOf(value)).toInstant());
            } catch (DateTimeException _) {
                failed("occurred", "expected a time as RFC 3339 writes it");
                return Optional.empty();
            }
        });
    }

    Set<Flag> flags() {
        var flags = EnumSet.noneOf(Flag.class);
        Object words = value("flags", map.field("flags")).orElse(List.of());
        for (Object word : words instanceof List<?> list ? list : List.of(words)) {
            Optional<Flag> flag = constant(Flag.class, String.valueOf(word));
            if (flag.isEmpty()) {
                failed("flags", "expected a list of sample, already-mitigated and archived");
            }
            flag.ifPresent(flags::add);
        }
        return flags;
    }

    private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String word) {
        String name = word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return EnumSet.allOf(type).stream()
                .filter(constant -> constant.name().equals(name))
                .findFirst();
    }
}
