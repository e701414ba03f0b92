package dev.killswitch.review;

import dev.killswitch.incident.Recorded;
import dev.killswitch.review.PostMortem.Section;
import dev.killswitch.review.Timeline.Extent;
import dev.killswitch.review.Timeline.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The preliminary timeline as a table. */
final class DraftTimeline {
    private final DraftFacts facts;
    private final Timeline timeline;
    private final Optional<Instant> t0;

    DraftTimeline(DraftFacts facts, Timeline timeline) {
        this.facts = facts;
        this.timeline = timeline;
        this.t0 = facts.t0().map(Recorded::event).map(event -> event.at());
    }

    List<Section> sections() {
        int all = Timeline.of(facts.incident(), Extent.ALL).rows().size();
        var blocks = new ArrayList<>(facts.bounded(
                List.of("UTC", t0.isPresent() ? "+T0" : "+start", "Phase", "Who (role)", "What happened", "Evidence"),
                timeline.rows().stream().map(this::row).toList()));
        blocks.add(DraftFacts.inferred(
                Sentence.of(
                        "{} of {} rows are the key ones; all are in the incident's timeline; nobody has confirmed"
                                + " it yet",
                        timeline.rows().size(),
                        all),
                facts.places().all()));
        return List.of(
                new Section(2, "1. Preliminary timeline and data summary", List.of()),
                new Section(3, "Preliminary timeline", blocks));
    }

    private List<Sentence> row(Row row) {
        Sentence evidence = row.evidence();
        Sentence refs =
                row.ledger() == null ? Sentence.words("inferred") : DraftFacts.refs(new Refs(List.of(row.ledger())));
        return List.of(
                Sentence.of("{}", row.at()),
                Sentence.words(since(row)),
                Sentence.words(Sentence.word(row.phase())),
                row.who().sentence(),
                marked(row),
                evidence == null ? refs : Sentence.of("{} {}", evidence, refs));
    }

    private String since(Row row) {
        Duration since = t0.map(start -> Times.between(start, row.at())).orElse(row.sinceStart());
        return since.isNegative() ? Times.span(since) : "+" + Times.span(since);
    }

    private static Sentence marked(Row row) {
        return switch (row.basis()) {
            case RECORDED -> row.what();
            case REPORTED -> Sentence.words("reported: ").and(row.what());
            case INFERRED -> Sentence.words("inferred: ").and(row.what());
        };
    }
}
