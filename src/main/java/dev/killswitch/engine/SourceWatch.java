package dev.killswitch.engine;

import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Register;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Notices a source that is silent past its heartbeat, and when it speaks again. What was kept counts, and since the start
 * whatever came. Called by one thread.
 */
final class SourceWatch {
    private final Register register;
    private final Journal journal;
    private final Supplier<Map<String, Duration>> heartbeats;
    private final Function<String, Optional<Instant>> heard;
    private final Clock clock;
    private final Instant start;
    private volatile Set<String> silent = Set.of();
    private Set<String> told = Set.of();

    SourceWatch(
            Register register,
            Journal journal,
            Supplier<Map<String, Duration>> heartbeats,
            Function<String, Optional<Instant>> heard,
            Clock clock) {
        this.register = register;
        this.journal = journal;
        this.heartbeats = heartbeats;
        this.heard = heard;
        this.clock = clock;
        this.start = clock.instant();
    }

    void look() {
        Map<String, Instant> kept = register.heard();
        Instant now = clock.instant();
        var events = new ArrayList<Event>();
        var quiet = new HashSet<String>();
        heartbeats.get().forEach((source, heartbeat) -> {
            Instant last = heard.apply(source).orElse(kept.get(source));
            // Our own being down is not the sender's silence.
            Instant since = last == null || last.isBefore(start) ? start : last;
            boolean isSilent = since.plus(heartbeat).isBefore(now);
            boolean isTold = told.contains(source);
            if (isSilent && !isTold) {
                events.add(new Event.SourceSilent(now, source, last));
                events.add(new Event.Paged(
                        now,
                        source,
                        "nothing came for longer than its heartbeat of " + heartbeat + ": look at the sender"));
            } else if (!isSilent && isTold) {
                events.add(new Event.SourceHeard(now, source));
            }
            if (isSilent) {
                quiet.add(source);
            }
        });
        silent = Set.copyOf(quiet);
        if (!events.isEmpty() && isRecorded(new Draft("sources-" + now.toEpochMilli(), events, List.of()))) {
            told = silent;
        }
    }

    /** What could not be recorded is told at the next look. */
    private boolean isRecorded(Draft draft) {
        return switch (journal.commit(draft).join()) {
            case Committed.Stored _, Committed.Duplicate _ -> true;
            case Committed.Unrecorded _, Committed.Lost _ -> false;
        };
    }

    /** Those that are silent now. */
    Set<String> silent() {
        return silent;
    }
}
