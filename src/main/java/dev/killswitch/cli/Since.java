package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Points in time, with how far they are away for people. */
final class Since {
    private Since() {}

    /** The time at {@code name} and how long ago it was; empty where there is none. */
    static Optional<String> of(JsonNode node, String name, Clock clock) {
        return Json.text(node, name).map(time -> time + away(time, clock.instant()));
    }

    private static String away(String time, Instant now) {
        try {
            Duration ago = Duration.between(Instant.parse(time), now);
            return ago.isNegative() ? " (in " + rounded(ago.negated()) + ")" : " (" + rounded(ago) + " ago)";
        } catch (DateTimeException | ArithmeticException _) {
            // The server's clock, or what somebody made of it: shown as it is.
            return "";
        }
    }

    /** To the largest unit that is not zero: who looks wants to know whether it was minutes or days. */
    private static String rounded(Duration time) {
        if (time.toDays() > 1) {
            return time.toDays() + " days";
        }
        if (time.toHours() > 1) {
            return time.toHours() + " h";
        }
        return time.toMinutes() > 1 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}
