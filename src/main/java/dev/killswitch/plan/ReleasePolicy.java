package dev.killswitch.plan;

import dev.killswitch.config.Section;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Whose eyes it takes to open again what was closed. Pure: who and when come in as values.
 *
 * @param ownWithin how long the person that closed may open alone, a slip of the hand being the likeliest reason
 * @param aloneAfter how long somebody whom nobody answers waits, everybody being paged, before going on alone
 * @param letGo how long a release holds against the same alerts
 */
public record ReleasePolicy(
        Eyes containedByRule, Eyes containedByPerson, Duration ownWithin, Duration aloneAfter, Duration letGo) {
    public static final ReleasePolicy USUAL = new ReleasePolicy(
            Eyes.ONE_PERSON, Eyes.TWO_PERSONS, Duration.ofMinutes(15), Duration.ofMinutes(10), Duration.ofHours(24));

    private static final Duration OWN_MAX = Duration.ofHours(24);
    private static final Duration ALONE_MAX = Duration.ofHours(24);
    private static final Duration LET_GO_MAX = Duration.ofDays(30);

    /** Who must agree. The person that closed counts as one of them. */
    public enum Eyes {
        /** Whoever asks. */
        ONE_PERSON,
        /** Two different persons; somebody alone goes on after a wait. */
        TWO_PERSONS,
        /** Whoever asks, but not before the wait is over, in which anybody else may agree and end it. */
        AFTER_WAIT
    }

    /** What a release needs. */
    public sealed interface Needs {
        /** It may run. */
        record Now(How how) implements Needs {}

        /** Somebody else has to approve; from {@code aloneFrom} on it may run without. */
        record SecondPerson(Instant aloneFrom) implements Needs {}

        /** It runs at {@code until}; somebody else may approve sooner. */
        record Wait(Instant until) implements Needs {}
    }

    /** Why it may run. */
    public enum How {
        /** One is enough for this containment. */
        ONE_IS_ENOUGH,
        /** Two persons agree. */
        TWO_AGREE,
        /** The person that closed opens again, soon after. */
        OWN,
        /** Nobody answered in time: to be told to everybody. */
        BROKE_GLASS
    }

    /**
     * A wish to open.
     *
     * @param approvals persons that agreed; the one that asks is none of them, however often they say so
     */
    public record Asked(String person, Instant at, List<String> approvals) {
        public Asked {
            approvals = List.copyOf(approvals);
        }
    }

    static ReleasePolicy read(Section release) {
        return new ReleasePolicy(
                release.choice("contained-by-rule", Eyes.class, USUAL.containedByRule),
                release.choice("contained-by-person", Eyes.class, USUAL.containedByPerson),
                Bounded.within(release, "own-within", USUAL.ownWithin, OWN_MAX),
                Bounded.within(release, "alone-after", USUAL.aloneAfter, ALONE_MAX),
                Bounded.within(release, "let-go", USUAL.letGo, LET_GO_MAX));
    }

    /**
     * What {@code asked} needs at {@code now}.
     *
     * @param closed on whose word the containment was made
     * @param since when it came to stand, or was intended where it never did
     */
    public Needs needs(Step.Authority closed, Instant since, Asked asked, Instant now) {
        return switch (closed) {
            case Step.Authority.Rule _ -> needs(containedByRule, asked, now);
            case Step.Authority.Person by when by.id().equals(asked.person()) -> ownNeeds(since, asked, now);
            case Step.Authority.Person _ -> new Needs.Now(How.TWO_AGREE);
        };
    }

    private Needs ownNeeds(Instant since, Asked asked, Instant now) {
        boolean soon = !asked.at().isBefore(since) && !asked.at().isAfter(since.plus(ownWithin));
        return soon ? new Needs.Now(How.OWN) : needs(containedByPerson, asked, now);
    }

    private Needs needs(Eyes eyes, Asked asked, Instant now) {
        if (eyes == Eyes.ONE_PERSON) {
            return new Needs.Now(How.ONE_IS_ENOUGH);
        }
        if (asked.approvals().stream().anyMatch(person -> !person.equals(asked.person()))) {
            return new Needs.Now(How.TWO_AGREE);
        }
        Instant aloneFrom = asked.at().plus(aloneAfter);
        if (!now.isBefore(aloneFrom)) {
            return new Needs.Now(How.BROKE_GLASS);
        }
        return eyes == Eyes.TWO_PERSONS ? new Needs.SecondPerson(aloneFrom) : new Needs.Wait(aloneFrom);
    }
}
