package dev.killswitch.review;

import dev.killswitch.action.Outcome;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event.AlertDecided;
import dev.killswitch.incident.Recorded;
import dev.killswitch.incident.Release;
import dev.killswitch.incident.StepState;
import dev.killswitch.review.PostMortem.Block;
import dev.killswitch.review.PostMortem.Section;
import dev.killswitch.review.Timeline.Basis;
import dev.killswitch.review.Timeline.Extent;
import java.util.ArrayList;
import java.util.List;

/** What the record does not say, and what only people can. */
final class DraftUnknowns {
    private final DraftFacts facts;
    private final Places places;
    private final List<Block> open = new ArrayList<>();

    DraftUnknowns(DraftFacts facts) {
        this.facts = facts;
        this.places = facts.places();
    }

    List<Section> sections() {
        facts.steps().forEach(this::step);
        facts.incident().containments().values().forEach(this::containment);
        facts.incident().releases().values().forEach(this::release);
        facts.incident().alerts().forEach(this::alert);
        times();
        add(Sentence.words("how much else was hit, beyond what was counted before the first write"), places.all());
        return List.of(
                new Section(3, "What is not known", facts.bounded(open)),
                new Section(
                        3,
                        "For people to fill in",
                        List.of(
                                new Block.Blank("impact", "numbers, each with the query that gave it"),
                                new Block.Blank("side effects", "what else stopped working, and how it was noticed"),
                                new Block.Blank("timeline confirmed by", "role and time, before the meeting"))));
    }

    private void add(Sentence what, Refs refs) {
        open.add(DraftFacts.inferred(what, refs));
    }

    private void step(StepState step) {
        Sentence name = ThingNames.of(step.planned().step());
        switch (step.state()) {
            case INTENDED -> add(Sentence.of("{} has no outcome yet", name), facts.refsOf(step));
            case APPLIED -> add(Sentence.of("whether {} took effect: applied, not proven", name), facts.refsOf(step));
            case UNPROVEN, UNKNOWN -> add(unproven(step, name), facts.refsOf(step));
            case PARTIAL -> add(Sentence.of("whether what {} left open was used", name), places.proven(step.id()));
            case PROVEN_FOR_NEW ->
                add(Sentence.of("whether what survives {} was used", name), places.proven(step.id()));
            case FAILED -> add(Sentence.of("what became of the target of {}, which failed", name), facts.refsOf(step));
            case PROVEN, REFUSED, GONE -> {}
        }
    }

    private static Sentence unproven(StepState step, Sentence name) {
        return step.outcome() instanceof Outcome.Unknown unknown
                ? Sentence.of("whether {} was applied at all: {}", name, unknown.why())
                : Sentence.of("whether {} took effect: looked at, not proven", name);
    }

    private void containment(Containment containment) {
        Sentence name = ThingNames.of(containment.step());
        Refs refs = new Refs(containment.ledger());
        switch (containment.state()) {
            case DRIFTED -> add(Sentence.of("who or what undid {}", name), refs);
            case DUE -> add(Sentence.of("whether {} is to stand on: its time is up", name), refs);
            case STANDING, INTENDED, RELEASED, ENDED -> {}
        }
    }

    private void release(Release release) {
        Sentence name = new ThingNames(facts.incident()).ofContainment(release.containment());
        Refs refs = places.release(release.id());
        switch (release.state()) {
            case RUNNING -> add(Sentence.of("what became of the release of {}", name), refs);
            case NEEDS_SECOND_PERSON, WAITS ->
                add(Sentence.of("whether anybody agrees to the release of {}", name), refs);
            case ENDED -> add(Sentence.of("whether a person undid {} by hand, as the release left it", name), refs);
            case FAILED -> add(Sentence.of("whether {} can be released: the last attempt failed", name), refs);
            case RELEASED -> {}
        }
    }

    private void alert(AlertDecided alert) {
        if (alert.seen().occurred() == null) {
            add(
                    Sentence.of("when what alert {} tells of occurred: its sender does not say", alert.alert()),
                    places.of(alert));
        }
    }

    /** What the timeline had to say of the times themselves. */
    private void times() {
        Timeline.of(facts.incident(), Extent.ALL).rows().stream()
                .filter(row -> row.basis() == Basis.INFERRED)
                .forEach(row -> add(Sentence.of("before {}: {}", row.at(), row.what()), around(row)));
    }

    /** The entries on both sides of it. */
    private Refs around(Timeline.Row row) {
        List<Recorded> entries = facts.incident().entries();
        for (int i = 1; i < entries.size(); i++) {
            if (entries.get(i).event().at().equals(row.at())) {
                return new Refs(
                        List.of(entries.get(i - 1).index(), entries.get(i).index()));
            }
        }
        return places.all();
    }
}
