package dev.killswitch.provider.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one probe of the canary wrote, line by line with the time of its node: {@code try NAME N} as it begins to connect
 * to something, {@code ok NAME N} or {@code no NAME N} once that ended, and the word beat for each heartbeat that came back
 * over its long-lived connection.
 */
record ProbeLog(List<Attempt> attempts, List<Instant> beats, Optional<Instant> last) {
    /** No probe writes as much in the time that it has; the rest would be somebody else's. */
    private static final int LINES_MAX = 50_000;

    static final ProbeLog EMPTY = new ProbeLog(List.of(), List.of(), Optional.empty());

    ProbeLog {
        attempts = List.copyOf(attempts);
        beats = List.copyOf(beats);
    }

    /** One fresh connection, by when it was begun; those that have not ended are none. */
    record Attempt(String to, Instant at, boolean ok) {}

    /** {@code text} is the log as the API server gives it with timestamps. What is no line of a probe is passed over. */
    static ProbeLog read(String text) {
        Map<String, Instant> begun = new HashMap<>();
        List<Attempt> attempts = new ArrayList<>();
        List<Instant> beats = new ArrayList<>();
        Optional<Instant> last = Optional.empty();
        for (String line : text.lines().limit(LINES_MAX).toList()) {
            String[] words = line.strip().split(" ", -1);
            Optional<Instant> at = time(words[0]);
            if (at.isEmpty() || words.length < 2) {
                continue;
            }
            last = at;
            if (words[1].equals("beat")) {
                beats.add(at.get());
            } else if (words.length == 4) {
                String number = words[2] + " " + words[3];
                switch (words[1]) {
                    case "try" -> begun.put(number, at.get());
                    case "ok" -> ended(words[2], begun.remove(number), true).ifPresent(attempts::add);
                    case "no" -> ended(words[2], begun.remove(number), false).ifPresent(attempts::add);
                    default -> {
                        // Not a probe's word.
                    }
                }
            }
        }
        attempts.sort(Comparator.comparing(Attempt::at));
        return new ProbeLog(attempts, beats, last);
    }

    private static Optional<Attempt> ended(String to, @Nullable Instant begun, boolean ok) {
        return Optional.ofNullable(begun).map(at -> new Attempt(to, at, ok));
    }

    private static Optional<Instant> time(String word) {
        try {
            return Optional.of(Instant.parse(word));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /** The attempts that were begun from {@code from} on and before {@code to}. */
    List<Attempt> between(String target, Instant from, Instant to) {
        return attempts.stream()
                .filter(one -> one.to().equals(target))
                .filter(one -> !one.at().isBefore(from) && one.at().isBefore(to))
                .toList();
    }

    boolean beatsBetween(Instant from, Instant to) {
        return beats.stream().anyMatch(at -> !at.isBefore(from) && at.isBefore(to));
    }

    /** The same by another clock. */
    ProbeLog moved(Duration by) {
        return new ProbeLog(
                attempts.stream()
                        .map(one -> new Attempt(one.to(), one.at().plus(by), one.ok()))
                        .toList(),
                beats.stream().map(at -> at.plus(by)).toList(),
                last.map(at -> at.plus(by)));
    }
}
