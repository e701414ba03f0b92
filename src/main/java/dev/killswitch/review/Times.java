package dev.killswitch.review;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;

/** Times and spans as people read them, in UTC. Takes any instant there is: a sender's claim may be absurd. */
final class Times {
    private static final Duration MAX = Duration.ofDays(365_000);
    private static final int DATE_LENGTH = "2026-08-23".length();

    private Times() {}

    /** {@code 2026-08-23 10:00:02.114Z}. */
    static String exact(Instant at) {
        return "%s.%03dZ".formatted(seconds(at), at.get(ChronoField.MILLI_OF_SECOND));
    }

    /** {@code 10:00:02Z}, with the date where it is not that of {@code day}. */
    static String clock(Instant at, Instant day) {
        String text = seconds(at);
        return text.startsWith(date(day) + " ") ? text.substring(DATE_LENGTH + 1) + "Z" : text + "Z";
    }

    /** {@code 2026-08-23 10:00:02Z}. */
    static String plain(Instant at) {
        return seconds(at) + "Z";
    }

    private static String date(Instant at) {
        return seconds(at).split(" ", 2)[0];
    }

    private static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", "");
    }

    /** The two largest units: {@code 0.412 s}, {@code 1 min 21 s}, {@code 23 h 46 min}, {@code 3 d 4 h}. */
    static String span(Duration duration) {
        Duration span = duration.abs();
        String sign = duration.isNegative() ? "-" : "";
        if (span.compareTo(Duration.ofMinutes(1)) < 0) {
            String millis = span.toMillisPart() == 0 ? "" : ".%03d".formatted(span.toMillisPart());
            return sign + span.toSecondsPart() + millis + " s";
        }
        if (span.compareTo(Duration.ofHours(1)) < 0) {
            return sign + two(span.toMinutes(), "min", span.toSecondsPart(), "s");
        }
        return span.compareTo(Duration.ofDays(2)) < 0
                ? sign + two(span.toHours(), "h", span.toMinutesPart(), "min")
                : sign + two(span.toDays(), "d", span.toHoursPart(), "h");
    }

    /** As {@link #span}, without what nobody asks of something long ago: {@code 14 min}. */
    static String rough(Duration duration) {
        Duration span = duration.isNegative() ? Duration.ZERO : duration;
        if (span.compareTo(Duration.ofMinutes(1)) < 0) {
            return span.toSecondsPart() + " s";
        }
        return span.compareTo(Duration.ofHours(1)) < 0 ? span.toMinutes() + " min" : span(span);
    }

    private static String two(long large, String unit, long small, String unitOfSmall) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + unitOfSmall);
    }

    /** From one to the other; negative where the other came first. */
    static Duration between(Instant from, Instant to) {
        return Duration.between(from, to);
    }

    /** Later by {@code span}, or as late as there is. */
    static Instant after(Instant at, Duration span) {
        Duration bounded = span.compareTo(MAX) > 0 ? MAX : span;
        return at.isAfter(Instant.MAX.minus(MAX)) ? Instant.MAX : at.plus(bounded);
    }
}
