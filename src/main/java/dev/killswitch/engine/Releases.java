package dev.killswitch.engine;

import dev.killswitch.config.IdSource;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Event.ReleaseNeeds;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Journal.Beside;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Register;
import dev.killswitch.incident.Release;
import dev.killswitch.plan.ReleasePolicy;
import dev.killswitch.plan.ReleasePolicy.Needs;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opening again what was closed: who asks, who approves, who waits. Thread-safe. */
public final class Releases {
    private final Register register;
    private final Journal journal;
    private final ReleaseRunner runner;
    private final ReleasePolicy policy;
    private final ClockWatch watch;
    private final Clock clock;
    private final IdSource ids;

    Releases(
            Register register,
            Journal journal,
            ReleaseRunner runner,
            ReleasePolicy policy,
            ClockWatch watch,
            IdSource ids) {
        this.register = register;
        this.journal = journal;
        this.runner = runner;
        this.policy = policy;
        this.watch = watch;
        this.clock = watch.wall();
        this.ids = ids;
    }

    /** What became of a wish to release. */
    public sealed interface Answer {
        /** It runs now; what becomes of it is in the record. */
        record Running(String release) implements Answer {}

        /** A second person approves, or it goes on at {@code aloneFrom}. */
        record NeedsSecondPerson(String release, Instant aloneFrom) implements Answer {}

        /** It goes on at {@code until}. */
        record Waits(String release, Instant until) implements Answer {}

        record NotFound(String what) implements Answer {}

        record Conflict(String why) implements Answer {}

        /** Nothing is opened that cannot be recorded. */
        record Unrecorded(String why) implements Answer {}
    }

    /** Asks for the release of a containment. Where one waits already, this is a second pair of eyes on it. */
    public Answer ask(String containment, String person, @Nullable Typed reason) {
        Optional<Incident> incident = register.incidentOf(containment).flatMap(register::incident);
        Containment found =
                incident.map(one -> one.containments().get(containment)).orElse(null);
        if (incident.isEmpty() || found == null) {
            return new Answer.NotFound("no containment is called " + containment);
        }
        return switch (found.state()) {
            case INTENDED -> new Answer.Conflict(containment + " has not come to stand yet; ask again once it has");
            case RELEASED -> new Answer.Conflict(containment + " is released already");
            case ENDED -> new Answer.Conflict(containment + " does not stand: there is nothing to release");
            case STANDING, DUE, DRIFTED ->
                runner.unconnected(found)
                        .<Answer>map(why -> new Answer.Conflict(containment + " stays as it is: " + why))
                        .orElseGet(() -> ask(incident.get(), found, person, reason));
        };
    }

    /** The second pair of eyes. */
    public Answer approve(String release, String person) {
        Optional<Incident> incident = register.incidentOf(release).flatMap(register::incident);
        Release found = incident.map(one -> one.releases().get(release)).orElse(null);
        if (incident.isEmpty() || found == null) {
            return new Answer.NotFound("no release is called " + release);
        }
        Containment containment = incident.get().containments().get(found.containment());
        if (containment == null) {
            return new Answer.NotFound("no containment is called " + found.containment());
        }
        return switch (found.state()) {
            case NEEDS_SECOND_PERSON, WAITS -> approve(found, containment, person);
            case RUNNING -> new Answer.Conflict(release + " waits for nobody: it runs");
            case RELEASED -> new Answer.Conflict(release + " waits for nobody: it is done");
            case ENDED ->
                new Answer.Conflict(release + " waits for nobody: it ended, and a person has to go on by hand");
            case FAILED -> new Answer.Conflict(release + " waits for nobody: it failed, ask for another");
        };
    }

    /** Lets those go on whose wait is over; none while the clock is not believed. Called each second, by one thread. */
    void look() {
        if (!watch.runsStraight()) {
            return;
        }
        Instant now = clock.instant();
        for (Release release : register.waiting()) {
            Instant until = release.waitsUntil();
            if (until != null && !until.isAfter(now)) {
                breakGlass(release, now);
            }
        }
    }

    /** Those that were cut off, that wait for nobody, and that are {@code left}. */
    void resume(Incident incident, Recovery.Left left) {
        for (Release release : incident.releases().values()) {
            Containment containment = incident.containments().get(release.containment());
            boolean goesOn = release.state() == Release.State.RUNNING && left.has(release.id(), release.asked());
            if (goesOn && containment != null) {
                runner.resume(release.id(), containment);
            }
        }
    }

