package dev.killswitch.web;

import dev.killswitch.config.Kebab;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How constants and times are written in answers. */
final class Words {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Words() {}

    /** Lower-case kebab. */
    static String of(Enum<?> constant) {
        return Kebab.of(constant);
    }

    /** The constant that is written so. */
    static <E extends Enum<E>> Optional<E> read(Class<E> type, String word) {
        for (E constant : type.getEnumConstants()) {
            if (of(constant).equals(word)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    /** RFC 3339 in UTC, always with three digits of milliseconds. */
    static String of(Instant time) {
        return TIME.format(time);
    }

    static @Nullable String ofNullable(@Nullable Instant time) {
        return time == null ? null : of(time);
    }
}
