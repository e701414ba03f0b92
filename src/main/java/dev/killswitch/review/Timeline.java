package dev.killswitch.review;

import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An incident told entry by entry, in the order of the ledger; times are never corrected, what is odd about them gets a
 * row of its own.
 *
 * @param opened what {@link Row#sinceStart} counts from
 */
public record Timeline(String incident, Instant opened, Extent extent, List<Row> rows) {
    /** Nothing heard for longer is told. */
    private static final Duration GAP = Duration.ofMinutes(5);

    /** Entries are written in milliseconds; what took longer was entered late, or the clock was set. */
    private static final Duration LATE = Duration.ofSeconds(5);

    public Timeline {
        rows = List.copyOf(rows);
    }

    /** How much of it. */
    public enum Extent {
        /** What somebody in a hurry reads: what came, what was decided, done, proven, told and given back. */
        KEY,
        ALL
    }

    /** Where in the course of an incident something stands. */
    public enum Phase {
        ALERT,
        DECIDE,
        ACT,
        PROVE,
        NOTIFY,
        RELEASE,
        REVIEW
    }

    /** How far something is to be believed. */
    public enum Basis {
        /** We saw or did it. */
        RECORDED,
        /** A sender says so. */
        REPORTED,
        /** It follows from entries. */
        INFERRED
    }

    /**
     * One line of it.
     *
     * @param ledger index of its entry; null where it is inferred from several
     * @param occurred when it happened, as its sender says
     */
    public record Row(
            @Nullable Long ledger,
            Instant at,
            Duration sinceStart,
            @Nullable Instant occurred,
            Phase phase,
            Who who,
            Sentence what,
            @Nullable Sentence evidence,
            Basis basis) {}

    public static Timeline of(Incident incident, Extent extent) {
        var rows = new ArrayList<Row>();
        var teller = new Teller(incident);
        Instant latest = incident.opened();
        for (Recorded recorded : incident.entries()) {
            Instant at = recorded.event().at();
            oddTime(latest, recorded).ifPresent(what -> rows.add(inferred(incident, at, what)));
            for (Told told : teller.tell(recorded)) {
                if (extent == Extent.ALL || told.weight() == Told.Weight.KEY) {
                    rows.add(row(incident, recorded, told));
                }
            }
            latest = at.isAfter(latest) ? at : latest;
        }
        return new Timeline(incident.id(), incident.opened(), extent, rows);
    }

    private static Row row(Incident incident, Recorded recorded, Told told) {
        Instant at = recorded.event().at();
        return new Row(
                recorded.index(),
                at,
                Times.between(incident.opened(), at),
                told.occurred(),
                told.phase(),
                told.who(),
                told.what(),
                told.evidence(),
                told.phase() == Phase.ALERT ? Basis.REPORTED : Basis.RECORDED);
    }

    private static Row inferred(Incident incident, Instant at, Sentence what) {
        Duration since = Times.between(incident.opened(), at);
        return new Row(null, at, since, null, Phase.REVIEW, Who.Role.KILLSWITCH, what, null, Basis.INFERRED);
    }

    private static Optional<Sentence> oddTime(Instant latest, Recorded recorded) {
        Instant at = recorded.event().at();
        Duration since = Times.between(latest, at);
        Duration entered = Times.between(at, recorded.recorded());
        if (entered.compareTo(LATE) > 0) {
            return Optional.of(Sentence.of(
                    "the next entry was entered {} after what it tells of: the record could not be written before",
                    entered));
        }
        if (since.isNegative()) {
            return Optional.of(Sentence.of(
                    "the next entry has a time {} before one above it: clocks differ, or ours was set back",
                    since.negated()));
        }
        return since.compareTo(GAP) > 0
                ? Optional.of(Sentence.of("no recorded event for {}", Sentence.words(Times.rough(since))))
                : Optional.empty();
    }
}