    private Answer ask(Incident incident, Containment containment, String person, @Nullable Typed reason) {
        Release waiting = containment.release();
        if (waiting != null) {
            switch (waiting.state()) {
                case NEEDS_SECOND_PERSON, WAITS -> {
                    return approve(waiting, containment, person);
                }
                case RUNNING -> {
                    return new Answer.Conflict(waiting.id() + " is at work on it");
                }
                case RELEASED, ENDED, FAILED -> {}
            }
        }
        Instant now = clock.instant();
        Needs needs = needs(containment, new ReleasePolicy.Asked(person, now, List.of()), now);
        String release = ids.next("r");
        Committed committed = commit(
                "release-of/" + containment.id() + "/" + asked(incident, containment),
                asked(now, release, containment.id(), person, needs, reason),
                reason);
        return recorded(committed).orElseGet(() -> answer(release, containment, needs));
    }

    private static long asked(Incident incident, Containment containment) {
        return incident.releases().values().stream()
                .filter(release -> release.containment().equals(containment.id()))
                .count();
    }

    /** Where it needs somebody else, somebody else has to hear of it. */
    private static List<Event> asked(
            Instant now, String release, String containment, String person, Needs needs, @Nullable Typed reason) {
        ReleaseNeeds what = switch (needs) {
            case Needs.Now _ -> ReleaseNeeds.NOTHING;
            case Needs.SecondPerson _ -> ReleaseNeeds.SECOND_PERSON;
            case Needs.Wait _ -> ReleaseNeeds.WAITS;
        };
        Instant until = switch (needs) {
            case Needs.Now _ -> null;
            case Needs.SecondPerson second -> second.aloneFrom();
            case Needs.Wait wait -> wait.until();
        };
        var asked = new Event.ReleaseAsked(
                now, release, containment, person, what, until, reason == null ? null : reason.digest());
        return until == null
                ? List.of(asked)
                : List.of(
                        asked,
                        new Event.Paged(
                                now,
                                release,
                                "somebody asks to release " + containment
                                        + ": a second person approves, or it goes on at " + until));
    }

    private Answer approve(Release release, Containment containment, String person) {
        String asker = release.person();
        if (asker == null || asker.equals(person)) {
            return new Answer.Conflict("who asks for a release cannot approve it: a second person has to");
        }
        var approvals = new ArrayList<>(release.approvals());
        approvals.add(person);
        Instant now = clock.instant();
        Needs needs = needs(containment, new ReleasePolicy.Asked(asker, release.asked(), approvals), now);
        Committed committed = commit(
                release.id() + "/approved-" + person,
                List.of(new Event.ReleaseApproved(now, release.id(), person)),
                null);
        return recorded(committed).orElseGet(() -> answer(release.id(), containment, needs));
    }

    private void breakGlass(Release release, Instant now) {
        Optional<Incident> incident = register.incidentOf(release.id()).flatMap(register::incident);
        Containment containment = incident.map(one -> one.containments().get(release.containment()))
                .orElse(null);
        if (containment == null) {
            return;
        }
        var broke = new Event.ReleaseBrokeGlass(now, release.id());
        var page = new Event.Paged(
                now, release.id(), "nobody answered in time: it goes on with one pair of eyes, as break-glass");
        if (commit(release.id() + "/broke-glass", List.of(broke, page), null) instanceof Committed.Stored) {
            runner.submit(release.id(), containment);
        }
    }

    private Needs needs(Containment containment, ReleasePolicy.Asked asked, Instant now) {
        Instant since = containment.since();
        return policy.needs(containment.step().authority(), since == null ? asked.at() : since, asked, now);
    }

    private Answer answer(String release, Containment containment, Needs needs) {
        return switch (needs) {
            case Needs.Now _ -> {
                runner.submit(release, containment);
                yield new Answer.Running(release);
            }
            case Needs.SecondPerson second -> new Answer.NeedsSecondPerson(release, second.aloneFrom());
            case Needs.Wait wait -> new Answer.Waits(release, wait.until());
        };
    }

    /** What to say where it was not recorded; empty where it was. */
    private static Optional<Answer> recorded(Committed committed) {
        return switch (committed) {
            case Committed.Stored _ -> Optional.empty();
            case Committed.Duplicate _ -> Optional.of(new Answer.Conflict("somebody asked for the same just now"));
            case Committed.Lost lost -> Optional.of(new Answer.Unrecorded("no longer so: " + lost.claims()));
            case Committed.Unrecorded no -> Optional.of(new Answer.Unrecorded(no.why()));
        };
    }

    private Committed commit(String id, List<Event> events, @Nullable Typed reason) {
        List<Journal.Evidence> evidence = reason == null ? List.of() : List.of(reason.evidence());
        return journal.commit(new Draft(id, events, List.of(), Beside.of(evidence)))
                .join();
    }
}
