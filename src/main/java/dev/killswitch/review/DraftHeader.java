package dev.killswitch.review;

import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Recorded;
import dev.killswitch.incident.StepState;
import dev.killswitch.review.DraftFacts.Review;
import dev.killswitch.review.PostMortem.Block;
import dev.killswitch.review.PostMortem.Section;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Section 0: what this is, whose it is, when what is due, and the whole in a few sentences. */
final class DraftHeader {
    private static final Duration PLAN_DUE = Duration.ofHours(24);
    private static final Duration FOLLOW_UP = Duration.ofDays(7);
    private static final List<String> REVIEWERS =
            List.of("security analyst", "engineering lead", "operations manager", "executive sponsor");

    private final DraftFacts facts;
    private final Places places;
    private final BuiltOn builtOn;

    DraftHeader(DraftFacts facts, BuiltOn builtOn) {
        this.facts = facts;
        this.places = facts.places();
        this.builtOn = builtOn;
    }

    List<Section> sections() {
        return List.of(new Section(2, "0. Header", header()), new Section(3, "In short", inShort()));
    }

    private List<Block> header() {
        var blocks = new ArrayList<Block>();
        Refs all = places.all();
        blocks.add(DraftFacts.recorded(
                Sentence.of(
                        "incident {}, opened {}",
                        facts.incident().id(),
                        facts.incident().opened()),
                new Refs(all.indexes().subList(0, 1))));
        blocks.add(DraftFacts.inferred(
                Sentence.of(
                        "status: draft, format {}, made from the record alone; nobody has confirmed it",
                        PostMortem.FORMAT),
                all));
        blocks.add(DraftFacts.recorded(
                Sentence.of(
                        "built on {} entries of the ledger, whose size was {} and whose root was {}",
                        all.indexes().size(),
                        builtOn.size(),
                        Sentence.words(builtOn.root().hex())),
                all));
        for (String rulebook : facts.rulebooks()) {
            blocks.add(DraftFacts.recorded(
                    Sentence.of("decided by the rulebook with digest {}", rulebook), deciding(rulebook)));
        }
        blocks.addAll(clock());
        blocks.add(new Block.Blank("owner", "one person"));
        REVIEWERS.forEach(role -> blocks.add(new Block.Blank("reviewer: " + role, "one person")));
        return blocks;
    }

    private Refs deciding(String rulebook) {
        return places.where(event -> event instanceof Event.AlertDecided decided
                && decided.matches().stream().anyMatch(match -> match.rulebook().equals(rulebook)));
    }

    private List<Block> clock() {
        Optional<Recorded> t0 = facts.t0();
        Review review = facts.review();
        var blocks = new ArrayList<Block>();
        blocks.add(DraftFacts.inferred(Sentence.of("review: {}", review), triggers()));
        if (t0.isEmpty()) {
            blocks.add(DraftFacts.inferred(
                    Sentence.words("T0: none, no step was applied and no order given"), places.all()));
            return blocks;
        }
        Instant at = t0.get().event().at();
        Refs refs = new Refs(List.of(t0.get().index()));
        String what = t0.get().event() instanceof Event.OrderGiven ? "a person's order" : "the first step applied";
        blocks.add(DraftFacts.recorded(Sentence.of("T0: {}, {}", at, Sentence.words(what)), refs));
        if (review == Review.FULL) {
            blocks.add(DraftFacts.inferred(
                    Sentence.of(
                            "action plan due {}, follow-up review due {}",
                            Times.after(at, PLAN_DUE),
                            Times.after(at, FOLLOW_UP)),
                    refs));
        }
        return blocks;
    }

    private Refs triggers() {
        return places.where(event -> event instanceof Event.AlertDecided || event instanceof Event.OrderGiven);
    }

    private List<Block> inShort() {
        var blocks = new ArrayList<Block>();
        List<StepState> steps = facts.steps();
        blocks.add(DraftFacts.recorded(
                Sentence.of(
                        "{} and {} led to {}",
                        counted(facts.incident().alerts().size(), "alert"),
                        counted(facts.incident().orders().size(), "order"),
                        counted(steps.size(), "step")),
                triggers()));
        if (!steps.isEmpty()) {
            blocks.add(DraftFacts.inferred(Sentence.of("of the steps, {}", states(steps)), facts.refsOfSteps()));
        }
        for (Containment containment : facts.incident().containments().values()) {
            if (containment.stands()) {
                blocks.add(DraftFacts.inferred(
                        Sentence.of("{} {}", ThingNames.of(containment.step()), Sentence.words(stands(containment))),
                        new Refs(containment.ledger())));
            }
        }
        return facts.bounded(blocks);
    }

    /** Only for what stands. */
    static String stands(Containment containment) {
        return switch (containment.state()) {
            case DUE -> "stands, though its time is up";
            case DRIFTED -> "stands by the record, and was found no longer in force";
            case STANDING, INTENDED, RELEASED, ENDED -> "stands";
        };
    }

    private static Sentence counted(int count, String noun) {
        return Sentence.words(count + " " + noun + (count == 1 ? "" : "s"));
    }

    private static Sentence states(List<StepState> steps) {
        var said = new ArrayList<Sentence>();
        for (StepState.State state : StepState.State.values()) {
            long count = steps.stream().filter(step -> step.state() == state).count();
            if (count > 0) {
                said.add(Sentence.of(
                        "{} {}", count, Sentence.words(Sentence.word(state).replace('-', ' '))));
            }
        }
        return Sentence.joined(", ", said);
    }
}
