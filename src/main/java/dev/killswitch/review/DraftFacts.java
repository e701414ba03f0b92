package dev.killswitch.review;

import dev.killswitch.action.Outcome;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Event.Matched;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Recorded;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Step;
import dev.killswitch.review.PostMortem.Block;
import dev.killswitch.review.Timeline.Basis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An incident, where its facts stand, and the sentences made of both. */
record DraftFacts(Incident incident, Places places) {
    private static final int BLOCKS_MAX = 500;
    private static final int ROWS_MAX = 1_000;

    DraftFacts(Incident incident) {
        this(incident, new Places(incident));
    }

    static Block recorded(Sentence what, Refs refs) {
        return new Block.Statement(what, refs, Basis.RECORDED, 0);
    }

    static Block reported(Sentence what, Refs refs) {
        return new Block.Statement(what, refs, Basis.REPORTED, 0);
    }

    static Block inferred(Sentence what, Refs refs) {
        return new Block.Statement(what, refs, Basis.INFERRED, 0);
    }

    static Sentence refs(Refs refs) {
        return Sentence.words(refs.text());
    }

    /** The beginning of a long list, and how much more there is: a flood makes no document that nobody can open. */
    List<Block> bounded(List<Block> blocks) {
        if (blocks.size() <= BLOCKS_MAX) {
            return blocks;
        }
        var shown = new ArrayList<>(blocks.subList(0, BLOCKS_MAX));
        shown.add(left(blocks.size() - BLOCKS_MAX));
        return shown;
    }

    /** The same of a table. */
    List<Block> bounded(List<String> columns, List<List<Sentence>> rows) {
        return rows.size() <= ROWS_MAX
                ? List.of(new Block.Table(columns, rows))
                : List.of(new Block.Table(columns, rows.subList(0, ROWS_MAX)), left(rows.size() - ROWS_MAX));
    }

    private Block left(int count) {
        return inferred(Sentence.of("{} more are left out here; the entries have them", count), places.all());
    }

    /** The clock of the review starts with the first step applied, or a person's order. */
    Optional<Recorded> t0() {
        return places.matching(DraftFacts::startsTheClock).findFirst();
    }

    private static boolean startsTheClock(Event event) {
        return event instanceof Event.OrderGiven
                || (event instanceof Event.StepEnded ended
                        && (ended.outcome() instanceof Outcome.Done || ended.outcome() instanceof Outcome.AlreadyDone));
    }

    /** The deepest review that one of its rules asks for; a person's order counts as full. */
    Review review() {
        if (!incident.orders().isEmpty()) {
            return Review.FULL;
        }
        List<String> asked = matches().map(Matched::review).toList();
        return asked.contains("full") ? Review.FULL : asked.contains("light") ? Review.LIGHT : Review.NONE;
    }

    /** How much of a review is due. */
    enum Review {
        NONE,
        LIGHT,
        FULL
    }

    Stream<Matched> matches() {
        return incident.alerts().stream().flatMap(alert -> alert.matches().stream());
    }

    /** Of rules that decided anything, each once. */
    List<String> rulebooks() {
        Stream<String> ofSteps = incident.steps().values().stream()
                .map(step -> step.planned().step().authority())
                .filter(Step.Authority.Rule.class::isInstance)
                .map(authority -> ((Step.Authority.Rule) authority).rulebook());
        return Stream.concat(matches().map(Matched::rulebook), ofSteps)
                .distinct()
                .toList();
    }

    List<StepState> steps() {
        return List.copyOf(incident.steps().values());
    }

    Refs refsOfSteps() {
        List<Long> indexes =
                steps().stream().flatMap(step -> step.ledger().stream()).toList();
        return indexes.isEmpty() ? places.all() : new Refs(indexes);
    }

    Refs refsOf(StepState step) {
        return new Refs(step.ledger());
    }
}
