package dev.killswitch.review;

import dev.killswitch.action.Outcome;
import dev.killswitch.action.Released;
import dev.killswitch.incident.Event;
import dev.killswitch.review.Timeline.Phase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of containments once they stood: expiry, drift, and how they were opened again. */
final class ReleaseTeller {
    private static final int LISTED_MAX = 5;

    private final ThingNames names;

    ReleaseTeller(ThingNames names) {
        this.names = names;
    }

    /** How much and of what; what it says is for whoever opens it. */
    Told tell(Event.EvidenceCollected collected) {
        Sentence kept = collected.pieces().isEmpty()
                ? Sentence.words("nothing")
                : AlertTeller.listed(
                        collected.pieces().stream()
                                .map(piece -> Sentence.of("{}", piece.name()))
                                .toList(),
                        LISTED_MAX);
        Sentence what = Sentence.of(
                "evidence kept after {}: {}{}", name(collected.containment()), kept, without(collected.absent()));
        return Told.key(Phase.ACT, Who.Role.KILLSWITCH, what)
                .by(Sentence.of("ks evidence {}", collected.containment()));
    }

    private static Sentence without(List<Event.Absent> absent) {
        return absent.isEmpty()
                ? Sentence.words("")
                : Sentence.of(
                        "; without {}",
                        AlertTeller.listed(
                                absent.stream()
                                        .map(one -> Sentence.of("{} ({})", one.name(), one.why()))
                                        .toList(),
                                LISTED_MAX));
    }

    Told tell(Event.ContainmentDue due) {
        Sentence what = Sentence.of("time of {} is up: somebody is asked, or it is released", name(due.containment()));
        return Told.key(Phase.RELEASE, Who.Role.KILLSWITCH, what);
    }

    Told tell(Event.ContainmentDrifted drifted) {
        Sentence what = Sentence.of("{} found no longer in force: {}", name(drifted.containment()), drifted.now());
        return Told.key(Phase.PROVE, Who.Role.KILLSWITCH, what);
    }

    Told tell(Event.ContainmentReapplied again) {
        String how = again.outcome() instanceof Outcome.Done ? "{} put back: it {}" : "{} was to be put back: it {}";
        Sentence what = Sentence.of(how, name(again.containment()), StepTeller.outcome(again.outcome()));
        Told told = Told.key(Phase.ACT, Who.Role.KILLSWITCH, what);
        return again.outcome() instanceof Outcome.Done done ? told.by(Sentence.of("receipt {}", done.receipt())) : told;
    }

    Told tell(Event.ReleaseAsked asked) {
        Who who = asked.person() == null ? Who.Role.KILLSWITCH : Who.Role.RESPONDER;
        Sentence what = Sentence.of(
                "release of {} asked for{}: {}",
                name(asked.containment()),
                Sentence.words(asked.person() == null ? " since its time is up" : ""),
                needs(asked));
        String reason = asked.reason();
        return Told.key(Phase.RELEASE, who, what)
                .by(
                        reason == null
                                ? Sentence.of("release {}", asked.release())
                                : Sentence.of("release {}, reason {}", asked.release(), reason));
    }

    private static Sentence needs(Event.ReleaseAsked asked) {
        return switch (asked.needs()) {
            case NOTHING -> Sentence.words("it may run at once");
            case SECOND_PERSON -> Sentence.of("a second person has to agree{}", alone(asked.waitsUntil()));
            case WAITS -> Sentence.of("it waits{}", alone(asked.waitsUntil()));
        };
    }

    private static Sentence alone(@Nullable Instant until) {
        return until == null ? Sentence.words("") : Sentence.of(", or goes on alone at {}", until);
    }

    Told tell(Event.ReleaseApproved approved) {
        Sentence what = Sentence.of("a second person agreed to the release of {}", names.ofRelease(approved.release()));
        return Told.key(Phase.RELEASE, Who.Role.SECOND_PERSON, what).by(Sentence.of("release {}", approved.release()));
    }

    Told tell(Event.ReleaseBrokeGlass alone) {
        Sentence what = Sentence.of(
                "nobody answered in time: the release of {} goes on with one pair of eyes, as break-glass",
                names.ofRelease(alone.release()));
        return Told.key(Phase.RELEASE, Who.Role.KILLSWITCH, what).by(Sentence.of("release {}", alone.release()));
    }

    Told tell(Event.ReleaseStarted started) {
        Sentence what = Sentence.of("about to release {}", name(started.containment()));
        return Told.detail(Phase.RELEASE, Who.Role.KILLSWITCH, what).by(Sentence.of("release {}", started.release()));
    }

    Told tell(Event.ReleaseEnded ended) {
        Sentence what = Sentence.of("{} {}", name(ended.containment()), released(ended.released(), ended.others()));
        return Told.key(Phase.RELEASE, Who.Role.KILLSWITCH, what).by(Sentence.of("release {}", ended.release()));
    }

    static Sentence released(@Nullable Released released, List<String> others) {
        if (released == null) {
            List<Sentence> holders =
                    others.stream().map(id -> Sentence.of("{}", id)).toList();
            return holders.isEmpty()
                    ? Sentence.words("released: nothing was written, others still hold the same")
                    : Sentence.of(
                            "released: nothing was written, since {} still hold the same",
                            AlertTeller.listed(holders, LISTED_MAX));
        }
        return switch (released) {
            case Released.Restored _ -> Sentence.words("released: put back as it was before");
            case Released.Replaced replaced -> Sentence.of("released: works again through {}", replaced.by());
            case Released.Drifted drifted ->
                Sentence.of(
                        "not put back, somebody changed it since: ours was {}, now {}", drifted.ours(), drifted.now());
            case Released.Gone _ -> Sentence.words("released: the target does not exist any more");
            case Released.ByHand byHand ->
                Sentence.of(
                        "left to a person: {} commands to look over and run by hand, as ks why tells",
                        byHand.commands().size());
            case Released.Impossible no -> Sentence.of("cannot be released, it stands: {}", no.why());
            case Released.Retry retry -> Sentence.of("not released, it stands: {}", retry.because());
        };
    }

    private Sentence name(String containment) {
        return names.ofContainment(containment);
    }
}
